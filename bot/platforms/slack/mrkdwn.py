"""Slack's own markup: written for the few places that need it, and read from what people type."""

import re

_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # in this order: "&amp;lt;" is "&lt;"
_MARKUP = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_SAFE_IN_LINK = str.maketrans(
    {"|": "%7C", "<": "%3C", ">": "%3E", " ": "%20", '"': "%22", "&": "&amp;"}
)


def escape(text: str) -> str:
    """Return a text in which Slack finds no mention, no link and no entity of its own."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(url: str, label: str) -> str:
    """Return a link; where the source is no web address, its text alone."""
    if not url.startswith(("https://", "http://")):
        return escape(url)
    return f"<{url.translate(_SAFE_IN_LINK)}|{escape(label)}>"


def typed_text(text: str) -> str:
    """Return a message as it was typed: without mentions, links as their label or address."""
    plain = _MARKUP.sub(_shown, text)
    for entity, character in _ENTITIES:
        plain = plain.replace(entity, character)
    return plain.strip()


def _shown(markup: re.Match[str]) -> str:
    target, label = markup[1], markup[2] or ""
    if target.startswith("@"):
        return " "
    if target.startswith("!"):
        return label
    if target.startswith("#"):
        return f"#{label}" if label else ""
    return label or target
