"""What people can ask for, once for all platforms: one module a command, one table of them."""

from bot.commands.about import ABOUT
from bot.commands.ask import ASK
from bot.commands.documents import DOCUMENTS
from bot.commands.feedback import FEEDBACK
from bot.commands.forget import FORGET
from bot.commands.help import help_command
from bot.commands.paragraph import PARAGRAPH
from bot.commands.privacy import PRIVACY
from bot.commands.search import SEARCH
from bot.commands.settings import CHOOSE, SETTINGS_COMMAND
from bot.domain.chat import Command

COMMANDS: tuple[Command, ...] = (
    ASK,
    PARAGRAPH,
    SEARCH,
    DOCUMENTS,
    help_command((ASK, PARAGRAPH, SEARCH, DOCUMENTS, ABOUT, PRIVACY, SETTINGS_COMMAND)),
    ABOUT,
    PRIVACY,
    SETTINGS_COMMAND,
    FEEDBACK,
    FORGET,
    CHOOSE,
)
