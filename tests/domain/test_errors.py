import pytest

from bot.domain.errors import (
    CorpusError,
    PlatformError,
    Problem,
    SettingsError,
    UserError,
    VerbatimError,
)


@pytest.mark.parametrize("kind", [UserError, SettingsError, PlatformError])
def test_an_error_is_the_sentence_it_was_raised_with(kind):
    assert str(kind("Say it again.")) == "Say it again."
    assert issubclass(kind, VerbatimError)


def test_a_corpus_error_says_every_problem_with_file_and_line():
    problems = [Problem("a.md", 3, "wrong"), Problem("b.md", 0, "missing")]
    error = CorpusError(problems)
    assert str(error) == "a.md:3: wrong\nb.md: missing"
    assert error.problems == tuple(problems)
    assert isinstance(error, VerbatimError)
