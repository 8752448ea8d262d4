"""Whether the settings say what they should."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.app.doctor.rows import Row, State
from bot.domain.errors import SettingsError

if TYPE_CHECKING:
    from bot.settings import Settings

PART = "settings"
_ALL = "`verbatim config` lists every setting"


def unreadable_rows(error: SettingsError) -> Iterator[Row]:
    """Yield a row for each setting that is wrong."""
    for line in str(error).splitlines():
        variable, colon, reason = line.partition(": ")
        advice = f"correct it: {reason}" if colon else f"correct it; {_ALL}"
        yield Row(PART, State.WRONG, f"{variable} cannot be used", advice)


def settings_rows(settings: "Settings") -> Iterator[Row]:
    """Yield how many settings were chosen, which look mistyped, and which platform lacks some."""
    from bot.settings import setting_rows, unknown_variables  # noqa: PLC0415 - loads pydantic

    chosen = sum(row.origin != "default" for row in setting_rows(settings))
    yield Row(PART, State.OK, f"{chosen} set, all of them valid")
    for name in unknown_variables(settings):
        yield Row(
            PART, State.LOOK, f"{name} is no setting", f"correct its name, or remove it; {_ALL}"
        )
    yield from _of_slack(settings)
    if not (settings.discord.token or _is_slack_begun(settings)):
        yield Row(
            PART,
            State.LOOK,
            "no platform is configured",
            "docs/discord.md and docs/slack.md say how; the terminal needs none",
        )


def is_slack_served(settings: "Settings") -> bool:
    """Tell whether Slack is started at all."""
    return bool(settings.slack.bot_token or settings.slack.client_id)


def _is_slack_begun(settings: "Settings") -> bool:
    slack = settings.slack
    return is_slack_served(settings) or bool(slack.app_token or slack.signing_secret)


def _of_slack(settings: "Settings") -> Iterator[Row]:
    from bot.settings import missing_variables  # noqa: PLC0415 - loads pydantic

    missing = missing_variables(settings)["Slack"]
    if _is_slack_begun(settings) and missing:
        names = " and ".join(missing)
        yield Row(PART, State.WRONG, f"Slack needs {names}", "docs/slack.md says where to find it")
