"""What is said and what is logged when something goes wrong that nobody expected."""

import logging
import traceback
from pathlib import PurePath

from bot.domain.answers import answering
from bot.domain.words import ENGLISH, Words


def incident(log: logging.Logger, phrase: str, error: BaseException, **facts: object) -> str:
    """Log an error under the id of the answer, and return the id.

    Its kind and the lines that it passed are logged, its text is not: it may quote a message.
    """
    with answering() as answer:
        log.error(phrase, extra={"answer": answer.id, **facts, **place_of(error)})
        return answer.id


def failed(number: str, words: Words = ENGLISH) -> str:
    """Say to whoever asked that something went wrong, and under which id it is logged."""
    return words("Something went wrong here; it is logged as {number}.", number=number)


def place_of(error: BaseException) -> dict[str, str]:
    """Return an error's type and the lines it passed, the last one first, without its text."""
    frames = traceback.extract_tb(error.__traceback__)
    trace = " < ".join(
        f"{PurePath(frame.filename).stem}.{frame.name}:{frame.lineno}" for frame in reversed(frames)
    )
    return {"error": type(error).__name__, "trace": trace}
