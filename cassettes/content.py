"""What a right client makes of a body: its events, and the text of the answer. Rules

- Events as WHATWG HTML 9.2.6 has them: UTF-8 with replacement, one byte order mark dropped, `data` lines joined by LF,
  an event without data or without its blank line is none, `id` stays until the next one.
- `dialect` is `sse`, `ndjson` or another word, as `cassettes.framing.dialect_of` gives it.
- Records of NDJSON are their lines, without line ends and without blank ones.
- The text is what the providers' known payloads carry, joined, without thoughts; a body without any has its own text,
  decoded. `tests/js/pick.mjs` says the same of one payload.
"""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

_EOL = re.compile(r"\r\n|\n|\r")
#: where a payload carries a piece of the answer, as text or as a list of parts: OpenAI and its kin, Anthropic, Gemini,
#: DashScope, Ollama, Dify
_PATHS: tuple[tuple[str | int, ...], ...] = (
    ("choices", 0, "delta", "content"),
    ("delta", "text"),
    ("candidates", 0, "content", "parts"),
    ("output", "choices", 0, "message", "content"),
    ("output", "text"),
    ("message", "content"),
    ("response",),
    ("answer",),
)


def events(body: bytes, dialect: str) -> list[dict[str, str]]:
    """The events (`event`, `data`, `id`) or records (`data`) of a body; none of text and binary bodies."""
    if dialect == "sse":
        return list(_events(body.decode("utf-8", "replace").removeprefix("\ufeff")))
    if dialect == "ndjson":
        lines = body.decode("utf-8", "replace").removeprefix("\ufeff").split("\n")
        return [{"data": line.removesuffix("\r")} for line in lines if line.strip()]
    return []


def _events(text: str) -> Iterator[dict[str, str]]:
    data: list[str] = []
    name = last_id = ""
    for line in _EOL.split(text)[:-1]:
        field, colon, value = line.partition(":")
        value = value.removeprefix(" ") if colon else ""
        if field == "data":
            data.append(value)
        elif field == "event":
            name = value
        elif field == "id" and "\0" not in value:
            last_id = value
        elif not line:
            if data:
                yield {"event": name or "message", "data": "\n".join(data), "id": last_id}
            data, name = [], ""


def text(body: bytes, dialect: str) -> str:
    """The text of the answer; what a payload only repeats (DashScope, Coze's last message) counts once."""
    found = _pieces(body, dialect)
    if not found:
        return body.decode("utf-8", "replace")
    texts = [text for _, text in found]
    cumulative = found[0][0] == "output" and all(after.startswith(before) for before, after in pairwise(texts))
    if cumulative or (found[0][0] == "type" and texts[-1] == "".join(texts[:-1])):
        return texts[-1]
    return "".join(texts)


def is_joined(body: bytes, dialect: str) -> bool:
    """Whether the answer is in known payloads and is nothing but their pieces joined: no payload repeats others."""
    found = _pieces(body, dialect)
    return bool(found) and text(body, dialect) == "".join(piece for _, piece in found)


def _pieces(body: bytes, dialect: str) -> list[tuple[str | int, str]]:
    return [piece for event in events(body, dialect) if (piece := _piece(event["data"])) is not None]


def _piece(payload: str) -> tuple[str | int, str] | None:
    """(the first step of the path that led there, the text)"""
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    for path in _PATHS:
        found = _follow(value, path)
        if isinstance(found, str):
            return path[0], found
        if isinstance(found, list):
            parts = [part for part in found if isinstance(part, dict) and not part.get("thought")]
            return path[0], "".join(part["text"] for part in parts if isinstance(part.get("text"), str))
    if _follow(value, ("type",)) == "answer" and isinstance(found := _follow(value, ("content",)), str):
        return "type", found  # Coze
    return None


def _follow(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and step < len(value):
            value = value[step]
        else:
            return None
    return value
