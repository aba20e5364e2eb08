"""`cassettes.interchange`: what holds for every importer."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cassettes.errors import CassetteError
from cassettes.interchange import FORMATS, read_file
from cassettes.model import Header, Origin
from cassettes.redaction.redact import Redaction
from cassettes.store import dumps

Read = Callable[[str, bytes], Any]
PLAIN = [form for form in FORMATS if form != "mitm"]  # mitm: tests/cassettes/interchange/test_mitm.py

WRONG = {
    "a cassette": b"\x92\xc4\x10\x96\xa6header\xa9chunktape\x01",
    "an image": b"\x89PNG\r\n\x1a\n\x00\x00",
    "text": "你好\n".encode(),
    "JSON": b'{"a": 1}',
    "a list": b"- 1\n- 2\n",
    "GBK": "中文: 值\n".encode("gbk"),
}


@pytest.mark.parametrize("form", PLAIN)
@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_file_is_refused_in_one_sentence(form: str, kind: str, read_bytes: Read) -> None:
    with pytest.raises(CassetteError, match=r"file\.in") as error:
        read_bytes(form, WRONG[kind])
    assert "\n" not in str(error.value)
    assert error.value.path.endswith("file.in")


OTHERS = [
    (b'{"log": {"version": "1.2", "entries": []}}', "import har FILE"),
    (b"data: a\n\ndata: b\n\n", "import sse FILE"),
    (b": ping\n\nevent: a\ndata: {}\n\n", "import sse FILE"),
    (b"HTTP/1.1 200 OK\r\n\r\ndata: a\n\n", "import sse FILE"),
    (b"== Info: Trying 127.0.0.1\n=> Send header, 5 bytes (0x5)\n", "import curl-trace FILE"),
    (b"10:00:00.000001 == Info: Trying\n", "import curl-trace FILE"),
    (b'{"chunktape": 1, "header": {}}', "import json FILE"),
    (b"chunktape: 1\nheader: {}\n", "import yaml FILE"),
    (b"1234:9:websocket;0:~", "import mitm FILE"),
    ((Path(__file__).parents[2] / "data/v1.cassette").read_bytes(), "play FILE"),
    # a header of more than 255 bytes has a longer length before it
    (dumps(Header("t", 0, Origin("recorded", "https://api.example"), ("header:x",) * 40), ()), "play FILE"),
]


@pytest.mark.parametrize("form", PLAIN)
@pytest.mark.parametrize(("data", "command"), OTHERS, ids=[f"{n} {command}" for n, (_, command) in enumerate(OTHERS)])
def test_a_file_of_another_kind_is_told_so(data: bytes, command: str, form: str, read_bytes: Read) -> None:
    if command == f"import {form} FILE" or (form in ("yaml", "json") and b"chunktape" in data and b"\x92" not in data):
        return  # it is that format; YAML and JSON have one reader
    with pytest.raises(CassetteError, match=f"not for `import {form}`, it looks like a file for: chunktape {command}$"):
        read_bytes(form, data)


@pytest.mark.parametrize("form", PLAIN)
def test_nothing_to_read(form: str, read_bytes: Read, tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match="has nothing in it"):
        read_bytes(form, b" \n")
    with pytest.raises(CassetteError, match="is a directory"):
        read_file(form, tmp_path, "t", 0, Redaction.none())
    with pytest.raises(CassetteError, match="does not exist"):
        read_file(form, tmp_path / "none", "t", 0, Redaction.none())


def test_a_file_over_the_limit(read_bytes: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cassettes.interchange.read.MAX_FILE", 1 << 20)
    with pytest.raises(CassetteError, match="larger than 1 MiB"):
        read_bytes("sse", b"data: x\n\n" * 200_000)


@pytest.mark.skipif(os.name == "nt", reason="devices and permissions of POSIX")
@pytest.mark.parametrize("form", PLAIN)
def test_files_that_are_none(form: str, tmp_path: Path) -> None:
    """A device, a pipe's end, a name that is too long, one that no system takes; and a file that we may not read."""
    locked = tmp_path / "locked"
    locked.write_bytes(b"x")
    locked.chmod(0)
    places = ["/dev/null", "/proc/self/mem", str(tmp_path / ("n" * 300)), "a\0b", str(locked / "below"), str(tmp_path)]
    if os.geteuid():  # root may read everything
        places.append(str(locked))
    for place in places:
        with pytest.raises(CassetteError) as error:
            read_file(form, Path(place), "t", 0, Redaction.none())
        assert "\n" not in str(error.value)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero")
def test_a_file_that_grows_for_ever_is_read_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cassettes.interchange.read.MAX_FILE", 1 << 20)
    with pytest.raises(CassetteError, match="is larger than 1 MiB"):
        read_file("sse", Path("/dev/zero"), "t", 0, Redaction.none())


@pytest.mark.parametrize("form", PLAIN)
@settings(max_examples=40, deadline=None)
@given(
    data=st.one_of(
        st.binary(), st.text().map(str.encode), st.text("{}[]\"':,-&*! \n\tinteractionslog0123").map(str.encode)
    )
)
def test_any_bytes_are_refused_or_read(tmp_path_factory: pytest.TempPathFactory, form: str, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "x"
    path.write_bytes(data)
    with suppress(CassetteError):
        assert read_file(form, path, "t", 0, Redaction.default())[1].interactions


def test_requests_and_responses_are_redacted(read_bytes: Read) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nSet-Cookie: sid=secret; Path=/\r\n\r\n"
    header, imported = read_bytes("sse", head + b"data: x\n\n")
    assert header.redaction == Redaction.default().rules
    assert dict(imported.interactions[0].head.headers)[b"Set-Cookie"] == b"sid=***; Path=/"


def test_what_a_cassette_can_not_hold_is_refused(read_bytes: Read) -> None:
    asked = b"interactions:\n- request: {method: GET, uri: 'http://h/'}\n"
    text = asked + b'  response: {status: {code: 200, message: "a\\nb"}}\n'
    with pytest.raises(CassetteError, match=r"can't hold: [a-z][^.]*\. Correct"):
        read_bytes("vcr", text)
