"""http:// before real servers of TLS, and https:// before real servers of plain HTTP: `record`, `capture` and `play
--upstream` name the other scheme, at once and in both places that a person looks at.
"""

import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from benchmarks.harness.servers import free_port
from chunktape.client.process import running
from tests.support.patience import PATIENCE
from tests.support.waiting import wait_until

pytestmark = pytest.mark.wire

RECORDED = Path(__file__).parents[1] / "data" / "v1.cassette"
NGINX = """
daemon off; master_process off; pid {folder}/pid; error_log stderr;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port} {tls}; ssl_certificate {pem}; ssl_certificate_key {pem}; return 200 "ok"; }}
}}
"""
NODE = """
const {readFileSync} = require('fs'), [, pem, port, tls] = process.argv
const key = pem && readFileSync(pem), answer = (_, response) => response.end('ok')
const server = tls ? require('https').createServer({key, cert: key}, answer) : require('http').createServer(answer)
server.listen(Number(port), '127.0.0.1')
"""


def command(kind: str, program: str, port: int, pem: Path, *, tls: bool) -> list[str]:
    """The command line of a server on `port`."""
    if kind == "nginx":
        config = pem.parent / "nginx.conf"
        settings = {"folder": pem.parent, "port": port, "pem": pem, "tls": "ssl" if tls else ""}
        config.write_text(NGINX.format(**settings))
        return [program, "-c", str(config)]
    if kind == "openssl":
        return [program, "s_server", "-quiet", "-www", "-accept", f"127.0.0.1:{port}", "-cert", str(pem)]
    if kind == "node":
        return [program, "-e", NODE, str(pem), str(port), *(["tls"] if tls else [])]
    return [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]


@contextmanager
def server(kind: str, program: str, folder: Path, *, tls: bool) -> Iterator[int]:
    """The port of a server that takes connections."""
    pem, port = folder / "server.pem", free_port()
    trustme.CA().issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(pem))
    (folder / "www").mkdir()
    with subprocess.Popen(
        command(kind, program, port, pem, tls=tls),
        cwd=folder / "www",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            wait_until(lambda: process.poll() is not None or taken(port))
            assert process.poll() is None
            yield port
        finally:
            process.kill()


def taken(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


def asked(url: str) -> tuple[int, str]:
    """Status and the sentence in the body of the answer to a request."""
    try:
        with urllib.request.urlopen(f"{url}/elsewhere", b"{}", timeout=PATIENCE) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as error:
        body = error.read()
        return error.code, json.loads(body)["error"]["message"] if error.code == 502 else ""


CASES = [
    ("nginx", True),
    ("openssl", True),
    ("node", True),
    ("nginx", False),
    ("node", False),
    ("http.server", False),
]


@pytest.mark.parametrize(("kind", "tls"), CASES, ids=[f"{kind}-{'tls' if tls else 'plain'}" for kind, tls in CASES])
def test_the_other_scheme_is_named(kind: str, tls: bool, require_tool: Callable[[str], str], tmp_path: Path) -> None:
    program = require_tool(kind) if kind != "http.server" else ""
    by_itself = (kind, tls) == ("nginx", True)  # its own 400 goes on as it came; the console says what it means
    with server(kind, program, tmp_path, tls=tls) as port:
        wrong = f"{'http' if tls else 'https'}://127.0.0.1:{port}"
        sentence = f"use {'https' if tls else 'http'}://127.0.0.1:{port} instead of {wrong}."
        for words in (
            ("record", wrong, "--insecure", "--output", str(tmp_path / "a.cassette")),
            ("play", str(RECORDED), "--upstream", wrong, "--insecure"),
        ):
            with running("chunktape", *words, "--port", "0") as one:
                status, said = asked(one.url)
                wait_until(lambda one=one: sentence in one.printed())  # type: ignore[misc]
            if by_itself:
                assert status == 400
            else:
                assert (status, sentence in said) == (502, True)
        done = subprocess.run(
            [sys.executable, "-m", "chunktape", "capture", wrong, "-k", "-o", str(tmp_path / "b.cassette")],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    assert sentence in done.stderr
    assert done.returncode == (0 if by_itself else 5)
