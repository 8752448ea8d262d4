"""What the store asks of the database, in SQL that SQLite and PostgreSQL share."""

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import TypeAdapter
from sqlalchemy import (
    Delete,
    Dialect,
    Row,
    Select,
    Table,
    and_,
    case,
    delete,
    func,
    select,
    tuple_,
)

from bot.domain.storage import Feedback, SpaceSettings
from bot.storage.tables import feedback, space_settings, spending

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

Upsert: TypeAlias = "postgresql.Insert | sqlite.Insert"
RESTS_AFTER = 300
"""Seconds after which a bucket that nobody took from begins anew; it is full again by then."""
_CHOSEN = (
    "default_document",
    "private",
    "channels",
    "in_thread",
    "also_limit",
    "language",
    "feedback",
)
CLAIM_IN_POSTGRESQL = """\
INSERT INTO events (id, seen_at)
SELECT new.id, $2::bigint
FROM set_config('synchronous_commit', 'off', true), unnest($1::text[]) AS new (id)
ON CONFLICT DO NOTHING RETURNING id"""
"""An event lost in a crash of the server is answered twice at worst: nobody waits for the disk."""
CLAIM_IN_SQLITE = """\
INSERT INTO events (id, seen_at) SELECT value, ?2 FROM json_each(?1) WHERE true
ON CONFLICT DO NOTHING RETURNING id"""
CLAIM_ONE_IN_SQLITE = "INSERT INTO events (id, seen_at) VALUES (?, ?) ON CONFLICT DO NOTHING"


def storable(text: str) -> str:
    """Return a text as databases can keep it: PostgreSQL knows no NUL, UTF-8 no lone surrogate."""
    return text.encode(errors="replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def changed_settings(since: datetime | None) -> Select[Any]:
    """Select the settings that were changed since a time, or all."""
    rows = select(space_settings)
    return rows if since is None else rows.where(space_settings.c.changed_at >= since)


def settings_of(row: Row[Any]) -> SpaceSettings:
    """Return a row's settings; raises ValueError where somebody wrote other values into it."""
    values = {name: getattr(row, name) for name in _CHOSEN}
    if not isinstance(row.channels, list):
        raise ValueError("channels are a list")  # noqa: TRY004 - as pydantic's own are
    return _settings_type().validate_python(values | {"channels": tuple(row.channels)})


@cache
def _settings_type() -> TypeAdapter[SpaceSettings]:
    return TypeAdapter(SpaceSettings)


def keep_settings(
    dialect: Dialect, space: str, settings: SpaceSettings, changed_at: datetime
) -> Upsert:
    """Write a space's settings in place of earlier ones."""
    values = {name: getattr(settings, name) for name in _CHOSEN}
    values |= {"channels": list(settings.channels), "changed_at": changed_at}
    return (
        insert(dialect, space_settings)
        .values(space=space, **values)
        .on_conflict_do_update(index_elements=["space"], set_=values)
    )


def keep_feedback(dialect: Dialect, verdict: Feedback) -> Upsert:
    """Write a verdict in place of an earlier one; a `wanted` of the same kind stays."""
    statement = insert(dialect, feedback).values(
        space=verdict.space,
        user=verdict.user,
        paragraph=verdict.paragraph,
        platform=verdict.platform,
        helpful=verdict.helpful,
        wanted=storable(verdict.wanted),
        at=verdict.at,
    )
    new, old = statement.excluded, feedback.c
    stays = and_(new.wanted == "", new.helpful == old.helpful)
    return statement.on_conflict_do_update(
        index_elements=["space", "user", "paragraph"],
        set_={
            "platform": new.platform,
            "helpful": new.helpful,
            "wanted": case((stays, old.wanted), else_=new.wanted),
            "at": new.at,
        },
        where=old.at <= new.at,
    )


def add_spending(dialect: Dialect) -> Upsert:
    """Add to what a process has taken from a bucket; to be executed with all columns of each."""
    statement = insert(dialect, spending)
    new, old = statement.excluded, spending.c
    rested = old.spent_at < new.spent_at - RESTS_AFTER
    return statement.on_conflict_do_update(
        index_elements=["process", "bucket"],
        set_={
            "amount": case((rested, new.amount), else_=old.amount + new.amount),
            "spent_at": new.spent_at,
        },
    )


def others_spending(process: str, since: int) -> Select[Any]:
    """Select what other processes have taken from buckets that were used since a time."""
    columns = spending.c
    return select(columns.process, columns.bucket, columns.amount).where(
        columns.process != process, columns.spent_at >= since
    )


def forgotten(user: str) -> Delete:
    """Delete all verdicts of a user."""
    return delete(feedback).where(feedback.c.user == user)


def older(dialect: Dialect, table: Table, column: str, limit: object, rows: int) -> Delete:
    """Delete some of the rows of before a time; rows that another process deletes are left to it.

    So no statement takes long, and no process waits for another.
    """
    keys = list(table.primary_key.columns)
    old = select(*keys).where(table.c[column] < limit).order_by(table.c[column]).limit(rows)
    if dialect.name == "postgresql":
        old = old.with_for_update(skip_locked=True)
    key = keys[0] if len(keys) == 1 else tuple_(*keys)
    return delete(table).where(key.in_(old))


def verdict_counts() -> Select[Any]:
    """Count, for each paragraph, what people said of it."""
    helpful = func.sum(case((feedback.c.helpful, 1), else_=0))
    wishes = func.sum(case((feedback.c.wanted != "", 1), else_=0))
    return (
        select(
            feedback.c.paragraph,
            helpful.label("helpful"),
            (func.count() - helpful).label("not_helpful"),
            wishes.label("wishes"),
        )
        .group_by(feedback.c.paragraph)
        .order_by((func.count() - helpful).desc(), feedback.c.paragraph)
    )


def verdicts(since: datetime | None) -> Select[Any]:
    """Select the verdicts since a time, or all, in the order of time."""
    rows = select(feedback).order_by(feedback.c.at, feedback.c.paragraph, feedback.c.user)
    return rows if since is None else rows.where(feedback.c.at >= since)


def insert(dialect: Dialect, table: Table) -> Upsert:
    """Return an INSERT that knows ON CONFLICT, which both databases write alike."""
    # Imported here: a dialect that is not used takes up to 2 MB.
    if dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415

    return sqlite.insert(table)
