"""What a running player tells, what a recorder is not asked, and what another server may say."""

import json
import socket
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.request import Request, urlopen

import pytest

from cassettes.errors import SpecError, UpstreamError
from cassettes.library import folder
from chunktape.client.process import running
from chunktape.report.running import Saw, look


def post(url: str, value: object) -> bytes:
    with urlopen(Request(url, json.dumps(value).encode(), method="POST")) as answer:
        return bytes(answer.read())


@pytest.mark.wire
def test_a_player_tells_what_was_asked(tmp_path: Path) -> None:
    sample = str(folder() / "chat-openai.cassette")
    with running("chunktape", "play", sample, "--port", "0", "--speed", "max") as player:
        post(f"{player.url}/@utf8,seed=7/v1/chat/completions", {})
        post(f"{player.url}/@chunktape/observed", {"request": 1, "lengths": [10, 20]})
        saw = look(player.url)

    assert [one["target"] for one in saw.entries] == ["/@utf8,seed=7/v1/chat/completions"]
    assert [one["interaction"] for one in saw.coverage] == [1]
    assert saw.observed == {1: (10, 20)}
    assert not saw.recording
    assert saw.plays("chat-openai.cassette")
    assert not saw.plays("chat.cassette")


def test_a_journal_without_an_answer_may_be_about_any_cassette() -> None:
    assert Saw("1").plays("chat.cassette")
    assert Saw("1", entries=({"answer": "none", "cassette": ""}, {"answer": "refused"})).plays("chat.cassette")


@pytest.mark.wire
def test_a_recorder_is_asked_for_its_version_only(free_url: str, tmp_path: Path) -> None:
    with running("chunktape", "record", free_url, "--port", "0", "--output", str(tmp_path / "a.cassette")) as recorder:
        saw = look(recorder.url)
        assert recorder.stop() == 0
        assert "502" not in recorder.output.read_text("utf-8")

    assert (saw.recording, saw.entries) == (True, ())


@pytest.mark.wire
def test_nobody_and_somebody_else(free_url: str) -> None:
    with pytest.raises(UpstreamError, match="can't be reached"):
        look(free_url)
    with pytest.raises(UpstreamError, match=r"^http://\[::1\]:\d+ can't be reached"):
        look(free_url.replace("127.0.0.1", "[::1]"))
    for url in ("", "8799", "https://127.0.0.1", "http://", "http://[x", "http://a:b"):
        with pytest.raises(SpecError, match="--url needs"):
            look(url)


@pytest.mark.wire
@pytest.mark.parametrize(
    "told",
    [[], {}, {"version": 7}, "x", {"version": "1", "entries": [7, {"number": "x"}, {}], "recordings": {"a": 1}}, None],
)
def test_values_of_another_type_count_as_absent(told: Any, answering: Any) -> None:
    with answering(json.dumps(told).encode()) as url:
        if isinstance(told, dict) and isinstance(told.get("version"), str):
            assert look(url).entries == ({"number": "x"}, {})
        else:
            with pytest.raises(UpstreamError, match="nothing of chunktape answers"):
                look(url)


@pytest.mark.wire
def test_a_stream_of_another_server_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        left = Event()

        def serve() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
                while not left.wait(0.02):
                    connection.sendall(b"data: a\n\n")

        thread = Thread(target=serve)
        thread.start()
        with pytest.raises(UpstreamError, match="nothing of chunktape answers"):
            look(url)
        left.set()
        thread.join()


@pytest.fixture
def answering() -> Any:
    """A server that answers every GET with the same bytes."""

    @contextmanager
    def serve(body: bytes) -> Any:
        class Same(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Same) as server:
            thread = Thread(target=server.serve_forever, daemon=True)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}"
            finally:
                server.shutdown()
                thread.join()

    return serve
