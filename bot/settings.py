"""Every setting, read once from the environment and from a file `.env`; see `.env.example`."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self
from urllib.parse import unquote

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableGroup

from bot.domain.errors import SettingsError

PREFIX = "VERBATIM_"
NESTED = "__"
ENV_FILE = ".env"
_EXAMPLE_HEAD = """\
# Every setting of Verbatim, with its default. Copy this file to .env, take the "# " away from the
# lines that you need, and give them a value. Variables of the environment go before the file.
"""
_NOT_SETTINGS = ("VERBATIM_TEST_",)


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AnswerSettings(_Group):
    """How questions are answered."""

    time_limit: float = Field(2.5, gt=0, le=60, description="Seconds for one answer.")
    also: int = Field(4, ge=0, le=4, description='Further paragraphs named in "also".')


class FieldWeightSettings(_Group):
    """How much each field's BM25 score counts; 0 leaves a field out."""

    text: float = Field(1.0, ge=0, description="The paragraph's words, stemmed.")
    pairs: float = Field(0.25, ge=0, description="Pairs of neighbouring stems.")
    words: float = Field(0.2, ge=0, description="The paragraph's words as written.")
    phrases: float = Field(0.35, ge=0, description="Pairs of neighbouring words as written.")
    headings: float = Field(0.2, ge=0, description="Titles and headings above the paragraph.")
    parent: float = Field(0.1, ge=0, description="The paragraph above a sub-paragraph.")
    stretch: float = Field(0.6, ge=0, description="Stems in the paragraphs around.")
    stretch_pairs: float = Field(0.55, ge=0, description="Pairs of stems in those.")
    numbers: float = Field(1.5, ge=0, description="Numbers by which rules are cited.")
    terms: float = Field(0.7, ge=0, description="Index terms.")
    questions: float = Field(0.5, ge=0, description="Sample questions.")
    lines: float = Field(0.9, ge=0, description="The index line that fits best.")
    index_words: float = Field(0.8, ge=0, description="Words of terms and questions, as written.")
    index_phrases: float = Field(0.6, ge=0, description="Neighbouring words of both.")
    synonyms: float = Field(0.2, ge=0, le=1, description="Near-synonyms, as a share of words.")


class RankingSettings(_Group):
    """How paragraphs are ranked."""

    k1: float = Field(0.6, ge=0, le=10, description="BM25's saturation of term frequency.")
    b: float = Field(0.65, ge=0, le=1, description="BM25's normalisation of length.")
    answers_from: float = Field(
        0.55, ge=0, le=1, description="Confidence from which the best paragraph is quoted."
    )
    weights: FieldWeightSettings = FieldWeightSettings()


class DiscordSettings(_Group):
    """What Discord needs."""

    token: SecretStr | None = Field(default=None, description="The bot's token.")
    api_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s@]+$",
        description="Where Discord's REST interface is, if not at https://discord.com/api/v10.",
    )
    dev_guild: int | None = Field(
        default=None, gt=0, description="Id of the one server that gets the commands, to try them."
    )
    shard_count: int | None = Field(
        default=None, gt=0, description="Shards in all, over all processes; else what Discord says."
    )
    shard_ids: list[int] | None = Field(
        default=None, description="Shards of this process, as in [0, 1]; else all of them."
    )
    presence: str = Field(
        "/ask a question, or mention me", max_length=128, description="The text below its name."
    )

    @model_validator(mode="after")
    def _shards_fit(self) -> Self:
        if self.shard_ids and not self.shard_count:
            raise ValueError("SHARD_IDS needs SHARD_COUNT")
        if self.shard_ids and not set(self.shard_ids) <= set(range(self.shard_count or 0)):
            raise ValueError("SHARD_IDS must lie between 0 and SHARD_COUNT - 1")
        return self


class SlackSettings(_Group):
    """What Slack needs."""

    bot_token: SecretStr | None = Field(default=None, description="The bot's token, xoxb-…")
    app_token: SecretStr | None = Field(
        default=None, description="The app's token, xapp-…, for Socket Mode."
    )
    signing_secret: SecretStr | None = Field(
        default=None, description="What Slack signs its requests with, for HTTP."
    )
    client_id: str | None = Field(
        default=None, description="The app's client id, for an app that many workspaces install."
    )
    client_secret: SecretStr | None = Field(default=None, description="The app's client secret.")
    public_url: str | None = Field(
        default=None, description="The bot's address as Slack sees it, https://…"
    )
    host: str = Field("127.0.0.1", description="The address to listen on, for HTTP.")
    port: int = Field(3000, ge=0, le=65535, description="The port to listen on, for HTTP.")
    command_prefix: str = Field(
        "",
        pattern=r"^[a-z0-9_-]{0,16}$",
        description='What the slash commands begin with: "vb-" makes /vb-ask.',
    )
    api_url: str = Field(
        "https://slack.com/api/",
        pattern=r"^https?://[^\s@]+$",
        description="Another address of Slack's Web API, for proxies and tests.",
    )


class StoreSettings(_Group):
    """Where settings of spaces, verdicts and events already answered are kept."""

    url: SecretStr | None = Field(
        default=None,
        description="sqlite+aiosqlite:////folder/file.sqlite3, or"
        " postgresql+asyncpg://user:password@host/name; else a file in the user's data folder.",
    )
    feedback_days: int = Field(
        90, ge=1, le=3_650, description="Days for which a verdict on a quotation is kept."
    )


class FeedbackSettings(_Group):
    """How verdicts on quotations are kept."""

    key: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="The secret that hashes spaces and people; with SQLite, one is made where it"
        " is not set.",
    )


class LimitSettings(_Group):
    """How much may be asked; a number of 0 switches its limit off."""

    user_at_once: int = Field(20, ge=0, description="Questions that a person may ask at once.")
    user_seconds: float = Field(
        3.0, gt=0, description="Seconds after which a person may ask one more."
    )
    space_at_once: int = Field(
        200, ge=0, description="Questions that a server or workspace may ask at once."
    )
    space_seconds: float = Field(
        0.2, gt=0, description="Seconds after which a server or workspace may ask one more."
    )
    under_way: int = Field(
        200, ge=0, description="Answers under way in this process; more are asked to wait."
    )


class HealthSettings(_Group):
    """Where the process tells how it is."""

    host: str = Field("127.0.0.1", description="The address of /healthz, /readyz and /metrics.")
    port: int = Field(
        8080, ge=0, le=65535, description="The port of /healthz, /readyz and /metrics; 0 is none."
    )


class LogSettings(_Group):
    """What is logged, and how."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least severity."
    )
    format: Literal["text", "json"] = Field("text", description="For people, or for machines.")


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
