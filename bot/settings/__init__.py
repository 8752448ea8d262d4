"""Every setting, read once from the environment and from a file `.env`; see `.env.example`."""

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
from bot.settings.reading import (
    SettingRow,
    Settings,
    example_file,
    missing_variables,
    read_settings,
    secret_values,
    setting_rows,
    slack_needs,
    unknown_variables,
)

__all__ = [
    "AnswerSettings",
    "DiscordSettings",
    "FeedbackSettings",
    "HealthSettings",
    "LimitSettings",
    "LogSettings",
    "RankingSettings",
    "SettingRow",
    "Settings",
    "SlackSettings",
    "StoreSettings",
    "example_file",
    "missing_variables",
    "read_settings",
    "secret_values",
    "setting_rows",
    "slack_needs",
    "unknown_variables",
]
