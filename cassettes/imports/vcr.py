"""VCR cassettes: vcrpy's and pytest-recording's YAML or JSON, format version 1. Rules

- The safe loader only (libyaml's where it is built in): a YAML object tag is refused, never executed.
- Before anything is built, the parser's events are counted as aliases would multiply them: over the limits, refused.
  A file without aliases is no larger than it says, so only its depth counts: a long export can be read again.
- A body is `string` (text or `!!binary`), `base64_string`, or bare; text is UTF-8. Bodies that were still gzip when
  they were recorded stay gzip. A `parsed_body` (pydantic-ai's serialiser) is written as JSON again, and said to be.
"""

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any, Final

import yaml

from cassettes.errors import CassetteError
from cassettes.imports.build import Imported, Response, interaction, origin, request
from cassettes.messages import say
from cassettes.model import Headers, Interaction, Request

_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: what PyYAML's constructors raise for a value that is not of its tag: `!!bool x`, `!!timestamp x`, `!!int ""`
_WRONG_TAG: Final = (AttributeError, KeyError, IndexError, TypeError)
MAX_NODES: Final = 2_000_000
MAX_DEPTH: Final = 64


def read(data: bytes, name: str) -> Imported:
    """The interactions of a VCR cassette. Raises CassetteError."""
    value = load_yaml(data, name)
    if not isinstance(value, dict) or not isinstance(value.get("interactions"), list):
        raise CassetteError(say("formats.not_vcr", file=name), path=name)
    version = value.get("version", 1)
    if version != 1:
        raise CassetteError(say("formats.vcr_version", file=name, found=str(version)[:20]), path=name)
    interactions: list[Interaction] = []
    rebuilt = 0
    for number, entry in enumerate(value["interactions"], 1):
        if not isinstance(entry, dict) or not _is_map(entry.get("request")) or not _is_map(entry.get("response")):
            raise CassetteError(say("formats.vcr_entry", file=name, number=number), path=name)
        asked, got = entry["request"], entry["response"]
        rebuilt += "parsed_body" in got
        try:
            interactions.append(interaction(number, _request(asked, name), _response(got, name, number)))
        except (TypeError, ValueError, RecursionError):
            raise CassetteError(say("formats.vcr_entry", file=name, number=number), path=name) from None
    if not interactions:
        raise CassetteError(say("formats.nothing_in", file=name), path=name)
    notes = (say("formats.vcr_rebuilt", count=rebuilt),) if rebuilt else ()
    note = f"bodies written again from parsed_body: {rebuilt}" if rebuilt else ""
    return Imported(origin("vcr", name, real_bytes=not rebuilt, note=note), tuple(interactions), notes)


def load_yaml(data: bytes, name: str) -> Any:
    """One YAML or JSON document as plain values. Raises CassetteError for what is neither, has an object tag, or
    would grow beyond the limits.
    """
    try:
        if data.lstrip()[:1] == b"{":
            try:
                return json.loads(data)
            except ValueError:
                pass  # YAML's flow style begins so too
        if _size(yaml.parse(data, Loader=_Loader), name) == 0:
            raise CassetteError(say("formats.empty", file=name), path=name)
        return yaml.load(data, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.constructor.ConstructorError as error:
        tag = str(error.problem or "")[-80:]
        raise CassetteError(say("formats.yaml_tag", file=name, line=_line(error), what=tag), path=name) from None
    except (yaml.YAMLError, ValueError, RecursionError, *_WRONG_TAG) as error:
        where = str(getattr(error, "problem", None) or getattr(error, "reason", None) or type(error).__name__)
        raise CassetteError(say("formats.not_yaml", file=name, line=_line(error), what=where[:80]), path=name) from None


def _line(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark is not None else 1


def _size(events: Iterator[Any], name: str) -> int:
    """How many nodes the document has when every alias is written out."""
    sizes: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    total, multiplied = 0, False
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            multiplied = True
            total += sizes.get(str(event.anchor), 1)
        elif isinstance(event, yaml.NodeEvent):
            total += 1
            if isinstance(event, yaml.CollectionStartEvent):
                open_nodes.append((event.anchor, total - 1))
            elif event.anchor:
                sizes[event.anchor] = 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            if anchor:
                sizes[anchor] = total - before
        if (multiplied and total > MAX_NODES) or len(open_nodes) > MAX_DEPTH:
            raise CassetteError(say("formats.yaml_bomb", file=name, nodes=MAX_NODES, depth=MAX_DEPTH), path=name)
    return total


def _is_map(value: object) -> bool:
    return isinstance(value, dict)


def _request(asked: dict[str, Any], name: str) -> Request:
    body = _body(asked, name)
    return request(str(asked.get("method", "GET")), str(asked.get("uri", "")), _headers(asked), body, name)


def _response(got: dict[str, Any], name: str, number: int) -> Response:
    status = got.get("status")
    code = status.get("code") if isinstance(status, dict) else got.get("status_code", status)
    message = status.get("message") if isinstance(status, dict) else ""
    if not isinstance(code, int) or not 100 <= code <= 999:
        raise CassetteError(say("formats.vcr_entry", file=name, number=number), path=name)
    body = _body(got, name)
    headers = _headers(got)
    coding = b",".join(value for key, value in headers if key.lower() == b"content-encoding").lower()
    gzip_magic = body.startswith(b"\x1f\x8b")
    # vcrpy with decode_compressed_response keeps the header in some versions: then the body is plain
    decoded = coding in (b"gzip", b"x-gzip") and bool(body) and not gzip_magic
    return Response(code, str(message or "").encode("utf-8", "replace"), headers, body, decoded)


def _headers(side: dict[str, Any]) -> Headers:
    """Header lists: `{name: [values]}`, `{name: value}`, or `[[name, value]]`."""
    raw = side.get("headers") or {}
    lists = [] if isinstance(raw, dict) else raw
    pairs = raw.items() if isinstance(raw, dict) else [one for one in lists if isinstance(one, list) and len(one) == 2]
    found: list[tuple[bytes, bytes]] = []
    for key, values in pairs:
        for value in values if isinstance(values, list) else [values]:
            found.append((_bytes(key), _bytes(value)))
    return tuple(found)


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    return b"" if value is None else str(value).encode("utf-8", "surrogatepass")


def _body(side: dict[str, Any], name: str) -> bytes:
    """The bytes of a request's or response's body in any of the forms that vcrpy and its users write."""
    if "parsed_body" in side:
        return json.dumps(side["parsed_body"], ensure_ascii=False, separators=(",", ":"), default=str).encode()
    body = side.get("body", side.get("content"))
    if isinstance(body, dict):
        encoded = body.get("base64_string")
        if encoded is not None:
            try:
                return base64.b64decode(_bytes(encoded), validate=False)
            except binascii.Error:
                raise CassetteError(say("formats.bad_base64", file=name), path=name) from None
        body = body.get("string")
    if body is not None and not isinstance(body, (str, bytes)):
        return json.dumps(body, ensure_ascii=False, default=str).encode()
    return _bytes(body)
