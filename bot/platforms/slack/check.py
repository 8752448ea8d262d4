"""Whether the app is set up as it has to be: what is missing, and where to change it."""

from collections.abc import Mapping, Sequence

from bot.domain.errors import PlatformError
from bot.platforms.slack.access import Access, http_session, open_socket, sign_in, web_client
from bot.platforms.slack.manifest import BOT_SCOPES, SCOPES

_SCOPES_HEADER = "x-oauth-scopes"
_LONGEST_SECRET = 32
"""Characters of a signing secret, all of them hexadecimal digits."""


async def check(access: Access) -> list[str]:
    """Return what was found, a line each; raises PlatformError where something is wrong."""
    found = []
    async with http_session() as session:
        client = web_client(access, session)
        if access.bot_token:
            identity = await sign_in(access, client)
            _need_scopes(_granted(identity.headers))
            found.append(f"signed in as {identity.get('user')} in {identity.get('team')}")
            found.append(f"scopes: {', '.join(BOT_SCOPES)}")
        if access.app_token:
            await open_socket(access, client)
            found.append("Socket Mode: the app token is accepted")
        else:
            _check_signing_secret(access.signing_secret)
            found.append("HTTP: the signing secret has the right form; Slack has no way to try it")
    return found


def _granted(headers: Mapping[str, str]) -> set[str]:
    values = {name.casefold(): value for name, value in headers.items()}
    return {scope.strip() for scope in values.get(_SCOPES_HEADER, "").split(",")}


def _need_scopes(granted: set[str]) -> None:
    missing: Sequence[str] = [scope for scope in BOT_SCOPES if scope not in granted]
    if missing:
        lines = [f"  {scope}: {SCOPES[scope]}" for scope in missing]
        raise PlatformError(
            "The app lacks these scopes; add them at https://api.slack.com/apps under"
            " “OAuth & Permissions”, then install the app again:\n" + "\n".join(lines)
        )


def _check_signing_secret(secret: str) -> None:
    digits = set("0123456789abcdef")
    if len(secret) != _LONGEST_SECRET or not set(secret) <= digits:
        raise PlatformError(
            "VERBATIM_SLACK__SIGNING_SECRET: a signing secret has 32 hexadecimal digits; copy it"
            " again from “Basic Information” of your app at https://api.slack.com/apps"
        )
