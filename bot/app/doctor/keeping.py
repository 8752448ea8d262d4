"""Whether the store answers, and whether its tables are what this program needs."""

from typing import TYPE_CHECKING

from bot.app.doctor.rows import Row, State, told
from bot.app.store import address_of
from bot.domain.errors import SettingsError, StoreError

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage.address import StoreAddress

PART = "store"
_GUIDE = "see docs/deploy.md"


def named_store(settings: "Settings") -> "StoreAddress | Row":
    """Return where the store is, or a row that says why that cannot be read."""
    try:
        return address_of(settings)
    except SettingsError as error:
        return told(PART, str(error), _GUIDE)


async def store_rows(settings: "Settings", address: "StoreAddress") -> list[Row]:
    """Return whether the store answers; nothing is made or changed."""
    rows = [await _answering(address)]
    if address.path is None and settings.feedback.key is None:
        found = "PostgreSQL needs VERBATIM_FEEDBACK__KEY, the same for all processes"
        rows.append(Row(PART, State.WRONG, found, "make one: openssl rand -hex 32"))
    return rows


async def _answering(address: "StoreAddress") -> Row:
    if address.path is not None and not address.path.exists():
        return Row(PART, State.OK, f"{address.place} will be made at the first start")
    # Imported here: no command in the terminal loads SQLAlchemy.
    from bot.storage.database import Database  # noqa: PLC0415

    database = Database(address.read_only())
    try:
        current = await database.is_current()
    except StoreError as error:
        return told(PART, str(error).removeprefix("VERBATIM_STORE__URL: "), _GUIDE)
    finally:
        await database.close()
    if not current:
        found = f"{address.place} answers; its tables are not up to date"
        return Row(PART, State.LOOK, found, "`verbatim run` brings them up to date: back up first")
    return Row(PART, State.OK, f"{address.place} answers; its tables are up to date")
