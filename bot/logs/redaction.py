"""Takes secrets out of a line of the log: what looks like one, and those that are configured."""

import json
import re
from collections.abc import Iterable

HIDDEN = "[secret]"
SHORTEST = 6
"""A configured secret with fewer characters would black out words."""

_NAMED = r"(?:access_|refresh_|bot_|app_|client_|signing_)?(?:token|secret)|password|passwd|ticket"
_PATTERNS = (
    # Discord's tokens: the bot's id, a time and a signature, in base 64.
    r"(?<![\w-])[\w-]{23,30}\.[\w-]{6,7}\.[\w-]{27,}",
    # Slack's: xoxb-, xoxp-, xoxe.xoxb-1-, xapp-1-, ...
    r"\bxox[a-z](?:\.xox[a-z])?-[\w-]+",
    r"\bxapp-[\w-]+",
    # Interaction tokens: the rest of the address is enough to answer in the bot's name.
    r"\baW50ZXJhY3Rpb246[\w=-]+",  # "interaction:" in base 64, as Discord begins them
    r"(?<=/interactions/)\d+/[^/\s?\"']+",
    r"(?<=/webhooks/)\d+/[^/\s?\"']+",
    r"\bhttps://hooks\.slack(?:-gov)?\.com/[^\s\"'<>]+",
    # Passwords in addresses: user:password@host.
    r"(?<=://)[^\s:/@]*:[^\s/@]+(?=@)",
    # What a header, a query or a setting calls a secret.
    rf"(?<=[\s?&\"'_])(?:{_NAMED})(?:=|[\"']: ?[\"']?)[^\s&\"',}}]+",
    r"\b(?:Bot|Bearer|Basic) (?=\S*\d)[\w.~+/=-]{12,}",
    r"\bv0=[0-9a-f]{64}\b",
    # Slack's signing secrets, and whatever else has their shape.
    r"\b[0-9a-f]{32}\b",
)
_LOOKS_SECRET = re.compile("|".join(_PATTERNS), re.IGNORECASE)


class Redaction:
    """Hides what looks like a secret, and the exact secrets that it is given."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        spelled = {form for secret in secrets if len(secret) >= SHORTEST for form in _forms(secret)}
        longest_first = sorted(spelled, key=len, reverse=True)
        self._exact = re.compile("|".join(map(re.escape, longest_first))) if spelled else None

    def apply(self, line: str) -> str:
        """Return a line without secrets."""
        if self._exact:
            line = self._exact.sub(HIDDEN, line)
        return _LOOKS_SECRET.sub(HIDDEN, line)


def _forms(secret: str) -> set[str]:
    """Return a secret as it is, on one line, as Python shows it, and as JSON spells all these."""
    shown = {secret, " ".join(secret.split()), repr(secret)[1:-1], json.dumps(secret)[1:-1]}
    return shown | {json.dumps(form, ensure_ascii=False)[1:-1] for form in shown}
