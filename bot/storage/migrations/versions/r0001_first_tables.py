"""The first tables: settings, feedback, events, spending, and what Slack's installations need."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_settings()
    _make_feedback()
    _make_events()
    _make_spending()
    _make_slack()


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "slack_oauth_states",
        "slack_bots",
        "spending",
        "events",
        "feedback",
        "space_settings",
    ):
        op.drop_table(table)


def _make_settings() -> None:
    op.create_table(
        "space_settings",
        sa.Column("space", sa.String(255), primary_key=True),
        sa.Column("default_document", sa.Text),
        sa.Column("private", sa.Boolean),
        sa.Column("channels", sa.JSON, nullable=False),
        sa.Column("in_thread", sa.Boolean),
        sa.Column("also_limit", sa.SmallInteger, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("feedback", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("space_settings_changed_at", "space_settings", ["changed_at"])


def _make_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("space", sa.String(64), primary_key=True),
        sa.Column("user", sa.String(64), primary_key=True),
        sa.Column("paragraph", sa.String(255), primary_key=True),
        sa.Column("platform", sa.String(32), nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("wanted", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("feedback_user", "feedback", ["user"])
    op.create_index("feedback_at", "feedback", ["at"])


def _make_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.String(128), primary_key=True),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("events_seen_at", "events", ["seen_at"])


def _make_spending() -> None:
    op.create_table(
        "spending",
        sa.Column("process", sa.String(32), primary_key=True),
        sa.Column("bucket", sa.String(128), primary_key=True),
        sa.Column("amount", sa.Float, nullable=False),
        sa.Column("spent_at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("spending_spent_at", "spending", ["spent_at"])


def _make_slack() -> None:
    """As slack_sdk 3.47 wants them, slack_sdk/oauth/installation_store/sqlalchemy."""
    op.create_table(
        "slack_bots",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("app_id", sa.String(32), nullable=False),
        sa.Column("enterprise_id", sa.String(32)),
        sa.Column("enterprise_name", sa.String(200)),
        sa.Column("team_id", sa.String(32)),
        sa.Column("team_name", sa.String(200)),
        sa.Column("bot_token", sa.String(200)),
        sa.Column("bot_id", sa.String(32)),
        sa.Column("bot_user_id", sa.String(32)),
        sa.Column("bot_scopes", sa.String(1000)),
        sa.Column("bot_refresh_token", sa.String(200)),
        sa.Column("bot_token_expires_at", sa.DateTime),
        sa.Column("is_enterprise_install", sa.Boolean, nullable=False),
        sa.Column("installed_at", sa.DateTime, nullable=False),
    )
    columns = ["client_id", "enterprise_id", "team_id", "installed_at"]
    op.create_index("slack_bots_idx", "slack_bots", columns)
    op.create_table(
        "slack_oauth_states",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("state", sa.String(200), nullable=False),
        sa.Column("expire_at", sa.DateTime, nullable=False),
    )
