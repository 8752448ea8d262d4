from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.front_matter import FrontMatterError, parse_front_matter
from bot.documents.parser import parse_document
from bot.domain.documents import Part
from tests.sources import located, parsed, source_of

TWO_PARTS = """
    [[parts]]
    title = "Main"

    [[parts]]
    label = "Annex"
    title = "Second"
    aliases = ["schedule"]
    """


def complaints(**arguments):
    source = source_of("1. One.", **arguments)
    result = parsed("1. One.", **arguments)
    assert result.document is None
    return located(source, result.problems)


def test_front_matter_says_what_a_document_is():
    keys = {"kind": '"charter"', "place": '"Seoul"', "publisher": '"We"', "licence": '"CC0"'}
    result = parsed("# Main\n1. One.\n# Annex\n1. Two.", parts=TWO_PARTS, **keys)
    document = result.document
    assert result.problems == ()
    assert (document.id, document.title, document.short_title) == (
        "sample",
        "A Sample Charter",
        "Charter",
    )
    assert (document.adopted, document.language) == (date(2024, 5, 21), "en")
    assert document.source == "https://example.org/charter"
    assert (document.kind, document.place) == ("charter", "Seoul")
    assert (document.publisher, document.licence) == ("We", "CC0")
    assert document.parts == (Part("", "Main"), Part("Annex", "Second", ("schedule",)))


def test_a_document_without_parts_has_one_named_as_itself():
    document = parsed("1. One.", aliases='["the sample"]').document
    assert document.parts == (Part("", "A Sample Charter"),)
    assert document.aliases == ("the sample",)
    assert document.kind == "document"


@pytest.mark.parametrize("key", ["id", "title", "short_title", "language", "source"])
@pytest.mark.parametrize("value", ["", '""', '"  "', "4", '["text"]'])
def test_a_required_text_that_is_missing_or_no_text_is_named(key, value):
    line = f"{key} = {value}" if value else "+++"
    message = f"front matter: {key} is missing, empty or not a text in quotation marks"
    assert complaints(**{key: value}) == [(line, message)]


@pytest.mark.parametrize("key", ["kind", "place", "publisher", "licence"])
@pytest.mark.parametrize("value", ['""', "4"])
def test_an_optional_text_that_is_no_text_is_named(key, value):
    message = f"front matter: {key} is empty or not a text in quotation marks"
    assert complaints(**{key: value}) == [(f"{key} = {value}", message)]


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("id", '"Upper"', "at most 48 small letters, digits and hyphens"),
        ("id", '"-a"', "at most 48 small letters, digits and hyphens"),
        ("id", '"a#b"', "at most 48 small letters, digits and hyphens"),
        ("id", f'"{"a" * 49}"', "at most 48 small letters, digits and hyphens"),
        ("language", '"English"', 'a language code such as "en"'),
        ("source", '"gov.uk"', "an address that begins with https://"),
        ("source", '"javascript:alert(1)"', "an address that begins with https://"),
        ("source", '"https://a b"', "an address that begins with https://"),
    ],
)
def test_a_text_of_the_wrong_form_is_named_with_its_rule(key, value, rule):
    assert complaints(**{key: value}) == [
        (f"{key} = {value}", f"front matter: {key} is not {rule}")
    ]


@pytest.mark.parametrize("value", ["", '"2024-05-21"', "2024", "2024-05-21T10:00:00"])
def test_a_date_that_is_none_is_named(value):
    line = f"date = {value}" if value else "+++"
    message = "front matter: date is missing or not written like 2024-05-21"
    assert complaints(date=value) == [(line, message)]


@pytest.mark.parametrize("value", ['"one"', "[1]", '["a", ""]'])
def test_aliases_that_are_no_list_of_texts_are_named(value):
    message = 'front matter: aliases is a list of texts, ["so", "and so"]'
    assert complaints(aliases=value) == [(f"aliases = {value}", message)]


def test_unknown_keys_are_named_in_the_order_of_their_lines():
    assert complaints(zeta='"z"', subtitle='"x"', alpha='"a"') == [
        ('zeta = "z"', "front matter: unknown key 'zeta'"),
        ('subtitle = "x"', "front matter: unknown key 'subtitle'"),
        ('alpha = "a"', "front matter: unknown key 'alpha'"),
    ]


def test_all_that_is_wrong_is_told_at_once():
    assert [message for _, message in complaints(id='"X Y"', date="4", language="")] == [
        "front matter: language is missing, empty or not a text in quotation marks",
        "front matter: id is not at most 48 small letters, digits and hyphens",
        "front matter: date is missing or not written like 2024-05-21",
    ]


def test_a_missing_key_is_not_looked_for_among_those_of_the_parts():
    assert complaints(title="", parts='[[parts]]\ntitle = "Main"')[0][0] == "+++"


def test_a_key_is_not_mistaken_for_one_that_begins_alike():
    found = complaints(identity='"x"', id='"X"')
    assert (
        'id = "X"',
        "front matter: id is not at most 48 small letters, digits and hyphens",
    ) in found


A_PART_HAS = "front matter: a part has a title, and may have a label and aliases"
LABEL_IS = "front matter: a part's label is a text, its aliases are a list"


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ('label = "Annex"', A_PART_HAS),
        ('label = "Annex"\ntitle = ""', A_PART_HAS),
        ('title = "Second"\nlabel = "A"\nname = "x"', A_PART_HAS),
        ('title = "Second"\nlabel = 2', LABEL_IS),
        ('title = "Second"\nlabel = "A"\naliases = "x"', LABEL_IS),
        ('title = "Second"', "front matter: two parts have the same label"),
        ('title = "Second"\nlabel = ""', "front matter: two parts have the same label"),
    ],
)
def test_a_part_that_is_wrong_is_named_by_its_own_line(second, message):
    parts = f'[[parts]]\ntitle = "Main"\n[[parts]]\n{second}'
    source = source_of("1. One.", parts=parts)
    (problem,) = parsed("1. One.", parts=parts).problems
    assert problem.message == message
    assert problem.line == source.split("\n").index("[[parts]]", 8) + 1


@pytest.mark.parametrize("value", ['"Annex"', "[1]", '["Annex"]', "{ a = 1 }"])
def test_parts_that_are_no_tables_are_named(value):
    message = "front matter: a part is written as [[parts]] with its label and title below"
    assert complaints(parts_="", parts=f"parts = {value}")[-1:] == [(f"parts = {value}", message)]


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("", 1, "a document begins with a line +++ and its front matter"),
        ("1. One.", 1, "a document begins with a line +++ and its front matter"),
        ("\n+++\n+++\n", 1, "a document begins with a line +++ and its front matter"),
        ("+++\nid = 'x'\n", 1, "the front matter has no closing line +++"),
        ("+++\nid = 'x'\nid = 'y'\n+++\n", 3, "front matter: cannot overwrite a value"),
        ("+++\nid = 'x'\ntitle = x\n+++\n", 3, "front matter: invalid value"),
        ('+++\ntitle = "x\n+++\n', 2, "front matter: unterminated string"),
        ("+++\nid = 'x'\ntitle =\n+++\n", 3, "front matter: invalid value"),
        ("+++\nid = 'x'\ntitle = '''open\n+++\n", 3, "front matter: expected \"'''\""),
        ("+++\ndate = 2024-02-30\n+++\n", 2, "front matter: invalid date or datetime"),
    ],
)
def test_front_matter_that_is_no_toml_is_named_with_its_line(source, line, message):
    (problem,) = parse_document("sample.md", source).problems
    assert (problem.line, problem.message) == (line, message)


@given(st.text(st.sampled_from("abz=\"[]{}.,\n'+-0123456789#") | st.characters()))
def test_any_front_matter_is_read_or_refused(text):
    try:
        parse_front_matter(text.split("\n"))
    except FrontMatterError as error:
        assert error.complaints  # noqa: PT017 - both ends are right


@pytest.mark.parametrize(
    "line", ["a = " + "[" * 20_000, "a = " + "9" * 5_000], ids=["deep nesting", "huge number"]
)
def test_toml_that_no_machine_should_read_is_refused(line):
    with pytest.raises(FrontMatterError):
        parse_front_matter([line])


@pytest.mark.parametrize(
    ("front", "sign"),
    [
        ('title = "a\\u001b[31m"', "title holds the control character U+001B"),
        ('source = "https://a\\u0085b"', "source holds the control character U+0085"),
        ('aliases = ["a", "b\\u2028"]', "aliases holds the control character U+2028"),
        ('[[parts]]\ntitle = "a\\nb"', "parts holds the control character U+000A"),
        ('"x\\u0007" = 1\n[[parts]]\ntitle = "a"\n"b\\u0007" = 1', "parts holds the control"),
    ],
)
def test_a_control_character_is_named_wherever_it_stands(front, sign):
    with pytest.raises(FrontMatterError) as raised:
        parse_front_matter(front.split("\n"))
    assert sign in str(raised.value)
