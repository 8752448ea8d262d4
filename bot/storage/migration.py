"""Brings the tables to what this program needs: Alembic's revisions, run under a lock."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.domain.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

NEWEST = "0001"
"""The last of the revisions in `migrations`: a test sees that it is."""
_VERSIONS = "alembic_version"
"""Alembic's own table, of one row."""
_PLACE = "bot.storage:migrations"
_LOCK = 0x7665726261746D  # "verbatm" in letters: the number of PostgreSQL's advisory lock
_LOCK_SECONDS = 30


def is_current(connection: Connection) -> bool:
    """Tell whether the tables are what this program needs; raises StoreError where newer.

    Alembic, which takes 11 MB of memory, is loaded only where they are not.
    """
    found = _revision(connection)
    if found == NEWEST:
        return True
    known = {script.revision for script in _scripts().walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"The store was made by a newer version of this program (its revision {found} is not"
            " known here): install that version, or restore the backup from before the upgrade"
        )
    return False


def migrate(connection: Connection) -> None:
    """Bring the tables up to date, in a transaction that is already begun; one process at a time.

    Raises StoreError where they are newer than this program.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS}s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
    if not is_current(connection):  # asked again: who had the lock before may have done it
        _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - most starts find the tables as they should be

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSIONS):
        return None
    found: str | None = connection.execute(text(f"SELECT version_num FROM {_VERSIONS}")).scalar()  # noqa: S608 - a constant
    return found


def _scripts() -> "ScriptDirectory":
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return ScriptDirectory.from_config(_config())


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", _PLACE)
    return config
