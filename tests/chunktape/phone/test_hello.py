"""The page for a phone at a recorder, and which requests are none of ours."""

from pathlib import Path

import pytest

from chunktape.client.process import running
from chunktape.phone.hello import hello
from chunktape.samples.reader import read_response
from network.door.head import RequestHead


def head(method: str, *fields: tuple[bytes, bytes]) -> RequestHead:
    return RequestHead(method, b"/@chunktape/hello", "1.1", ((b"Host", b"192.168.1.5:8799"), *fields))


def test_only_the_page_is_ours() -> None:
    assert hello(head("GET"), b"/v1/chat", "1.2.3.4") is None
    assert hello(head("POST"), b"/@chunktape/hello", "1.2.3.4") is None
    page = hello(head("GET", (b"User-Agent", b"<script>")), b"/@chunktape/hello?x", "1.2.3.4")
    assert page is not None
    assert b"http://192.168.1.5:8799</code>" in page
    assert b"&lt;script&gt;" in page
    assert b"Connection: close" not in page
    only = hello(head("HEAD", (b"Connection", b"close")), b"/@chunktape/hello", "")
    assert only is not None
    assert only.endswith(b"Connection: close\r\n\r\n")


@pytest.mark.wire
def test_a_recorder_answers_it_itself_and_records_nothing_of_it(free_url: str, tmp_path: Path) -> None:
    arguments = ("record", free_url, "--port", "0", "--host", "0.0.0.0", "--output", str(tmp_path / "a.cassette"))
    with running("chunktape", *arguments) as recorder:
        answer = read_response(f"{recorder.url}/@chunktape/hello")
        assert recorder.stop() == 0
        printed = recorder.output.read_text("utf-8")
    assert answer.head is not None
    assert answer.head.status == 200
    assert f"{recorder.url}</code>".encode() in answer.body
    assert "Warning: everyone on the networks" in printed
    assert "No request came" in printed or "没有收到" in printed


def test_a_recorder_says_that_it_is_one() -> None:
    """A script, or `chunktape doctor`, asks who has the port: that must not go to the upstream."""
    answer = hello(head("GET"), b"/@chunktape/health", "")
    assert answer is not None
    assert answer.endswith(b'"recording": true}\n')
    assert hello(head("DELETE"), b"/@chunktape/health", "") is None
    assert hello(head("GET"), b"/@chunktape/journal", "") is None
