"""The tokens of the workspaces that installed the Slack app, in Slack's own installation store."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore

from bot.domain.errors import StoreError
from bot.storage.backlog import Backlog
from bot.storage.database import Database
from bot.storage.sql import SqlStore

FRESH_SECONDS = 10.0
"""Seconds after which a workspace's token is read again: another process may have renewed it."""
EXPIRING_SECONDS = 3 * 3_600
"""A token that ends within so long is read each time: it is renewed two hours before its end."""
MOST_KNOWN = 20_000
STATE_SECONDS = 600
"""Seconds for which a begun installation can be finished."""
Workspace = tuple[str | None, str | None]


class _Known(NamedTuple):
    bot: Bot | None
    read_at: float


class BotTokens(AsyncSQLAlchemyInstallationStore):
    """One bot token for each workspace or organisation: no history, no token of a user.

    Tokens are remembered, so that few events wait for the database and none is left unanswered
    while it does not work. What cannot be written or deleted then is done afterwards: a renewed
    token exists nowhere else.
    """

    def __init__(
        self,
        client_id: str,
        database: Database,
        store: SqlStore,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(client_id, database.atomic, logger=logging.getLogger(__name__))
        self._database = database
        self._outage = store.outage
        self._clock = clock
        self._known: OrderedDict[Workspace, _Known] = OrderedDict()
        self._backlog = Backlog[Workspace, Bot | None](self._write)
        store.write_later(self._backlog)

    async def async_save(self, installation: Installation) -> None:
        """Keep the bot's part of an installation."""
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a bot's token, in place of an earlier one."""
        await self._keep((bot.enterprise_id, bot.team_id), bot)

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """Return the bot of a workspace, or of its organisation where this installed the app.

        Raises StoreError where nothing is known and the database does not work.
        """
        workspace = (enterprise_id or None, None if is_enterprise_install else team_id)
        known = self._known.get(workspace)
        if known and (self._outage.is_on or workspace in self._backlog or self._is_fresh(known)):
            return known.bot
        try:
            bot = await self._database.bounded(self._found(*workspace))
        except StoreError as error:
            self._outage.begin("installations", error)
            if known:
                return known.bot
            raise
        self._remember(workspace, bot)
        return bot

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget a workspace."""
        await self._keep((enterprise_id, team_id), None)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Forget a user's part, of which nothing is kept."""

    def _is_fresh(self, known: _Known) -> bool:
        now = self._clock()
        expires_at = known.bot and known.bot.bot_token_expires_at
        if expires_at and expires_at < now + EXPIRING_SECONDS:
            return False
        return known.read_at > now - FRESH_SECONDS

    def _remember(self, workspace: Workspace, bot: Bot | None) -> None:
        self._known[workspace] = _Known(bot, self._clock())
        self._known.move_to_end(workspace)
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)

    async def _keep(self, workspace: Workspace, bot: Bot | None) -> None:
        self._remember(workspace, bot)
        if self._outage.is_on:
            self._backlog.add(workspace, bot)
            return
        try:
            await self._backlog.write(workspace, bot)
        except StoreError as error:
            self._backlog.add(workspace, bot)
            self._outage.begin("installations", error)

    async def _found(self, enterprise: str | None, team: str | None) -> Bot | None:
        return await super().async_find_bot(enterprise_id=enterprise, team_id=team)

    async def _write(self, workspace: Workspace, bot: Bot | None) -> None:
        await self._database.bounded(self._replace(workspace, bot))

    async def _replace(self, workspace: Workspace, bot: Bot | None) -> None:
        enterprise, team = workspace
        columns = self.bots.c
        if bot is None:
            await super().async_delete_bot(enterprise_id=enterprise, team_id=team)
            return
        await super().async_save_bot(bot)
        installed = datetime.fromtimestamp(bot.installed_at, UTC).replace(tzinfo=None)
        async with self.engine.begin() as connection:
            earlier = self.bots.delete().where(
                columns.client_id == self.client_id,
                columns.enterprise_id == enterprise,
                columns.team_id == team,
                columns.installed_at < installed,
            )
            await connection.execute(earlier)


def oauth_states(database: Database) -> AsyncSQLAlchemyOAuthStateStore:
    """Return the store of begun installations; those that ran out are deleted with old events."""
    logger = logging.getLogger(__name__)
    return AsyncSQLAlchemyOAuthStateStore(STATE_SECONDS, database.atomic, logger)
