"""The secret with which spaces and people are hashed, where no setting gives one."""

import os
import secrets
from pathlib import Path

from bot.domain.errors import SettingsError, StoreError
from bot.storage.address import StoreAddress

VARIABLE = "VERBATIM_FEEDBACK__KEY"
_BYTES = 32


def feedback_key(setting: str, address: StoreAddress) -> bytes:
    """Return the key of the setting; without one, that of a file beside SQLite's, made once.

    Raises SettingsError for PostgreSQL without a key: all processes need the same one.
    Raises StoreError where the file cannot be made or read.
    """
    if setting:
        return setting.encode()
    if address.path is None:
        raise SettingsError(
            f"{VARIABLE}: missing; with PostgreSQL all processes need the same key, as"
            ' python -c "import secrets; print(secrets.token_hex(32))" makes one'
        )
    path = address.path.with_suffix(".key")
    try:
        return _read(path) or _make(path)
    except OSError as error:
        raise StoreError(f"The key file {path}: {error.strerror}") from error


def _read(path: Path) -> bytes | None:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise StoreError(f"The key file {path} holds no key; restore it, or remove it")
    return key


def _make(path: Path) -> bytes:
    """Make the file, whole or not at all; of two processes, the second takes the first's."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, f"{secrets.token_hex(_BYTES)}\n".encode())
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        os.close(descriptor)
        draft.unlink()
    key = _read(path)
    if key is None:
        raise StoreError(f"The key file {path} was removed while it was read")
    return key
