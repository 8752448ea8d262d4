"""A reply as one JSON object; `docs/json.md` describes it."""

import json
from typing import Any

from bot.domain.chat import Quotation, Reply
from bot.domain.search import Hit


def json_line(question: str, reply: Reply) -> str:
    """Return a reply to a question as one line of JSON."""
    return json.dumps(_object(question, reply), ensure_ascii=False)


def _object(question: str, reply: Reply) -> dict[str, Any]:
    result: dict[str, Any] = {
        "question": question,
        "outcome": reply.outcome.value,
        "quotations": [_quotation(quotation) for quotation in reply.quotations],
        "also": [_hit(hit) for hit in reply.also],
        "nearest": [_hit(hit) for hit in reply.nearest],
        "absent": list(reply.absent),
    }
    if reply.confidence is not None:
        result["confidence"] = round(reply.confidence, 4)
    if reply.corrections:
        result["corrections"] = {c.typed: c.searched for c in reply.corrections}
    if reply.message:
        result["message"] = reply.message
    return result


def _quotation(quotation: Quotation) -> dict[str, Any]:
    paragraph = quotation.paragraph
    return {
        "id": paragraph.id,
        "document": paragraph.document,
        "number": paragraph.number,
        "text": paragraph.text,
        "score": None if quotation.score is None else round(quotation.score, 4),
        "rank": quotation.rank,
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.paragraph.id,
        "document": hit.paragraph.document,
        "number": hit.paragraph.number,
        "text": hit.paragraph.text,
        "score": round(hit.score, 4),
        "rank": hit.rank,
    }
