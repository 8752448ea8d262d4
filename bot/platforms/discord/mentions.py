"""What a message asks, if it asks anything: the text around a mention of the bot."""

import re

_BLOCK = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_INLINE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_QUOTED_REST = re.compile(r"^>>> .*\Z", re.DOTALL | re.MULTILINE)
_QUOTED_LINE = re.compile(r"^> .*$", re.MULTILINE)
_REFERENCES = re.compile(
    r"""
    < (?: @[!&]?\d+        # a person, a role
      | \#\d+              # a channel
      | a?:\w+:\d+         # an emoji
      | t:-?\d+(?::\w)?    # a time
      | id:\w+             # a page of a server
      | /[^>\n]{1,100}:\d+ # a command
    ) >
    | @(?:everyone|here)\b
    """,
    re.VERBOSE,
)


def question_in(text: str, bot: int) -> str | None:
    """Return what is asked of the bot, "" where it is only named, None where it is not meant.

    A mention in a quoted line or in code does not count, nor does one of a role or of everyone.
    Quoted lines are no part of the question.
    """
    said = _QUOTED_LINE.sub(" ", _QUOTED_REST.sub(" ", text))
    if not re.search(rf"<@!?{bot}>", _INLINE.sub(" ", _BLOCK.sub(" ", said))):
        return None
    return words_of(said)


def words_of(text: str) -> str:
    """Return a message without its references to people, channels, times and emoji."""
    return " ".join(_REFERENCES.sub(" ", text).split())
