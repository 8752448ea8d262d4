"""The tables of the store, beside those of Slack's own installation store."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData()


class UtcTime(TypeDecorator[datetime]):
    """A point in time; SQLite, which knows no time zones, keeps it as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what the database is given."""
        if value is None:
            return None
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what the database gave, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


space_settings = Table(
    "space_settings",
    metadata,
    Column("space", String(255), primary_key=True),
    Column("default_document", Text),
    Column("private", Boolean),
    Column("channels", JSON, nullable=False),
    Column("in_thread", Boolean),
    Column("also_limit", SmallInteger, nullable=False),
    Column("language", String(16), nullable=False),
    Column("feedback", Boolean, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Index("space_settings_changed_at", "changed_at"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("space", String(64), primary_key=True),
    Column("user", String(64), primary_key=True),
    Column("paragraph", String(255), primary_key=True),
    Column("platform", String(32), nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("wanted", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("feedback_user", "user"),
    Index("feedback_at", "at"),
)

events = Table(
    "events",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("seen_at", BigInteger, nullable=False),
    Index("events_seen_at", "seen_at"),
    sqlite_with_rowid=False,
)

spending = Table(
    "spending",
    metadata,
    Column("process", String(32), primary_key=True),
    Column("bucket", String(128), primary_key=True),
    Column("amount", Float, nullable=False),
    Column("spent_at", BigInteger, nullable=False),
    Index("spending_spent_at", "spent_at"),
    sqlite_with_rowid=False,
)

slack_states = Table(  # Slack's own state store makes and uses them; here they are purged
    "slack_oauth_states",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("expire_at", DateTime, nullable=False),
)
