"""Law 10 for files of other tools: no configured secret is in the bytes of the cassette that is made of one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cassettes.interchange import read_file
from cassettes.redaction.redact import Redaction
from cassettes.store import dumps
from tests.support.places import NAMES, PLACES, Asked, leaks


def _url(asked: Asked) -> str:
    target = asked.target.decode()
    return target if "://" in target else f"http://a.example{target}"


def _text(headers: Any) -> list[tuple[str, str]]:
    return [(name.decode(), value.decode("latin-1")) for name, value in headers]


def _har(asked: Asked) -> bytes:
    def listed(headers: Any) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in _text(headers)]

    entry = {
        "startedDateTime": "2026-01-01T00:00:00Z",
        "time": 1,
        "request": {
            "method": "POST",
            "url": _url(asked),
            "httpVersion": "HTTP/1.1",
            "headers": listed(asked.headers),
            "postData": {"mimeType": "text/plain", "text": asked.body.decode("latin-1")},
        },
        "response": {
            "status": 200,
            "statusText": "OK",
            "httpVersion": "HTTP/1.1",
            "headers": listed((*asked.answer_headers, *asked.trailers)),
            "content": {"size": 1, "mimeType": "text/plain", "text": asked.answer.decode()},
        },
        "timings": {"send": 0, "wait": 1, "receive": 1},
    }
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "x"}, "entries": [entry]}}).encode()


def _vcr(asked: Asked) -> bytes:
    def listed(headers: Any) -> dict[str, list[str]]:
        return {name: [value] for name, value in _text(headers)}

    request = {
        "method": "POST",
        "uri": _url(asked),
        "body": asked.body.decode("latin-1"),
        "headers": listed(asked.headers),
    }
    response = {
        "status": {"code": 200, "message": "OK"},
        "headers": listed((*asked.answer_headers, *asked.trailers)),
        "body": {"string": asked.answer.decode()},
    }
    return json.dumps({"version": 1, "interactions": [{"request": request, "response": response}]}).encode()


def _trace(asked: Asked) -> bytes:
    """The response is one chunk, with the trailers behind it."""

    def lines(headers: Any) -> bytes:
        return b"".join(b"%b: %b\r\n" % field for field in headers)

    sent = b"POST %b HTTP/1.1\r\nHost: a.example\r\n%b\r\n" % (asked.target, lines(asked.headers))
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n%b\r\n" % lines(asked.answer_headers)
    body = b"%x\r\n%b\r\n0\r\n%b\r\n" % (len(asked.answer), asked.answer, lines(asked.trailers))
    blocks = [("=> Send header", sent), ("=> Send data", asked.body), ("<= Recv header", head), ("<= Recv data", body)]
    out = "10:00:00.000000 == Info: Connected\n"
    for number, (title, data) in enumerate(blocks):
        if not data:
            continue
        out += f"10:00:0{number}.000000 {title}, {len(data)} bytes (0x{len(data):x})\n"
        for start in range(0, len(data), 16):
            part = data[start : start + 16]
            shown = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in part)
            out += f"{start:04x}: {part.hex(' '):47} {shown}\n"
    return out.encode()


MAKERS: dict[str, Callable[[Asked], bytes]] = {"har": _har, "vcr": _vcr, "curl-trace": _trace}


def file_of(path: Path, form: str, asked: Asked) -> bytes:
    path.write_bytes(MAKERS[form](asked))
    rules = [f"body:{asked.body_rule}"] if asked.body_rule else []
    header, imported = read_file(form, path, "test", 0, Redaction.default(rules))
    assert len(imported.interactions) == 1
    return dumps(header, imported.interactions)


def _cases() -> list[tuple[str, str]]:
    places = [place for place in PLACES if not place.startswith("raw")]
    text = [place for place in places if place != "JSON in UTF-16"]
    return [(form, place) for form in MAKERS for place in (places if form == "curl-trace" else text)]


@pytest.mark.parametrize(("form", "place"), _cases())
def test_no_secret_under_any_name_is_imported(form: str, place: str, tmp_path: Path) -> None:
    found = {name: file_of(tmp_path / "file.in", form, PLACES[place](name)) for name in NAMES[::6]}
    assert [name for name, data in found.items() if leaks(data)] == []


def test_a_trailer_of_a_curl_trace(tmp_path: Path) -> None:
    asked = Asked(trailers=((b"X-Auth-Token", b"S3CRET"), (b"X-Kept", b"kept")))
    path = tmp_path / "trace.txt"
    path.write_bytes(_trace(asked))
    _, imported = read_file("curl-trace", path, "test", 0, Redaction.default())
    assert imported.interactions[0].ending.trailers == ((b"X-Auth-Token", b"***"), (b"X-Kept", b"kept"))


def test_what_could_not_be_looked_into_is_said(tmp_path: Path) -> None:
    path = tmp_path / "trace.txt"
    path.write_bytes(_trace(Asked(body=b"\x1f\x8b\x08\0\0\0", answer=b"\x1f\x8b\x08")))
    _, imported = read_file("curl-trace", path, "test", 0, Redaction.default())
    assert [note for note in imported.notes if "did not look into: 1" in note] == list(imported.notes)
    assert imported.notes
