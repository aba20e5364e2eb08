"""`openssl s_server` asks for what Python's own server can't: a new handshake (TLS 1.2), new keys (TLS 1.3)."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from recorder.upstream.tls import Tls
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

QUESTION = b"is anybody there?\n"


class Far:
    """The server's process: what it is told goes to the client, but for its one-letter commands."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.printed = bytearray()
        self.news = threading.Condition()
        self.reading = threading.Thread(target=self._read, daemon=True)
        self.reading.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        while data := self.process.stdout.read1():  # type: ignore[attr-defined]
            with self.news:
                self.printed += data
                self.news.notify_all()

    def until(self, expected: bytes) -> bytes:
        with self.news:
            assert self.news.wait_for(lambda: expected in self.printed, PATIENCE), bytes(self.printed)
            return bytes(self.printed)

    def tell(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()


@contextmanager
def s_server(openssl: str, folder: Path, version: str) -> Iterator[tuple[Far, int, ssl.SSLContext]]:
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    issued.private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    context = ssl.create_default_context()
    authority.configure_trust(context)
    command = [openssl, "s_server", "-accept", "127.0.0.1:0", f"-{version}", "-cert", str(folder / "server.pem")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        far = Far(process)
        try:
            line = far.until(b"ACCEPT ").partition(b"ACCEPT ")[2]
            while b"\n" not in line:
                line = far.until(b"\n").partition(b"ACCEPT ")[2]
            yield far, int(line.split()[0].rpartition(b":")[2]), context
        finally:
            process.kill()
            far.reading.join(PATIENCE)


class Near:
    """A session on a blocking socket."""

    def __init__(self, port: int, context: ssl.SSLContext) -> None:
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.tls = Tls(context, "localhost")
        self.got = b""
        self.until(lambda: self.tls.established)

    def until(self, condition: Callable[[], bool]) -> None:
        self.flush()
        while not condition():
            self.read()
            self.flush()

    def read(self) -> None:
        data = self.sock.recv(65536)
        assert data
        self.got += self.tls.receive(data)
        assert self.tls.error is None

    def flush(self) -> None:
        self.sock.sendall(self.tls.outgoing())


@pytest.mark.parametrize(("version", "command"), [("tls1_2", b"r\n"), ("tls1_3", b"K\n"), ("tls1_3", b"k\n")])
def test_content_goes_on_beside_a_handshake_that_the_server_asks_for(
    version: str, command: bytes, require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    with s_server(require_tool("openssl"), tmp_path, version) as (far, port, context):
        near = Near(port, context)
        with near.sock:
            far.tell(b"1 before\n")
            near.until(lambda: near.got == b"1 before\n")
            far.tell(command)
            if version == "tls1_2":
                near.read()  # the hello request; the answer to it is not on its way
                near.tls.send(QUESTION)
                assert near.tls.unsent == len(QUESTION)
            else:
                near.tls.send(QUESTION)
            near.flush()
            near.until(lambda: not near.tls.unsent)
            far.until(QUESTION)
            far.tell(b"2 behind\n")
            near.until(lambda: near.got == b"1 before\n2 behind\n")
            far.tell(b"Q\n")  # it closes without close_notify
            assert near.sock.recv(1) == b""
            assert not near.tls.closed
