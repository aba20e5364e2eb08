"""What real clients send by themselves, at both servers: curl's defaults, its HTTP/2, Node's HTTP/2, proxies, TLS."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.network.servers import SERVERS, Server, on_each
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire


async def run(*words: str) -> tuple[int, str]:
    """Exit code and what was printed, on either stream."""
    process = await asyncio.create_subprocess_exec(
        *words, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    printed, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode is not None
    return process.returncode, printed.decode("utf-8", "replace")


@pytest.fixture(params=SERVERS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def curl(require_tool: Callable[[str], str]) -> str:
    return require_tool("curl")


def test_curl_with_its_defaults(name: str, curl: str, tmp_path: Path) -> None:
    """A typed Chinese URL, a form, a big body behind `Expect: 100-continue`, an offer of h2c with each kind of body."""
    big = tmp_path / "big"
    big.write_bytes(bytes(range(256)) * 8192)
    json = '{"prompt":"你好"}'

    async def scenario(server: Server) -> None:
        quiet = (curl, "-sS", "--noproxy", "*")
        patient = ("-H", "Expect: 100-continue", "--expect100-timeout", "50")  # longer than the test may take
        for words in (
            (f"{server.url}/v1/你好?q=中",),
            ("-d", "a=b", f"{server.url}/form"),
            (
                "--data-binary",
                f"@{big}",
                "-H",
                "Expect: 100-continue",
                "--expect100-timeout",
                "50",
                f"{server.url}/big",
            ),
            ("--http2", f"{server.url}/h2c"),
            ("--http2", "-d", json, f"{server.url}/h2c"),
            ("--http2", "-H", "Transfer-Encoding: chunked", "-d", json, f"{server.url}/h2c"),
            ("--http2", "--data-binary", f"@{big}", *patient, f"{server.url}/h2c"),
            ("--http1.0", f"{server.url}/old"),
            ("--path-as-is", "-g", f"{server.url}/{{a}}|^[b]?x={{y}}"),
            ("-I", f"{server.url}/head"),
        ):
            code, printed = await run(*quiet, *words)
            assert (code, "200 OK" in printed if "-I" in words else printed == "ok") == (0, True), (words, printed)
        targets = [head.split(b" ")[1] for head, _ in server.upstream.requests]
        bodies = [body for _, body in server.upstream.requests]
        assert targets[0].upper() == b"/V1/%E4%BD%A0%E5%A5%BD?Q=%E4%B8%AD"  # some curls encode the path themselves
        assert bodies[:3] == [b"", b"a=b", big.read_bytes()]
        assert bodies[3:7] == [b"", json.encode(), json.encode(), big.read_bytes()]
        assert not [
            head for head, _ in server.upstream.requests if b"upgrade" in head.lower() or b"http2" in head.lower()
        ]
        assert any("percent" in line or "URL" in line for line in server.lines)

    on_each(name, tmp_path / "a.cassette", scenario)


def test_curl_with_what_is_refused(name: str, curl: str, tmp_path: Path) -> None:
    async def scenario(server: Server) -> None:
        for words, said in (
            (("--http2-prior-knowledge", f"{server.url}/a"), "HTTP/2"),
            (("-k", server.url.replace("http", "https") + "/a"), "https"),
            (("-k", "--http2", server.url.replace("http", "https") + "/a"), "https"),
            (("-x", server.url, "http://other.example/a", "-H", "Cookie: sid=1"), "other.example"),
            (("-x", server.url, "https://other.example/a"), "CONNECT"),
            (("-x", server.url.replace("http", "socks5"), "http://other.example/a"), "HTTP/1.1"),
            (("--noproxy", "*", "-H", "Host:", f"{server.url}/a"), "Host"),
            (("--noproxy", "*", "-H", "Host: evil.example", f"{server.url}/a"), "--allow-host"),
            (("--noproxy", "*", "--request-target", "/a b", f"{server.url}/"), "/a b"),
        ):
            _, printed = await run(curl, "-sS", *words)
            assert printed != "ok"
            assert said in "\n".join(server.lines), words
        assert not server.upstream.requests

    on_each(name, tmp_path / "a.cassette", scenario)


NODE_HTTP2 = """
const session = require('node:http2').connect(process.argv[1])
session.on('error', (error) => { console.log('refused: ' + error.code); process.exit(0) })
const request = session.request({ ':path': '/a' })
request.on('error', () => {}).on('response', () => { console.log('served'); process.exit(1) }).end()
"""


def test_node_with_http_2(name: str, require_tool: Callable[[str], str], tmp_path: Path) -> None:
    node = require_tool("node")

    async def scenario(server: Server) -> None:
        code, printed = await run(node, "-e", NODE_HTTP2, server.url)
        assert (code, printed.startswith("refused: ")) == (0, True), printed
        assert "HTTP/2" in server.lines[-1]

    on_each(name, tmp_path / "a.cassette", scenario)
