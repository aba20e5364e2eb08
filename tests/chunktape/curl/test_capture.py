"""One request without an app: what is sent, shown, recorded, and how it ends."""

import asyncio
import io
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cassettes.model import EndKind, ResponseHead
from cassettes.store import load
from chunktape.client.process import running
from chunktape.curl.capture import on_terminal
from tests.chunktape.commands import as_typed
from tests.recorder.conftest import CHUNKED, Upstream, run_with_upstream
from tests.support.patience import PATIENCE
from tests.support.peers.scripted import Peer, scripted

QUESTION = b'{"model": "m",\n "stream": true, "messages": [{"role": "user", "content": "hi there"}]}'


def shown(kind: bytes, *pieces: bytes, encoding: bytes = b"") -> str:
    out = io.StringIO()
    show = on_terminal(out)(ResponseHead(0, 200, headers=((b"Content-Type", kind), (b"Content-Encoding", encoding))))
    for piece in pieces:
        show(piece)
    return out.getvalue()


def test_text_is_shown_as_it_comes_and_moves_no_cursor() -> None:
    text = "data: 你好\r\n\r\n\x1b[2Jé\u202e\x07"
    data = text.encode()
    expected = "data: 你好\n\n\\x1b[2Jé\\u202e\\x07"
    assert shown(b"text/event-stream; charset=utf-8", data) == expected
    assert shown(b"application/json", *(data[at : at + 1] for at in range(len(data)))) == expected
    assert shown(b"text/plain", b"a\xff") == "a\\xff"


def test_what_is_no_text_is_counted() -> None:
    assert shown(b"image/png", b"\x89PNG", b"rest") == "\r4 bytes ..."
    assert shown(b"text/plain", b"\x1f\x8b\x08", encoding=b"gzip") == "\r3 bytes ..."


def capture(tmp_path: Path, *words: str, stdin: bytes | None = None) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-P", "-m", "chunktape", "capture", *words]
    return subprocess.run(command, cwd=tmp_path, input=stdin, capture_output=True, timeout=PATIENCE, check=False)


@pytest.mark.wire
def test_a_key_that_curl_labels_as_a_form_is_not_kept(tmp_path: Path) -> None:
    body = '{"api_key": "S3CRET", "messages": []}'
    with running("chunktape.samples.upstream", "--ttft", "10ms", "--tps", "1000") as upstream:
        url = f"{upstream.url}/v1/messages"
        one = capture(tmp_path, url, "-d", body, "-o", "1.cassette")
        two = capture(tmp_path, "-o", "2.cassette", "--", "curl", url, "-u", "me:S3CRET", "-b", "a=S3CRET", "-d", body)
    for number, done in enumerate((one, two), 1):
        assert done.returncode == 0, done.stderr
        data = (tmp_path / f"{number}.cassette").read_bytes()
        assert b"S3CRET" not in data
        assert b'{"api_key": "******", "messages": []}' in data


@pytest.mark.wire
def test_said_in_options_or_pasted_it_is_the_same_request(tmp_path: Path) -> None:
    (tmp_path / "body.json").write_bytes(QUESTION)
    with running("chunktape.samples.upstream", "--ttft", "10ms", "--tps", "1000") as upstream:
        url = f"{upstream.url}/v1/messages?key=SECRET"
        header = "Authorization: Bearer SECRET"
        said = ("-H", header, "-H", "Content-Type: application/json")
        pasted = ("-H", header, "-H", "content-type: application/json", "--compressed")
        one = capture(tmp_path, url, *said, "-d", "@body.json", "-o", "1.cassette")
        two = capture(tmp_path, "-o", "2.cassette", "--", "curl", url, *pasted, "--data-raw", QUESTION.decode())
        three = capture(tmp_path, "-o", "3.cassette", "curl", url, *pasted, "--data-binary", "@-", stdin=QUESTION)
        again = capture(tmp_path, url, "-o", "1.cassette")
        mixed = capture(tmp_path, "-d", "x", "--", "curl", url)
    for number, done in enumerate((one, two, three), 1):
        assert done.returncode == 0, done.stderr
        cassette = load(tmp_path / f"{number}.cassette")
        (made,) = cassette.interactions
        assert cassette.state == "sound"
        assert (made.request.method, made.request.target) == ("POST", b"/v1/messages?key=***")
        assert json.loads(made.request.body) == json.loads(QUESTION)
        assert (b"Authorization", b"Bearer ***") in made.request.headers
        assert made.ending.kind is EndKind.COMPLETE
        assert done.stdout == made.body
        assert b"SECRET" not in (tmp_path / f"{number}.cassette").read_bytes() + done.stderr
        assert f"Recorded into {number}.cassette".encode() in done.stderr
    assert (again.returncode, mixed.returncode) == (4, 2)
    assert b"--append" in again.stderr
    assert b"-d" in mixed.stderr


@pytest.mark.wire
@pytest.mark.parametrize("long", [True, False])
def test_method_headers_and_body_reach_the_server_as_they_were_said(tmp_path: Path, long: bool) -> None:
    words = ["--request", "PUT", "--header", "X-One: 1", "--header", "x-TWO: a: b", "--data", '{"q": "你好\\n"}']
    if not long:
        words = [{"--request": "-X", "--header": "-H", "--data": "-d"}.get(word, word) for word in words]

    async def main(upstream: Upstream) -> None:
        upstream.scripts["/a?b=%20"] = [CHUNKED + b"3\r\nabc\r\n0\r\n\r\n"]
        done = await asyncio.to_thread(
            capture, tmp_path, f"http://127.0.0.1:{upstream.port}/a?b=%20", *words, "-o", "a.cassette"
        )
        assert (done.returncode, done.stdout) == (0, b"abc"), done.stderr
        (request,) = upstream.requests
        head, _, body = request.partition(b"\r\n\r\n")
        assert head.startswith(b"PUT /a?b=%20 HTTP/1.1\r\n")
        assert b"\r\nX-One: 1\r\n" in head
        assert b"\r\nx-TWO: a: b\r\n" in head
        assert body == '{"q": "你好\\n"}'.encode()

    run_with_upstream(main)
    (one,) = load(tmp_path / "a.cassette").interactions
    assert (one.request.method, one.request.target, one.request.body) == (
        "PUT",
        b"/a?b=%20",
        '{"q": "你好\\n"}'.encode(),
    )
    assert {(b"X-One", b"1"), (b"x-TWO", b"a: b")} <= set(one.request.headers)


@pytest.mark.wire
def test_what_is_kept_and_what_redaction_could_not_see_is_said(tmp_path: Path) -> None:
    async def main(upstream: Upstream) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
        upstream.scripts["/a?phone=5551234"] = [head + b"Content-Encoding: gzip\r\n\r\nok"]
        upstream.scripts["/b?key=SECRET"] = [head + b"\r\nok"]
        url = f"http://127.0.0.1:{upstream.port}"
        words = (f"{url}/a?phone=5551234", "-o", "a.cassette", "--redact", "query:phone", "--redact", "body:token")
        one = await asyncio.to_thread(capture, tmp_path, *words)
        two = await asyncio.to_thread(capture, tmp_path, f"{url}/b?key=SECRET", "-o", "b.cassette", "--keep-secrets")
        assert (one.returncode, two.returncode) == (0, 0), one.stderr + two.stderr
        assert b"redaction did not look into: 1" in one.stderr
        assert b"Warning" not in one.stderr
        assert b"Warning: --keep-secrets" in two.stderr
        assert b"redaction did not look" not in two.stderr

    run_with_upstream(main)
    redacted, kept = (load(tmp_path / name) for name in ("a.cassette", "b.cassette"))
    assert redacted.interactions[0].request.target == b"/a?phone=***"
    assert {"query:phone", "body:token"} < set(redacted.headers[0].redaction)
    assert kept.interactions[0].request.target == b"/b?key=SECRET"


@pytest.mark.wire
def test_a_server_that_is_not_there_is_5_and_leaves_no_file(tmp_path: Path, free_url: str) -> None:
    done = capture(tmp_path, free_url, "-o", "no.cassette")
    assert (done.returncode, done.stdout) == (5, b"")
    assert b"Is it running?" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.wire
@pytest.mark.parametrize(("answer", "code"), [(b"", 5), (b"SSH-2.0-OpenSSH_9.2\r\n", 0)])
def test_a_server_that_says_nothing_is_5_and_what_is_no_http_is_kept(answer: bytes, code: int, tmp_path: Path) -> None:
    def script(peer: Peer) -> None:
        peer.request()
        peer.raw(answer)

    with scripted(script) as server:
        done = capture(tmp_path, f"http://127.0.0.1:{server.port}/", "-o", "a.cassette")
    assert done.returncode == code, done.stderr
    assert (b"ended the connection without an answer" in done.stderr) == (code == 5)
    (one,) = load(tmp_path / "a.cassette").interactions
    assert (one.head, one.body, one.ending.kind) == (None, answer, EndKind.TRUNCATED)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("ftp://a.example",), b"ftp://a.example"),
        (("http://a.example", "http://b.example"), b"one URL"),
        (("http://a.example", "-d", "@missing"), b"missing"),
        (("http://a.example", "-H", "nonsense"), b"-H takes a header as `Name: value`; found 'nonsense'."),
        (("--", "curl", "http://a.example", "--proxy", "x"), b"--proxy"),
        (("http://a.example", "--append", "--overwrite"), b"--append"),
        (("http://a.example", "--redact", "nonsense"), b"nonsense"),
        (("https://a.example", "--ca", "missing.pem"), b"missing.pem"),
    ],
)
@pytest.mark.wire
def test_words_that_make_no_sense(words: tuple[str, ...], expected: bytes, tmp_path: Path) -> None:
    done = capture(tmp_path, *words)
    assert done.returncode == 2
    assert expected in done.stderr
    assert b"Traceback" not in done.stderr
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.wire
@pytest.mark.skipif(sys.platform == "win32", reason="signals to one process")
def test_ctrl_c_keeps_what_came(tmp_path: Path) -> None:
    async def main(upstream: Upstream) -> None:
        upstream.scripts["/a"] = [CHUNKED + b"3\r\nabc\r\n", asyncio.Event()]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "chunktape", "capture"),
            *(f"http://127.0.0.1:{upstream.port}/a", "-o", str(tmp_path / "a.cassette")),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert await asyncio.wait_for(process.stdout.readexactly(3), PATIENCE) == b"abc"
        process.send_signal(signal.SIGINT)
        _, said = await asyncio.wait_for(process.communicate(), PATIENCE)
        assert process.returncode == 130, said
        assert b"ended: client-abort" in said

    run_with_upstream(main)
    (one,) = load(tmp_path / "a.cassette").interactions
    assert (one.body, one.ending.kind) == (b"abc", EndKind.CLIENT_ABORT)


@pytest.mark.parametrize("name", ["absent", r"a\x00b"])
def test_a_body_in_a_file_that_cannot_be_read(name: str, tmp_path: Path) -> None:
    done = as_typed("capture", f"curl http://127.0.0.1:9/ -d $'@{name}'", folder=tmp_path)
    assert done.exit_code == 2
    assert f"chunktape: {name} can't be read: " in done.output


@pytest.mark.wire
@pytest.mark.parametrize(
    ("words", "code"), [([], 5), (["--ca", "absent.pem"], 2)], ids=["no server", "no such certificate"]
)
@pytest.mark.parametrize("mode", ["--overwrite", "--append"])
def test_a_recording_stays_as_it_was_where_there_is_no_other(
    words: list[str], code: int, mode: str, free_url: str, tmp_path: Path
) -> None:
    before = (Path(__file__).parents[2] / "data" / "v1.cassette").read_bytes()
    (tmp_path / "a.cassette").write_bytes(before)
    url = free_url.replace("http:", "https:") if words else free_url

    done = as_typed("capture", url, "-o", "a.cassette", mode, *words, folder=tmp_path)

    assert done.exit_code == code, done.output
    assert (tmp_path / "a.cassette").read_bytes() == before
