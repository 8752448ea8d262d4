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
    said = text
    if text.startswith(">") or "\n>" in text:
        said = _QUOTED_LINE.sub(" ", _QUOTED_REST.sub(" ", text))
    spoken = _INLINE.sub(" ", _BLOCK.sub(" ", said)) if "`" in said else said
    is_meant = f"<@{bot}>" in spoken or f"<@!{bot}>" in spoken
    return words_of(said) if is_meant else None


def words_of(text: str) -> str:
    """Return a message without its references to people, channels, times and emoji."""
    return " ".join(_REFERENCES.sub(" ", text).split())
