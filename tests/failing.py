"""An error that was really raised, with the text of a question in it and in its cause."""


def raised(text: str) -> ValueError:
    """Return an error that a broken function raised; its text, and its cause's, is the given."""
    try:
        broken(text)
    except ValueError as error:
        return error
    raise AssertionError


def broken(text: str) -> None:
    """Raise an error that quotes a text."""
    raise ValueError(text) from OSError(text)
