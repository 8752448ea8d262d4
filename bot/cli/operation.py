"""Commands for those who run the bot: run, config, completion."""

import asyncio

import click

from bot.domain.errors import PlatformError, PlatformRefusedError

NOTHING_TO_RUN = """\
No platform is configured. Discord needs VERBATIM_DISCORD__TOKEN;
Slack needs VERBATIM_SLACK__BOT_TOKEN and VERBATIM_SLACK__APP_TOKEN.
`verbatim config` shows what is set, .env.example explains it; `verbatim chat` needs nothing."""


@click.command()
@click.pass_context
def run(ctx: click.Context) -> None:
    """Start the platforms that are configured, and serve until SIGTERM or SIGINT.

    Exit codes: 0 stopped, 1 no platform is left that works, 2 something has to be changed first.
    """
    from bot.app.running import run as serve
    from bot.logs import configure_logs
    from bot.settings import read_settings, secret_values

    settings = read_settings()
    configure_logs(settings.log.level, settings.log.format, tuple(secret_values(settings)))
    try:
        if asyncio.run(serve(settings)):
            return
    except PlatformRefusedError:
        raise
    except PlatformError as error:
        click.echo(str(error), err=True)
        ctx.exit(1)
    click.echo(NOTHING_TO_RUN, err=True)
    ctx.exit(2)


@click.command()
@click.option(
    "--example", is_flag=True, help="Print a .env file with every setting to choose from."
)
def config(*, example: bool) -> None:
    """Show what is set and from where, and what each platform still needs; secrets are masked."""
    from bot.settings import example_file, missing_variables, read_settings, setting_rows
    from bot.settings import unknown_variables as unknown

    if example:
        click.echo(example_file(), nl=False)
        return
    settings = read_settings()
    rows = list(setting_rows(settings))
    width = max(len(row.variable) for row in rows)
    for row in rows:
        click.echo(f"{row.variable:<{width}}  {row.origin:<11}  {row.value or '–'}")
    click.echo()
    for platform, variables in missing_variables(settings).items():
        state = f"needs {' and '.join(variables)}" if variables else "has what it needs"
        click.echo(f"{platform} {state}")
    for name in unknown(settings):
        click.echo(f"{name}: no setting has this name", err=True)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a SHELL.

    \b
    bash: eval "$(verbatim completion bash)"
    zsh:  eval "$(verbatim completion zsh)"
    fish: verbatim completion fish | source
    """
    from click.shell_completion import get_completion_class

    root = ctx.find_root()
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"No completion for {shell}.")
    click.echo(kind(root.command, {}, "verbatim", "_VERBATIM_COMPLETE").source())
