"""Commands for those who set the bot up on Slack: the app manifest, and a check of the set-up."""

import asyncio
import json

import click


@click.group()
def slack() -> None:
    """Set the bot up on Slack."""


@slack.command()
@click.option("--url", default="", metavar="URL", help="The bot's public address, for HTTP.")
@click.option("--many-workspaces", "many", is_flag=True, help="With OAuth; needs --url.")
@click.option("--yaml", "as_yaml", is_flag=True, help="Print YAML instead of JSON.")
def manifest(url: str, *, many: bool, as_yaml: bool) -> None:
    """Print the app manifest, to be pasted at https://api.slack.com/apps.

    Without a URL, it is for Socket Mode, which needs no public address.
    """
    from bot.commands import COMMANDS
    from bot.platforms.slack.manifest import manifest as app_manifest
    from bot.platforms.slack.yaml_text import yaml_text
    from bot.settings import read_settings

    if url and not url.startswith("https://"):
        raise click.BadParameter("Slack calls https:// addresses only.", param_hint="--url")
    if many and not url:
        raise click.UsageError("--many-workspaces needs --url: workspaces return to that address.")
    prefix = read_settings().slack.command_prefix
    data = app_manifest(COMMANDS, prefix=prefix, url=url, many=many)
    text = yaml_text(data) if as_yaml else json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    click.echo(text, nl=False)


@slack.command()
def check() -> None:
    """Say whether the tokens and scopes are right, and what to change where they are not."""
    from bot.app.slack import slack_access
    from bot.platforms.slack.check import check as check_access
    from bot.settings import read_settings

    for line in asyncio.run(check_access(slack_access(read_settings().slack))):
        click.echo(line)
