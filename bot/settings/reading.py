"""All settings together: reading them, showing them, saying what is missing or misspelt."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from dotenv import dotenv_values
from pydantic import BaseModel, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableGroup

from bot.domain.errors import SettingsError
from bot.settings.groups import (
    AnswerSettings,
    DiscordSettings,
    FeedbackSettings,
    HealthSettings,
    LimitSettings,
    LogSettings,
    RankingSettings,
    SlackSettings,
    StoreSettings,
)

PREFIX = "VERBATIM_"
NESTED = "__"
ENV_FILE = ".env"
_EXAMPLE_HEAD = """\
# Every setting of Verbatim, with its default. Copy this file to .env, take the "# " away from the
# lines that you need, and give them a value. Variables of the environment go before the file.
"""
_NOT_SETTINGS = ("VERBATIM_TEST_",)


class Settings(BaseSettings):
    """All settings; each is also a variable, as in VERBATIM_LOG__LEVEL."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter=NESTED,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    corpus_dir: Path | None = Field(
        default=None,
        description="A folder of documents of your own, instead of those that come along.",
    )
    index_dir: Path | None = Field(
        default=None,
        description="A folder for the index files of large corpora, instead of the user's cache.",
    )
    document: str | None = Field(
        default=None, description="Id of the document that is meant where a question names none."
    )
    answer: AnswerSettings = AnswerSettings()
    ranking: RankingSettings = RankingSettings()
    discord: DiscordSettings = DiscordSettings()
    slack: SlackSettings = SlackSettings()
    store: StoreSettings = StoreSettings()
    feedback: FeedbackSettings = FeedbackSettings()
    limits: LimitSettings = LimitSettings()
    health: HealthSettings = HealthSettings()
    log: LogSettings = LogSettings()


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting as it is shown: its variable, its value (secrets masked), and where it is set."""

    variable: str
    value: str
    origin: str
    description: str


def read_settings() -> Settings:
    """Read the settings; raises SettingsError with a line for each that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"{_variable(*e['loc'])}: {_reason(e['msg'])}" for e in error.errors()]
        raise SettingsError("\n".join(lines)) from error
    except UnreadableGroup as error:
        named = re.search(r'field "(\w+)"', str(error))
        variable = _variable(named[1] if named else "")
        raise SettingsError(f"{variable}: set one of {variable}{NESTED}… instead") from error
    except (OSError, ValueError) as error:
        raise SettingsError(f"The file {ENV_FILE} or a variable cannot be read: {error}") from error


def setting_rows(settings: BaseModel, *path: str) -> Iterator[SettingRow]:
    """Yield a row for each setting, in the order of their definition."""
    for name, info in type(settings).model_fields.items():
        value = getattr(settings, name)
        if isinstance(value, BaseModel):
            yield from setting_rows(value, *path, name)
        else:
            variable = _variable(*path, name)
            yield SettingRow(variable, _shown(value), _origin(variable), info.description or "")


def secret_values(settings: BaseModel) -> Iterator[str]:
    """Yield every secret that is set, and the password of an address, for the log to leave out."""
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, BaseModel):
            yield from secret_values(value)
        elif isinstance(value, SecretStr):
            secret = value.get_secret_value()
            yield secret
            password = re.search(r"://[^/@]*?:([^@]+)@", secret)
            yield from (password[1], unquote(password[1])) if password else ()


def example_file() -> str:
    """Return a `.env` file that lists every setting, its meaning and its default, as comments."""
    rows = setting_rows(Settings.model_construct())
    blocks = (f"# {row.description}\n# {row.variable}={row.value}\n" for row in rows)
    return "\n".join([_EXAMPLE_HEAD, *blocks])


def missing_variables(settings: Settings) -> dict[str, list[str]]:
    """Return, for each platform, the variables that it needs and that are not set."""
    needed = {
        "Discord": [("VERBATIM_DISCORD__TOKEN", settings.discord.token)],
        "Slack": [
            (_variable("slack", name), getattr(settings.slack, name))
            for name in slack_needs(settings.slack)
        ],
    }
    return {
        platform: [variable for variable, value in variables if value is None]
        for platform, variables in needed.items()
    }


def slack_needs(slack: SlackSettings) -> tuple[str, ...]:
    """Return the settings without which Slack cannot be reached in the way that is chosen."""
    if slack.client_id:
        return ("client_secret", "signing_secret", "public_url")
    over_http = slack.signing_secret is not None and slack.app_token is None
    return ("bot_token", "signing_secret" if over_http else "app_token")


def unknown_variables(settings: Settings) -> list[str]:
    """Return the variables that look like settings and are none: typing mistakes, mostly."""
    known = {row.variable for row in setting_rows(settings)}
    names = {
        name.upper() for name in (*os.environ, *_env_file()) if name.upper().startswith(PREFIX)
    }
    return sorted(n for n in names - known if not n.startswith(_NOT_SETTINGS))


def _variable(*path: str | int) -> str:
    names = [str(name).upper().removeprefix(PREFIX) for name in path]
    return PREFIX + NESTED.join(names)


def _reason(message: str) -> str:
    return message[:1].lower() + message[1:]


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "********"
    return "" if value is None else str(value)


def _origin(variable: str) -> str:
    if any(name.upper() == variable and value for name, value in os.environ.items()):
        return "environment"
    if any(name.upper() == variable and value for name, value in _env_file().items()):
        return ENV_FILE
    return "default"


def _env_file() -> dict[str, str | None]:
    return dotenv_values(ENV_FILE) if Path(ENV_FILE).is_file() else {}
