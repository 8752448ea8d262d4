import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.documents import Corpus
from bot.domain.search import Lookup
from bot.retrieval.reference_grammar import read_references
from bot.retrieval.reference_words import (
    AND,
    ANNEX,
    ARTICLES,
    CARDINALS,
    ITEM,
    OF,
    ORDINALS,
    PARAGRAPH,
    TO,
)
from bot.retrieval.references import CorpusReferences
from tests.indexes import packaged
from tests.sources import document_of

WORDS = st.sampled_from(
    "para paragraph ¶ § annex point 3 4. 2.1 (4) 2(a) - – to and , of the last first 3rd iv no a e"
    " declaration 第 項 附属書 から 문단 제 항 부터 ’ ' # ? 0 99999 \x00 \x000\x00 ² ٣ Ⅳ ﬁ".split(
        " "
    )
)
LANGUAGES = {
    "en": {
        "para 5": "5",
        "PARAGRAPH 5!": "5",
        "¶5": "5",
        "§ 8": "8",
        "§§ 3-5": "3 4 5",
        "#5": "5",
        "5": "5",
        "5.": "5",
        "(5)": "5",
        "5?": "5",
        "paragraph five": "5",
        "Paragraph No. 5": "5",
        "paragraph number seven": "7",
        "No. 7": "7",
        "nos. 3 and 4": "3 4",
        "paragraph 05": "5",
        "ｐａｒａ　５": "5",
        "paragraph iv": "4",
        "paragraphs VII and VIII": "7 8",
        "please show me para 7": "7",
        "what does paragraph 4 say?": "4",
        "is paragraph 4 about safety institutes?": "4",
        "quote article 6": "6",
        "art. 5": "5",
        "clause 3": "3",
        "paras 3-5": "3 4 5",
        "paras 3–5": "3 4 5",
        "paras 3—5": "3 4 5",
        "paras 3 − 5": "3 4 5",
        "paras. 3‑5": "3 4 5",
        "paras 3 to 5": "3 4 5",
        "paragraphs 3 through 5": "3 4 5",
        "paragraph three to five": "3 4 5",
        "from paragraph 3 to paragraph 5": "3 4 5",
        "paragraphs 5-3": "3 4 5",
        "3 and 4": "3 4",
        "3, 4": "3 4",
        "paragraphs 3, 4 and 7": "3 4 7",
        "paragraphs 7 & 3": "7 3",
        "paragraphs 3 and 3": "3",
        "paragraph four and five": "4 5",
        "paragraph 4 and i": "4",
        "para 5, annex 2": "5 A2",
        "paragraph 1 and annex 1": "1 A1",
        "Annex 2.4": "A2.4",
        "annex, paragraph 2(4)": "A2.4",
        "Annex para 2 (4)": "A2.4",
        "the annex's paragraph 2.1": "A2.1",
        "annex: point 3": "A3",
        "annex point three": "A3",
        "A2.4": "A2.4",
        "a 2.4": "A2.4",
        "paragraph 2 of the annex": "A2",
        "point 3 of the statement of intent": "A3",
        "statement of intent, paragraph 1": "A1",
        "subparagraph 2.4 of the annex": "A2.4",
        "para 2.4": "A2.4",
        "2.4": "A2.4",
        "annex 2.1-2.3": "A2.1 A2.2 A2.3",
        "annex 2.1 to annex 2.3": "A2.1 A2.2 A2.3",
        "annex 2.1, 2.3 and 3": "A2.1 A2.3 A3",
        "the first paragraph": "1",
        "paragraph 5th": "5",
        "what does the last paragraph say?": "9",
        "last paragraph of the annex": "A3",
        "the annex's last paragraph": "A3",
        "annex, last paragraph": "A3",
        "annex, first two points": "A1 A2",
        "the penultimate paragraph": "8",
        "the second to last paragraph": "8",
        "second-last paragraph": "8",
        "the 3rd paragraph of the annex": "A3",
        "the first two paragraphs": "1 2",
        "the last three paragraphs of the annex": "A1 A2 A3",
        "the last ninety paragraphs": "",
        "paragraph 4 of the declaration": "4",
        "Seoul Declaration paragraph 5": "5",
        "article 6 of the declaration": "6",
        "the main text's last paragraph": "9",
        "the 5th": "5",
        "5th?": "5",
        "paragraph 3/4": "3 4",
        "paras 3/4/5": "3 4 5",
        "paragraph two point four": "A2.4",
        "annex 2 point 4": "A2.4",
        "annex 2, point 4": "A2.4",
        "annex two dot four": "A2.4",
        "Annex II.4": "A2.4",
        "annex ii (4)": "A2.4",
        "paragraphs two-five": "2 3 4 5",
        "Paragraph ２.４": "A2.4",
        "paragraph IV. Thanks": "4",
        "paragraph last": "9",
        "paragraph 3 to the letter": "3",
    },
    "fr": {
        "paragraphe 5": "5",
        "paragraphe n° 5": "5",
        "N° 5": "5",
        "le 5e": "5",
        "le paragraphe cinq": "5",
        "l’alinéa 7": "7",
        "paragraphes 3 à 5": "3 4 5",
        "paragraphes 3 et 4": "3 4",
        "que dit le paragraphe 4 ?": "4",
        "le premier paragraphe": "1",
        "les deux premiers paragraphes": "1 2",
        "le dernier paragraphe": "9",
        "l'avant-dernier paragraphe": "8",
        "dernier paragraphe de l'annexe": "A3",
        "annexe 2.4": "A2.4",
        "point 3 de l'annexe": "A3",
        "l'article 6": "6",
    },
    "de": {
        "Absatz 5": "5",
        "Absatz fünf": "5",
        "Abs. 5": "5",
        "Ziffer 5": "5",
        "was steht in Absatz 4?": "4",
        "Absätze 3 bis 5": "3 4 5",
        "Absätze 3 und 4": "3 4",
        "der erste Absatz": "1",
        "der 5. Absatz": "5",
        "die ersten zwei Absätze": "1 2",
        "der vorletzte Absatz": "8",
        "letzter Absatz des Anhangs": "A3",
        "Anhang 2.4": "A2.4",
        "Anlage, Punkt 3": "A3",
    },
    "it": {
        "comma 2°": "2",
        "paragrafo 5": "5",
        "paragrafo cinque": "5",
        "paragrafi 3-5": "3 4 5",
        "paragrafi 3 e 4": "3 4",
        "cosa dice il paragrafo 4?": "4",
        "il primo paragrafo": "1",
        "l'ultimo paragrafo": "9",
        "gli ultimi due paragrafi": "8 9",
        "allegato 2.4": "A2.4",
        "punto 3 dell'allegato": "A3",
    },
    "es": {
        "el párrafo nº 5": "5",
        "el 3º": "3",
        "el 3º párrafo": "3",
        "párrafo 5": "5",
        "párrafo cinco": "5",
        "párrafos 3 a 5": "3 4 5",
        "párrafos 3 y 4": "3 4",
        "¿qué dice el párrafo 4?": "4",
        "apartado 6": "6",
        "el primer párrafo": "1",
        "los dos primeros párrafos": "1 2",
        "el último párrafo": "9",
        "anexo 2.4": "A2.4",
        "punto 3 del anexo": "A3",
    },
    "ja": {
        "第3から第5段落": "3 4 5",
        "第5段落": "5",
        "第5項": "5",
        "第五項": "5",
        "5項": "5",
        "段落5": "5",
        "第4項は何と言っていますか": "4",
        "3〜5段落": "3 4 5",
        "第3段落から第5段落まで": "3 4 5",
        "最初の段落": "1",
        "最後の段落": "9",
        "附属書2.4": "A2.4",
        "附属書 第3項": "A3",
        "附属書の最後の段落": "A3",
    },
    "ko": {
        "제3항 내지 제5항": "3 4 5",
        "제5항": "5",
        "5번 문단": "5",
        "문단 5": "5",
        "제4항은 무엇입니까?": "4",
        "제3항부터 제5항까지": "3 4 5",
        "첫 번째 문단": "1",
        "마지막 문단": "9",
        "부속서 2.4": "A2.4",
        "부속서 제3항": "A3",
    },
    "zh": {
        "第3到第5段": "3 4 5",
        "第3至5段": "3 4 5",
        "第3段至第5段": "3 4 5",
        "第3-5段": "3 4 5",
        "第三至五段": "3 4 5",
        "第三段到第五段": "3 4 5",
        "第3、4和5段": "3 4 5",
        "附件第2.4段": "A2.4",
        "附件2.4": "A2.4",
        "最后一段": "9",
        "第一段": "1",
        "第3段落から第5段落": "3 4 5",
        "第3段落と第5段落": "3 5",
        "附件的最后一段": "A3",
        "第二段": "2",
        "附件第二段": "A2",
        "第5段": "5",
        "第五段落": "5",
        "第３段落": "3",
    },
    "mixed": {
        "3、4、5段落": "3 4 5",
        "3항에서 5항까지": "3 4 5",
        "3-5항": "3 4 5",
        "제3항과 제5항": "3 5",
        "부속서 마지막 문단": "A3",
        "para. 5": "5",
        "§ 5": "5",
        "¶¶ 3–5": "3 4 5",
        "point 2(4) of the annex": "A2.4",
        "5th paragraph": "5",
        "pargraph 5": "5",
        "paragrph 5": "5",
        "pararaph 5": "5",
        "paragraf 5": "5",
        "parag 5": "5",
        "paragarph 4": "4",
        "para5": "5",
        "p. 5": "5",
        "p5": "5",
        "no. 5": "5",
        "number 5": "5",
        "number five": "5",
        "paragraph V": "5",
        "par. 5": "5",
        "paragraph no. 5": "5",
        "paragraph #5": "5",
        "Paragraph Nr. 5": "5",
        "5. Absatz": "5",
        "der fünfte Absatz": "5",
        "fünfter Absatz": "5",
        "Anhang Absatz 2.4": "A2.4",
        "Nummer 2.4 des Anhangs": "A2.4",
        "Punkt 2.4 im Anhang": "A2.4",
        "le paragraphe 5": "5",
        "§5": "5",
        "alinéa 5": "5",
        "5e paragraphe": "5",
        "5ème paragraphe": "5",
        "cinquième paragraphe": "5",
        "point 2.4 de l'annexe": "A2.4",
        "annexe, paragraphe 2.4": "A2.4",
        "quinto paragrafo": "5",
        "il paragrafo 5": "5",
        "paragrafi da 3 a 5": "3 4 5",
        "punto 2.4 dell'allegato": "A2.4",
        "ultimo paragrafo": "9",
        "parrafo 5": "5",
        "párrafos del 3 al 5": "3 4 5",
        "punto 2.4 del anexo": "A2.4",
        "último párrafo del anexo": "A3",
        "quinto párrafo": "5",
        "apartado 5": "5",
        "paragraphs 3, 4 and 5": "3 4 5",
        "paras 3 & 5": "3 5",
        "paragraph 3 to 5": "3 4 5",
        "paragraphs three to five": "3 4 5",
        "between paragraphs 3 and 5": "3 5",
        "annex 2.1 to 2.3": "A2.1 A2.2 A2.3",
        "annex paras 2.1–2.3": "A2.1 A2.2 A2.3",
        "annex 2.4 and para 5": "A2.4 5",
        "para 5 and annex 2.4": "5 A2.4",
        "annex 2 (4)": "A2.4",
        "annex 2(4)": "A2.4",
        "Annex-2.4": "A2.4",
        "annex2.4": "A2.4",
        "Annex para 1": "A1",
        "annex, para. 3": "A3",
        "para 3 of the annex": "A3",
        "3rd paragraph of the annex": "A3",
        "third para of annex": "A3",
        "last paragraph": "9",
        "the last para of the annex": "A3",
        "second to last paragraph": "8",
        "first paragraph": "1",
        "first two paragraphs": "1 2",
        "the first three paragraphs": "1 2 3",
        "last two paragraphs": "8 9",
        "opening paragraph": "1",
        "closing paragraph": "9",
        "4.": "4",
        "(4)": "4",
        "article 5": "5",
        "Art. 5": "5",
        "section 5": "5",
        "clause 5": "5",
        "point 5": "5",
        "item 5": "5",
        "show me paragraph 4 please": "4",
        "What does para 4 say about institutes?": "4",
        "read 2.4 of the annex": "A2.4",
        "statement of intent 2.4": "A2.4",
        "paragraph 2.4 of the statement of intent": "A2.4",
        "Seoul declaration para 5": "5",
        "paragraph 5 of the Seoul Declaration": "5",
        "declaration, paragraph 5": "5",
        "5th para": "5",
        "5 th paragraph": "5",
        "para 5th": "5",
        "paragraphs 3 - 5": "3 4 5",
        "paragraphs 3 — 5": "3 4 5",
        "para. 3 ff.": "3",
        "2 (4)": "A2.4",
        "anexo, párrafo 2.4": "A2.4",
        "allegato, punto 2.4": "A2.4",
        "5段目": "5",
        "五番目の段落": "5",
        "다섯 번째 문단": "5",
        "5번째 문단": "5",
        "다섯째 항": "5",
        "5문단": "5",
        "3부터 5까지 문단": "3 4 5",
        "paragraph ５": "5",
        "die letzten zwei Absätze": "8 9",
        "vorletzter Absatz": "8",
        "les deux derniers paragraphes": "8 9",
        "premiers paragraphes": "1",
        "los dos últimos párrafos": "8 9",
        "primer párrafo": "1",
        "primo paragrafo": "1",
        "erster Absatz": "1",
        "premier paragraphe": "1",
    },
}
SPELLINGS = [
    (text, [n.replace("A", "Annex ") for n in numbers.split()])
    for table in LANGUAGES.values()
    for text, numbers in table.items()
    if numbers
]


@pytest.fixture(scope="module")
def references(corpus):
    return CorpusReferences(corpus)


def found(references, text, document=None):
    lookup = references.resolve(text, document)
    return lookup and [paragraph.number for paragraph in lookup.paragraphs]


@pytest.mark.parametrize(("text", "numbers"), SPELLINGS)
def test_a_reference_is_resolved_to_exactly_its_paragraphs_in_order(references, text, numbers):
    lookup = references.resolve(text)
    assert lookup is not None
    assert [paragraph.number for paragraph in lookup.paragraphs] == numbers
    assert lookup.missing == ()
    assert lookup.documents == ("seoul-declaration",)


@pytest.mark.parametrize(
    "text",
    [
        "2 November 2023",
        "what took place on 2 November 2023",
        "21st May 2024",
        "book me a table for 4",
        "article 5 GDPR",
        "article 5 of the AI Act",
        "paragraph 4 of the EU AI Act",
        "paragraph 5 of GDPR",
        "section 5 of the Online Safety Act",
        "article 3 of the treaty",
        "G7",
        "what about the G20?",
        "section 230 liability",
        "UN resolution 78/265",
        "COVID-19",
        "GPT-4",
        "ISO 27001",
        "24/7",
        "21/05/2024",
        "the 5th country",
        "10%",
        "1,000 euros",
        "5 and a half",
        "4 5 6",
        "what is 2+2?",
        "version 2.4 of python",
        "the first gathering",
        "the last summit",
        "the third gathering",
        "the 3 most important commitments",
        "which 10 countries",
        "how many countries are there",
        "no one",
        "is no one responsible",
        "number one priority",
        "no 5 eyes",
        "point of order",
        "item on the agenda",
        "which paragraph speaks of France?",
        "paragraph",
        "paras to 5",
        "annex",
        "what is in the annex?",
        "what does the annex say about standards",
        "§",
        "the fourth",
        "last",
        "a 9",
        "the two paragraphs",
        "Bletchley 1",
        "the fifth one",
        "21 May 2024",
        "5 countries",
        "17 goals",
        "number 10 downing street",
        "Agenda 2030",
        "in 5 years",
        "top p 0.9 sampling",
        "2 of the annex",
        "the 3 of the declaration",
        "",
        "?",
    ],
)
def test_what_is_no_reference_is_left_to_the_ranking(references, text):
    assert references.resolve(text) is None


@pytest.mark.parametrize(
    ("text", "numbers", "missing"),
    [
        ("paragraph 99", [], ["99"]),
        ("12", [], ["12"]),
        ("number 12", [], ["12"]),
        ("paragraph 0", [], ["0"]),
        ("the 0th paragraph", [], ["0"]),
        ("paragraph 4a", [], ["4a"]),
        ("annex 9", [], ["Annex 9"]),
        ("annex 2.9", [], ["Annex 2.9"]),
        ("the twelfth paragraph", [], ["12"]),
        ("the 12th paragraph of the annex", [], ["Annex 12"]),
        ("paragraphs 4 and 99", ["4"], ["99"]),
        ("paragraphs 99, 98 and 99", [], ["99", "98"]),
        ("paras 12-15", [], ["12", "15"]),
        ("paras 8-12", ["8", "9"], ["12"]),
        ("paras 12-8", ["8", "9"], ["12"]),
        ("paragraph twenty-one", [], ["21"]),
        ("paragraphs twenty two and twenty", [], ["22", "20"]),
        ("paragraphe vingt-deux", [], ["22"]),
        ("paragraph 4 point 2", [], ["4.2"]),
        ("the 12th", [], ["12"]),
        ("paras 0-2", ["1", "2"], ["0"]),
        ("annex 2.4-2.9", ["Annex 2.4", "Annex 2.5", "Annex 3"], ["Annex 2.9"]),
    ],
)
def test_numbers_that_do_not_exist_are_told(references, text, numbers, missing):
    lookup = references.resolve(text)
    assert [paragraph.number for paragraph in lookup.paragraphs] == numbers
    assert list(lookup.missing) == missing


@pytest.mark.parametrize("often", [1, 4, 5, 40])
def test_a_word_for_paragraph_that_is_repeated_changes_nothing(references, often):
    lookup = references.resolve("para " * often + "5")
    assert [paragraph.number for paragraph in lookup.paragraphs] == ["5"]


@given(
    st.text(max_size=80) | st.lists(WORDS, max_size=10).map(" ".join) | st.lists(WORDS).map("".join)
)
def test_no_text_makes_the_resolver_fail(references, text):
    for document in (None, "seoul-declaration", "other"):
        references.resolve(text, document)
        lookup = references.resolve_number(text, document)
        assert lookup.paragraphs or lookup.missing


OTHERS = {"statement of intent", "seoul", "parragraph", "iv", "(a)", "safety", ".", ":", "s"}
PIECES = st.sampled_from(
    sorted(
        OTHERS | PARAGRAPH | ITEM | ANNEX | {*ORDINALS} | {*CARDINALS} | OF | AND | TO | ARTICLES
    )
)


@given(st.lists(PIECES, max_size=5), st.sampled_from([" ", "", "-"]))
def test_a_question_is_passed_over_only_where_it_refers_to_nothing(pieces, joint):
    names = CorpusReferences(packaged())._names
    text = joint.join(pieces)
    passed_over = not names.lexemes(text)
    names._may_refer = lambda _: True
    assert not (passed_over and read_references(names.lexemes(text)).references)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=9, unique=True))
def test_a_list_of_numbers_is_that_list(references, numbers):
    listed = list(map(str, numbers))
    for text in (f"paras {', '.join(listed)}", f"¶{' & '.join(listed)}", " and ".join(listed)):
        assert found(references, text) == listed


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from(["-", "–", " — ", " to ", " bis "]))
def test_a_range_is_all_from_one_number_to_another(references, one, other, dash):
    low, high = sorted((one, other))
    assert found(references, f"paragraphs {one}{dash}{other}") == [
        str(n) for n in range(low, high + 1)
    ]


@pytest.mark.parametrize(
    ("number", "numbers"),
    [
        ("4", ["4"]),
        (" Annex 2.4 ", ["Annex 2.4"]),
        ("annex-2.4", ["Annex 2.4"]),
        ("seoul-declaration#annex-2.4", ["Annex 2.4"]),
        ("2(4)", ["Annex 2.4"]),
        ("the last", ["9"]),
        ("seven", ["7"]),
        ("3-5", ["3", "4", "5"]),
        ("#4", ["4"]),
    ],
)
def test_a_number_alone_is_resolved(references, number, numbers):
    lookup = references.resolve_number(number)
    assert [paragraph.number for paragraph in lookup.paragraphs] == numbers


@pytest.mark.parametrize("number", ["other#4", "seoul-declaration#99", "quokka", "?"])
def test_what_is_no_number_is_missing(references, number):
    assert references.resolve_number(number) == Lookup((), (number,), ("seoul-declaration",))


def test_a_number_of_a_document_that_is_not_loaded_is_missing(references):
    assert references.resolve_number("4", "other") == Lookup((), ("4",), ())
    assert references.resolve("paragraph 4", "other") is None


def test_an_empty_corpus_has_no_references():
    references = CorpusReferences(Corpus(()))
    assert references.resolve("paragraph 4") is None
    assert references.resolve_number("4") == Lookup((), ("4",), ())


@pytest.fixture(scope="module")
def three():
    """Three documents that use the same numbers."""
    one = document_of("1. One.\n2. Two.", id='"one"', short_title='"First Pact"')
    two = document_of(
        "1. Eins.\n2. Zwei.\n3. Drei.",
        id='"two"',
        short_title='"Second Pact"',
        aliases='["the Bonn text"]',
    )
    roman = document_of(
        "I. Ein.\nII. Zwei.\n(a) Zwei a.\n(b) Zwei b.\n(i) Zwei b i.\nIII. Drei.\nIV. Vier.",
        id='"roman"',
        short_title='"Roman Pact"',
    )
    return CorpusReferences(Corpus((one, two, roman)))


@pytest.mark.parametrize(
    ("text", "document", "ids"),
    [
        ("paragraph 2", None, ["one#2"]),
        ("paragraph 3", None, ["two#3"]),
        ("paras 1-3", None, ["two#1", "two#2", "two#3"]),
        ("paragraph 2", "two", ["two#2"]),
        ("paragraph 2 of the Second Pact", None, ["two#2"]),
        ("the Bonn text, paragraph 2", None, ["two#2"]),
        ("the last paragraph of the Second Pact", None, ["two#3"]),
        ("paragraph IV", None, ["roman#iv"]),
        ("paragraph 4", None, ["roman#iv"]),
        ("paragraph 2(a)", None, []),
        ("paragraph II(a)", "roman", ["roman#ii"]),
        ("paragraph ii", "two", ["two#2"]),
        ("Roman Pact paragraph iii", None, ["roman#iii"]),
    ],
)
def test_of_several_documents_the_one_that_is_named_or_has_the_numbers_is_meant(
    three, text, document, ids
):
    lookup = three.resolve(text, document)
    assert [paragraph.id for paragraph in lookup.paragraphs] == ids


@pytest.mark.parametrize(
    ("number", "document", "ids"),
    [
        ("two#2", None, ["two#2"]),
        ("two#2", "one", []),
        ("2", "two", ["two#2"]),
        ("ii-a", "roman", ["roman#ii-a"]),
        ("ii-b-i", None, ["roman#ii-b-i"]),
        ("3", None, ["two#3"]),
    ],
)
def test_a_stable_id_is_resolved_in_its_own_document(three, number, document, ids):
    lookup = three.resolve_number(number, document)
    assert [paragraph.id for paragraph in lookup.paragraphs] == ids


@pytest.fixture(scope="module")
def nested():
    return CorpusReferences(
        Corpus(
            (
                document_of(
                    "1. One.\n(a) One a.\n(b) One b.\n2. Two.\n(a) Two a.\n2a. Two and a half."
                ),
            )
        )
    )


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("paragraph 2(a)", ["2(a)"]),
        ("para 1 (b)", ["1(b)"]),
        ("2(a)", ["2(a)"]),
        ("paragraph 2a", ["2a"]),
        ("paragraphs 1(a) and 1(b)", ["1(a)", "1(b)"]),
        ("paragraphs 1(a)-2", ["1(a)", "1(b)", "2"]),
        ("the last paragraph", ["2a"]),
        ("the last two paragraphs", ["2", "2a"]),
    ],
)
def test_labels_with_letters_are_resolved(nested, text, numbers):
    assert found(nested, text) == numbers
