"""Both servers refuse the same requests in the same words, whole and byte by byte, and what they let in is the same."""

import contextlib
import json
import re
from pathlib import Path

import pytest

from tests.network.doors import POST, REFUSED, get
from tests.network.servers import SERVERS, Server, on_each
from tests.support.sockets import connect

pytestmark = pytest.mark.wire


#: refused by what stands before the first header
HEADLESS = {"a long target", "a long raw target", "HTTP/2, prior knowledge"}


async def refusal(server: Server, sent: bytes, step: int = 0) -> tuple[int, str, str]:
    """Status, code, message of the answer to `sent`, which is written in steps of so many bytes."""
    client = await connect(server.url)
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it was refused by its first bytes
        await server.take(client, sent, step)
    raw, reset = await client.rest()
    assert not reset
    head, _, body = raw.partition(b"\r\n\r\n")
    assert b"\r\nx-should-retry: false" in head
    assert b"\r\nConnection: close" in head
    error = json.loads(body)["error"]
    return int(head[9:12]), error["code"], error["message"]


@pytest.mark.portable
@pytest.mark.parametrize("name", SERVERS)
def test_what_is_refused_is_refused_alike(name: str, tmp_path: Path) -> None:
    """Each of the table, whole and byte by byte; it is said in the console, and the upstream sees nothing of it."""

    async def scenario(server: Server) -> None:
        for label, one in REFUSED.items():
            for step in (0, 1) if len(one.sent) < 1000 else (0, 60_000):
                said = len(server.lines)
                status, code, message = await refusal(server, one.sent, step)
                assert (status, code) == (one.status, one.code), (label, step, message)
                assert 10 < len(message) < 400, label
                assert "secret" not in message, label
                if name == "player":
                    assert server.lines[said:] == [f"refused {message}"], label
            assert any(message in line for line in server.lines), label
        assert not server.upstream.requests

    on_each(name, tmp_path / "a.cassette", scenario)


@pytest.mark.parametrize("name", SERVERS)
def test_a_refusal_speaks_the_language_of_its_client(name: str, tmp_path: Path) -> None:
    """An app may show it. The console keeps its own, here English; a client that names no language gets that, too."""
    asks = b"\r\nAccept-Language: zh-CN,zh;q=0.9,en;q=0.8\r\n"

    async def scenario(server: Server) -> None:
        for label, one in REFUSED.items():
            first, _, rest = one.sent.partition(b"\r\n")
            if not rest or label in HEADLESS:
                continue
            said = len(server.lines)
            status, code, message = await refusal(server, first + asks + rest)
            assert (status, code) == (one.status, one.code), label
            assert re.search("[一-鿿]", message), (label, message)
            if name == "player":
                assert not re.search("[一-鿿]", "".join(server.lines[said:])), label

    on_each(name, tmp_path / "a.cassette", scenario)


@pytest.mark.portable
@pytest.mark.parametrize("name", SERVERS)
def test_who_still_sends_a_large_body_can_read_why_it_was_refused(name: str, tmp_path: Path) -> None:
    """Closing with bytes unread would reset the connection, and take the answer with it (RFC 9112 section 9.6)."""
    size = 4 << 20
    head = b"POST /a HTTP/1.1\r\nHost: evil.example\r\nContent-Length: %d\r\n\r\n" % size

    async def scenario(server: Server) -> None:
        assert (await refusal(server, head + bytes(size)))[:2] == (421, "host-not-allowed")

    on_each(name, tmp_path / "a.cassette", scenario)


@pytest.mark.portable
@pytest.mark.parametrize("name", SERVERS)
def test_the_answer_to_head_is_a_head_alone(name: str, tmp_path: Path) -> None:
    async def scenario(server: Server) -> None:
        client = await connect(server.url)
        await client.send(get(host=b"evil.example", method=b"HEAD"))
        raw, _ = await client.rest()
        assert raw.startswith(b"HTTP/1.1 421 ")
        assert raw.endswith(b"\r\n\r\n")

    on_each(name, tmp_path / "a.cassette", scenario)


@pytest.mark.portable
@pytest.mark.parametrize("name", SERVERS)
def test_the_console_names_http_2_and_tls(name: str, tmp_path: Path) -> None:
    async def scenario(server: Server) -> None:
        for label, word in (("HTTP/2, prior knowledge", "HTTP/2"), ("TLS", "https"), ("HTTP/2 in words", "HTTP/2")):
            _, _, message = await refusal(server, REFUSED[label].sent)
            assert word in message
            assert word in server.lines[-1]

    on_each(name, tmp_path / "a.cassette", scenario)


H2C = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n"
#: what is let in: (request, target that the upstream gets, body)
SERVED = {
    "utf-8": (get("/v1/你好?q=中".encode()), b"/v1/%E4%BD%A0%E5%A5%BD?q=%E4%B8%AD", b""),
    "gbk": (get("/v1/你好".encode("gbk")), b"/v1/%C4%E3%BA%C3", b""),
    "absolute": (b"", b"/a?b", b""),
    "options": (b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", b"*", b""),
    "http/1.0": (b"GET /a HTTP/1.0\r\n\r\n", b"/a", b""),
    "odd characters": (get(b"/\"<>^`{|}\\'"), b"/\"<>^`{|}\\'", b""),
    "two slashes": (get(b"//evil.example/a"), b"//evil.example/a", b""),
    "h2c": (get(b"/a", H2C[:-2]), b"/a", b""),
    "h2c with a body": (POST + H2C + b"Content-Length: 5\r\n\r\nhello", b"/a", b"hello"),
    "h2c with chunks": (
        POST + H2C + b"Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
        b"/a",
        b"hello",
    ),
    "empty lines before": (b"\r\n\r\n" + get(), b"/a", b""),
}


@pytest.mark.portable
@pytest.mark.parametrize("step", [0, 1], ids=["whole", "byte by byte"])
@pytest.mark.parametrize("kind", SERVED)
@pytest.mark.parametrize("name", SERVERS)
def test_what_is_let_in_goes_on_alike(name: str, kind: str, step: int, tmp_path: Path) -> None:
    request, target, body = SERVED[kind]

    async def scenario(server: Server) -> None:
        authority = server.url.removeprefix("http://").encode()
        sent = request or get(b"http://%b/a?b" % authority, host=authority)
        client = await connect(server.url)
        await server.take(client, sent, step)
        if step:
            assert server.reads.sizes[client.port] == [1] * len(sent)
        assert (await client.until(b"ok")).endswith(b"ok")
        client.close()
        ((head, got),) = server.upstream.requests
        assert head.split(b" ")[1] == target
        assert b"upgrade" not in head.lower()
        assert b"http2-settings" not in head.lower()
        assert got == body
        assert any("%" in line for line in server.lines) is (kind in ("utf-8", "gbk"))

    on_each(name, tmp_path / "a.cassette", scenario)
