"""The groups of settings: what each is called, its limits, its default and its meaning."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AnswerSettings(_Group):
    """How questions are answered."""

    time_limit: float = Field(2.5, gt=0, le=60, description="Seconds for one answer.")
    also: int = Field(4, ge=0, le=4, description='Further paragraphs named in "also".')


class FieldWeightSettings(_Group):
    """How much each field's BM25 score counts; 0 leaves a field out."""

    text: float = Field(1.0, ge=0, description="The paragraph's words, stemmed.")
    pairs: float = Field(0.3, ge=0, description="Pairs of neighbouring stems.")
    starts: float = Field(0.6, ge=0, description="The first four letters of stems.")
    words: float = Field(0.25, ge=0, description="The paragraph's words as written.")
    phrases: float = Field(0.4, ge=0, description="Pairs of neighbouring words as written.")
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
    variety: float = Field(0.2, ge=0, description="What a text gains that repeats no word.")


class RankingSettings(_Group):
    """How paragraphs are ranked."""

    k1: float = Field(0.6, ge=0, le=10, description="BM25's saturation of term frequency.")
    b: float = Field(0.65, ge=0, le=1, description="BM25's normalisation of length.")
    answers_from: float = Field(
        0.5, ge=0, le=1, description="Confidence from which the best paragraph is quoted."
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
