"""Whether files and folders may be read and written by the bot, and secrets by nobody else."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app.doctor.rows import Row, State

if TYPE_CHECKING:
    from bot.settings import Settings

PART = "permissions"
_OTHERS = 0o077
ENV_FILE = Path(".env")


def place_rows(settings: "Settings") -> Iterator[Row]:
    """Yield a row for each place that holds secrets or is written to."""
    if ENV_FILE.is_file():
        yield secret_row(ENV_FILE)
    if settings.slack.installations is not None:
        yield from folder_rows(settings.slack.installations, "VERBATIM_SLACK__INSTALLATIONS")


def secret_row(path: Path) -> Row:
    """Return whether a file or folder with secrets is its owner's alone."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & _OTHERS:
        wanted = "700" if path.is_dir() else "600"
        found = f"{path} can be read by others (mode {mode:o})"
        return Row(PART, State.LOOK, found, f"chmod {wanted} {path}")
    return Row(PART, State.OK, f"{path} is its owner's alone")


def folder_rows(folder: Path, variable: str) -> Iterator[Row]:
    """Yield whether a folder can be written, or made where it is not there yet."""
    there = _nearest(folder)
    if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
        advice = f"let this user write there, or name another folder with {variable}"
        yield Row(PART, State.WRONG, f"{there} cannot be written", advice)
    elif there != folder:
        yield Row(PART, State.OK, f"{folder} will be made at the first start")
    else:
        yield Row(PART, State.OK, f"{folder} can be written")
        yield secret_row(folder)


def _nearest(folder: Path) -> Path:
    """Return the folder, or what is there of the way to it."""
    candidates = (folder.absolute(), *folder.absolute().parents)
    there = next(one for one in candidates if one.exists())
    return folder if there == folder.absolute() else there
