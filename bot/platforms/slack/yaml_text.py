"""A manifest as YAML: plain data only, every text quoted as JSON, which YAML reads the same."""

import json
from collections.abc import Iterator
from typing import Any


def yaml_text(data: dict[str, Any]) -> str:
    """Return nested mappings, lists, texts, numbers and truth values as YAML."""
    return "\n".join(_mapping(data, 0)) + "\n"


def _mapping(data: dict[str, Any], depth: int) -> Iterator[str]:
    for key, value in data.items():
        yield from _entry(f"{'  ' * depth}{key}:", value, depth + 1)


def _entry(start: str, value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, dict) and value:
        yield start
        yield from _mapping(value, depth)
    elif isinstance(value, list) and value:
        yield start
        for item in value:
            yield from _item(item, depth)
    else:
        yield f"{start} {json.dumps(value, ensure_ascii=False)}"


def _item(item: Any, depth: int) -> Iterator[str]:
    if not isinstance(item, dict):
        yield f"{'  ' * depth}- {json.dumps(item, ensure_ascii=False)}"
        return
    first, *rest = _mapping(item, depth + 1)
    yield f"{'  ' * depth}- {first.lstrip()}"
    yield from rest
