"""The fields of a VCR entry (URL, status, headers) as bytes and numbers. Rules

- Headers are `{name: value}`, `{name: [values]}`, `[[name, value]]`, `[name, [values]]` or lines `name: value`; a value
  is text, bytes, a number, true, false or null.
- A wrong value raises WrongField with its place: `interactions[3].response.headers`, counted from 0.
"""

import re
from typing import Any, Final

from cassettes.messages import sentence
from cassettes.model import Headers
from cassettes.printable import brief

_TEXT: Final = sentence("{file}: {place} should be text, found {found}. Correct it there, or record it again.")
_MAPPING: Final = sentence(
    "{file}: {place} should be a mapping of names to values, found {found}. Correct it there, or record it again."
)


class WrongField(Exception):
    """A wrong field: the sentence about it, its place, and the value found there."""

    def __init__(self, said: str, place: str, found: object) -> None:
        super().__init__(said)
        self.said, self.place, self.found = said, place, shown(found)


def shown(value: object) -> str:
    """A found value for a sentence: short, and safe to print on a terminal."""
    if isinstance(value, (list, dict)):
        return "[...]" if isinstance(value, list) else "{...}"
    if isinstance(value, int) and value.bit_length() > 128:
        return f"an integer of {value.bit_length()} bits"
    return "nothing" if value is None else brief(value)


def text(value: object) -> str:
    """Text unchanged, bytes as UTF-8; empty for any other value."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value if isinstance(value, str) else ""


def method_of(asked: dict[str, Any], place: str) -> str:
    """The method of a request; GET where none stands there."""
    method = asked.get("method", "GET")
    if not isinstance(method, (str, bytes)):
        raise WrongField(_TEXT, f"{place}.method", method)
    return text(method)


def url_of(asked: dict[str, Any], place: str) -> str:
    """The URL of a request: `uri`, go-vcr's `url`, or the parts that vcrpy 0.x kept."""
    for key in ("uri", "url"):
        found = asked.get(key)
        if isinstance(found, (str, bytes)) and found:
            return text(found)
        if found is not None:
            raise WrongField(_TEXT, f"{place}.{key}", found)
    scheme, host, port, path = (asked.get(key) for key in ("protocol", "host", "port", "path"))
    if not isinstance(host, (str, bytes)) or not isinstance(path, (str, bytes)):
        raise WrongField(_TEXT, f"{place}.uri", None)
    usual = {"https": 443, "http": 80}.get(text(scheme))
    where = "" if port is None or port == usual else f":{_value(port, f'{place}.port').decode('latin-1')}"
    return f"{text(scheme) or 'http'}://{text(host)}{where}{text(path)}"


def status_of(got: dict[str, Any], place: str) -> tuple[int, bytes]:
    """Code and reason of a response: `{code, message}`, a number, or `200 OK`."""
    status = got.get("status")
    if isinstance(status, dict):
        code, message = status.get("code"), status.get("message")
    else:
        code, message = got.get("status_code", got.get("code", status)), got.get("reason")
        line = re.fullmatch(r"[0-9]{3} (.+)", text(status))
        message = line[1] if line and message is None else message
    digits = re.fullmatch(r"([0-9]{3})(?: .*)?", text(code))
    code = int(digits[1]) if digits else code
    if type(code) is not int or not 200 <= code <= 999:
        raise WrongField(
            sentence(
                "{file}: {place} should have a code from 200 to 999, found {found}. "
                "Correct it there, or record it again."
            ),
            f"{place}.status",
            code,
        )
    if message is not None and not isinstance(message, (str, bytes)):
        raise WrongField(_TEXT, f"{place}.status.message", message)
    return code, message if isinstance(message, bytes) else text(message).encode("utf-8", "replace")


def headers_of(side: dict[str, Any], place: str) -> Headers:
    """The header fields of one side, in the file's order."""
    place = f"{place}.headers"
    raw = side.get("headers")
    if raw is None:
        return ()
    if not isinstance(raw, (dict, list)):
        raise WrongField(_MAPPING, place, raw)
    if isinstance(raw, list) and len(raw) == 1 and isinstance(raw[0], list) and not _is_pair(raw[0]):
        raw = raw[0]  # vcrpy 0.x's frozenset without its tag
    found: list[tuple[bytes, bytes]] = []
    for name, values in raw.items() if isinstance(raw, dict) else (_field(one, place) for one in raw):
        for value in values if isinstance(values, (list, tuple)) else [values]:
            found.append((_value(name, place), _value(value, f"{place}.{ascii(text(_value(name, place))[:40])[1:-1]}")))
    return tuple(found)


def _field(one: object, place: str) -> tuple[object, object]:
    """Name and value or values of one item of the headers."""
    if isinstance(one, (list, tuple)) and _is_pair(one):
        return one[0], one[1]
    if isinstance(one, (str, bytes)):
        name, colon, value = text(one).partition(":")
        if colon:
            return name, value
    raise WrongField(_MAPPING, place, one)


def _is_pair(value: object) -> bool:
    return isinstance(value, (list, tuple)) and len(value) == 2 and isinstance(value[0], (str, bytes))


def _value(value: object, place: str) -> bytes:
    """A header's name or value as bytes."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        try:
            return value.encode("utf-8", "surrogateescape")  # Python's form of bytes that are not UTF-8
        except UnicodeEncodeError:
            raise WrongField(_TEXT, place, value) from None
    if value is None or isinstance(value, bool):
        return b"" if value is None else str(value).lower().encode()
    if isinstance(value, float) or (isinstance(value, int) and value.bit_length() <= 128):
        return str(value).encode()
    raise WrongField(_TEXT, place, value)
