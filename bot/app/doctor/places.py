"""Whether files and folders may be read and written by the bot, and secrets by nobody else."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from bot.app.doctor.rows import Row, State

PART = "permissions"
_OTHERS = 0o077
ENV_FILE = Path(".env")
VARIABLE = "VERBATIM_STORE__URL"


def place_rows(store: Path | None) -> Iterator[Row]:
    """Yield a row for each place that holds secrets or is written to.

    `store` is SQLite's file, None where there is none. Beside it lies the key of the hashes.
    """
    if ENV_FILE.is_file():
        yield secret_row(ENV_FILE)
    if store is not None:
        yield from _of_store(store)


def _of_store(store: Path) -> Iterator[Row]:
    yield folder_row(store.parent)
    if store.exists() and not (store.is_file() and os.access(store, os.R_OK | os.W_OK)):
        yield Row(
            PART, State.WRONG, f"{store} cannot be written", "let this user read and write it"
        )
    yield from (secret_row(one) for one in (store, store.with_suffix(".key")) if one.exists())


def secret_row(path: Path) -> Row:
    """Return whether a file or folder with secrets is its owner's alone."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & _OTHERS:
        wanted = "700" if path.is_dir() else "600"
        found = f"{path} can be read by others (mode {mode:o})"
        return Row(PART, State.LOOK, found, f"chmod {wanted} {path}")
    return Row(PART, State.OK, f"{path} is its owner's alone")


def folder_row(folder: Path) -> Row:
    """Return whether a folder can be written, or made where it is not there yet."""
    there = _nearest(folder)
    if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
        advice = f"let this user write there, or name another file with {VARIABLE}"
        return Row(PART, State.WRONG, f"{there} cannot be written", advice)
    state = "can be written" if there == folder else "will be made at the first start"
    return Row(PART, State.OK, f"{folder} {state}")


def _nearest(folder: Path) -> Path:
    """Return the folder, or what is there of the way to it."""
    candidates = (folder.absolute(), *folder.absolute().parents)
    there = next(one for one in candidates if one.exists())
    return folder if there == folder.absolute() else there
