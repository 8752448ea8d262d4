"""The tables that the revisions make are those that the program and Slack's library use."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import MetaData

from bot.domain.errors import StoreError
from bot.storage import migration
from bot.storage.tables import metadata
from tests.storage.databases import database, execute
from tests.storage.verdicts import VERDICT


def all_tables() -> MetaData:
    """The tables of the store and those of Slack's library, as this version of it has them."""
    together = MetaData()
    for table in metadata.sorted_tables:
        table.to_metadata(together)
    AsyncSQLAlchemyInstallationStore.build_bots_table(together, "slack_bots")
    AsyncSQLAlchemyOAuthStateStore.build_oauth_states_table(together, "slack_oauth_states")
    return together


async def test_the_revisions_make_the_tables_that_are_used(open_store, url):
    await open_store()

    def differences(connection):
        return compare_metadata(MigrationContext.configure(connection), all_tables())

    async with database(url) as one, one.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_opening_again_changes_nothing_and_keeps_all(open_store, url):
    store = await open_store()
    await store.record_feedback(VERDICT)
    await store.close()
    assert await (await open_store()).forget_user(VERDICT.user) == 1


async def test_a_database_of_a_newer_version_is_told(open_store, url):
    await (await open_store()).close()
    await execute(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="made by a newer version of this program") as raised:
        await open_store()
    assert type(raised.value) is StoreError


def test_there_is_one_last_revision():
    scripts = ScriptDirectory.from_config(migration._config())
    assert len(scripts.get_heads()) == 1


async def test_every_revision_can_be_undone(url):
    async with database(url) as one:
        await one.open()
        scripts = ScriptDirectory.from_config(migration._config())

        def undo(connection):
            config = migration._config()
            config.attributes["connection"] = connection
            command.downgrade(config, "base")
            return MigrationContext.configure(connection).get_current_revision()

        async with one.atomic.begin() as connection:
            assert await connection.run_sync(undo) is None
        assert scripts.get_current_head()
        await one.open()
        await one.check()


def test_the_newest_revision_that_a_start_looks_for_is_the_last_one():
    assert migration._scripts().get_current_head() == migration.NEWEST
