"""The log of Slack's libraries, without what people write."""

import logging

NAME = "slack"


class _WithoutDetails(logging.Filter):
    """Keeps a record's own line out of the log where it could quote a payload."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[0] if record.exc_info else None
        record.exc_info = record.exc_text = None
        record.msg, record.args = "slack library", None
        record.place = f"{record.module}:{record.lineno}"
        if error is not None:
            record.error = error.__name__
        return True


def quiet_logger() -> logging.Logger:
    """Return the logger that Bolt and the SDK are given.

    At DEBUG they log whole payloads, and some warnings and errors quote them, so that only
    warnings pass, as the place in the library where they come from. The level is set on the logger
    itself: the SDK compares it, not the effective one, before it logs a payload.
    """
    logger = logging.getLogger(NAME)
    logger.setLevel(logging.WARNING)
    if not logger.filters:
        logger.addFilter(_WithoutDetails())
    for name in ("slack_bolt", "slack_sdk"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return logger
