"""Say how to ask, from the table of commands itself."""

from bot.commands.small_talk import HOW_TO_ASK
from bot.domain.chat import Command, Desk, Outcome, Reply, Request
from bot.domain.words import Words, phrase


def help_command(others: tuple[Command, ...]) -> Command:
    """Return the command `help`, which describes the others."""

    async def run(desk: Desk, _request: Request) -> Reply:
        lines = [_described(command, desk.words) for command in others]
        return Reply(Outcome.NOTICE, "\n".join([desk.words(HOW_TO_ASK), "", *lines]))

    return Command("help", phrase("Say how to ask"), run)


def _described(command: Command, words: Words) -> str:
    usage = " ".join(
        [f"/{command.name}", *(p.name.upper() for p in command.parameters if p.required)]
    )
    return f"{usage} – {words(command.description)}"
