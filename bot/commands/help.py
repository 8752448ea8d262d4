"""Say how to ask, from the table of commands itself."""

from bot.commands.small_talk import HOW_TO_ASK
from bot.domain.chat import Command, Desk, Outcome, Reply, Request


def help_command(others: tuple[Command, ...]) -> Command:
    """Return the command `help`, which describes the others."""

    async def run(_desk: Desk, _request: Request) -> Reply:
        return Reply(Outcome.NOTICE, "\n".join([HOW_TO_ASK, "", *map(_described, others)]))

    return Command("help", "Say how to ask", run)


def _described(command: Command) -> str:
    usage = " ".join(
        [f"/{command.name}", *(p.name.upper() for p in command.parameters if p.required)]
    )
    return f"{usage} – {command.description}"
