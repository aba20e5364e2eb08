"""What a correct client makes of a body, whatever its content: its events or records. Rules

- Events follow WHATWG HTML 9.2.6: UTF-8 with replacement, one byte order mark dropped, `data` lines joined by LF, an
  event without data or without its blank line is discarded, `id` stays until the next one.
- `dialect` is `sse`, `ndjson` or another word, as `cassettes.framing.dialect_of` gives it.
- Records of NDJSON are their lines, without line ends and without blank ones.
- `cassettes.providers.read` reads what the events say: the text of an answer, tool calls.
"""

import re
from collections.abc import Iterator

_EOL = re.compile(r"\r\n|\n|\r")


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
