import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.retrieval.analyzer import (
    SNOWBALL,
    _unusual_words,
    _words,
    analyzer_for,
    fold,
    normalise,
)

TEXTS = st.text(st.sampled_from("aé -‐日本한ﬁ’") | st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Which countries are participating?", ["countri", "particip"]),
        ("SAFETY safety Safety", ["safeti", "safeti", "safeti"]),
        ("life-cycle", ["life", "cycl", "lifecycl"]),
        ("Naïve ﬁne", ["naiv", "fine"]),
        ("２０２４ ＡＩ", ["2024", "ai"]),
        ("snake_case", ["snake", "case"]),
        ("the of and", []),
        ("", []),
        ("?!", []),
    ],
)
def test_english_is_folded_stemmed_and_freed_of_stop_words(text, terms):
    assert analyzer_for("en").terms(text) == terms


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("de", "Häuser", ["haus"]),
        ("fr", "libertés", ["libert"]),
        ("en-GB", "laws", ["law"]),
        ("xx", "laws", ["laws"]),
        ("ja", "人工知能の安全", ["人工", "工知", "知能", "能の", "の安", "安全"]),
        ("ko", "안전 A급", ["안전", "a", "급"]),
        ("ja", "日", ["日"]),
    ],
)
def test_every_language_is_analysed_in_its_own_way(language, text, terms):
    assert analyzer_for(language).terms(text) == terms


@pytest.mark.parametrize("language", SNOWBALL)
def test_every_language_of_the_table_has_its_stemmer(language):
    assert analyzer_for(language).term("2024") == "2024"


@given(TEXTS, st.sampled_from(["en", "de", "ja", "xx"]))
def test_a_token_names_the_range_of_the_text_that_it_was_made_from(text, language):
    analyzer = analyzer_for(language)
    tokens = analyzer.tokens(text)
    assert [token.term for token in tokens] == analyzer.terms(text)
    for token in tokens:
        start, end = token.span
        assert 0 <= start < end <= len(text)
        assert token.word == normalise(text[start:end]) or "-" in text[start:end] or "‐" in text


@given(st.text())
def test_normalising_and_folding_never_fail_and_leave_ascii_lower_case(text):
    assert normalise(text) == normalise(normalise(text)) or not text.isascii()
    assert not fold(text).isascii() or fold(fold(text)) == fold(text)


def test_a_stop_word_counts_within_no_hyphenated_word():
    assert analyzer_for("en").terms("up-to-date") == ["upto", "date", "todat"]


@given(st.text(max_size=30) | st.text(alphabet="ab-é ‐İßﬁ\u0301会'_A9", max_size=20))
def test_usual_texts_are_cut_like_unusual_ones(text):
    assert list(_words(text)) == list(_unusual_words(text))


@given(st.text(alphabet="ab -éA9", max_size=30), st.sets(st.sampled_from("ab9eé"), max_size=3))
def test_the_spans_of_terms_are_those_of_their_tokens_in_order(text, terms):
    analyzer = analyzer_for("en")
    spans = [token.span for token in analyzer.tokens(text) if token.term in terms]
    assert analyzer.spans(text, terms) == sorted(spans)


def test_what_is_forgotten_is_made_again_alike():
    analyzer = analyzer_for("en")
    terms = analyzer.terms("The countries are participating.")
    analyzer.forget()
    assert analyzer.term.cache_info().currsize == 0
    assert analyzer.terms("The countries are participating.") == terms
