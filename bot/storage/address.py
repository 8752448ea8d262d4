"""Where the store is: a file of SQLite's, or a PostgreSQL server."""

from dataclasses import dataclass, replace
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.domain.errors import SettingsError

VARIABLE = "VERBATIM_STORE__URL"
FILE_NAME = "verbatim.sqlite3"
_POSTGRESQL = {"postgresql", "postgres", "postgresql+asyncpg"}
_SQLITE = {"sqlite", "sqlite+aiosqlite"}
_FORMS = "sqlite+aiosqlite:////folder/file.sqlite3 or postgresql+asyncpg://user:password@host/name"


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """An address with its driver; `path` is SQLite's file, None for PostgreSQL."""

    url: URL
    path: Path | None = None

    @property
    def place(self) -> str:
        """Return how the store is called in a sentence: without user and password."""
        if self.path:
            return str(self.path)
        return f"{self.url.host or 'localhost'}/{self.url.database or ''}"

    def read_only(self) -> "StoreAddress":
        """Return the address for reading alone: SQLite then makes no file where there is none."""
        if self.path is None:
            return self
        file = f"{self.path.absolute().as_uri()}?mode=ro"
        return replace(self, url=self.url.set(database=file, query={"uri": "true"}))


def store_address(url: str = "") -> StoreAddress:
    """Return the address that a URL names, "" the default file; raises SettingsError."""
    if not url:
        return _file(user_data_path("verbatim", appauthor=False) / FILE_NAME)
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # its text would show the password
        raise SettingsError(f"{VARIABLE}: this is no address of a database; {_FORMS}") from None
    if parsed.drivername in _POSTGRESQL:
        return StoreAddress(parsed.set(drivername="postgresql+asyncpg"))
    if parsed.drivername not in _SQLITE:
        raise SettingsError(f"{VARIABLE}: {parsed.drivername} is not among what is known; {_FORMS}")
    if not parsed.database or parsed.database == ":memory:":
        raise SettingsError(f"{VARIABLE}: name a file, as in {_FORMS.partition(' or ')[0]}")
    return _file(Path(parsed.database))


def _file(path: Path) -> StoreAddress:
    return StoreAddress(URL.create("sqlite+aiosqlite", database=str(path)), path)
