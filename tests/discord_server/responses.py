"""Answers as Discord writes them: JSON with a bare content type, and errors in its words."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """Return JSON; discord.py reads it as such only where no charset is named."""
    kind = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(data).encode(), status=status, headers=kind)


def refusal(status: int, code: int, message: str, *details: str) -> web.Response:
    """Return an error; details are told as Discord tells the errors of a form."""
    body: dict[str, object] = {"message": message, "code": code}
    for detail in details:
        name, _, text = detail.partition(":")
        body["errors"] = {name: {"_errors": [{"code": "INVALID", "message": text or name}]}}
    return answer(body, status)
