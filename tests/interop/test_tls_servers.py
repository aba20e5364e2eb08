"""Responses of Node's https server reach client and file to the last byte, and end as they ended."""

import hashlib
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from cassettes import store
from cassettes.model import Chunk
from chunktape.client.process import running
from recorder.response.tap import Tap
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

BODY = hashlib.shake_256(b"node").digest(4_000_000)
ENDINGS = {"/length": "complete", "/chunked": "complete", "/close": "complete", "/cut": "truncated"}


@contextmanager
def node(program: str, folder: Path) -> Iterator[tuple[str, str]]:
    """The server's URL, and the file of the CA to trust."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    command = [program, str(Path(__file__).parent / "programs" / "tls_server.mjs"), str(folder / "server.pem")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            yield f"https://127.0.0.1:{int(process.stdout.readline())}", str(folder / "ca.pem")
        finally:
            process.kill()


def test_node(require_tool: Callable[[str], str], tmp_path: Path) -> None:
    file = tmp_path / "a.cassette"
    with (
        node(require_tool("node"), tmp_path) as (url, ca),
        running("chunktape", "record", url, "--ca", ca, "--port", "0", "--output", str(file)) as one,
    ):
        for target in ENDINGS:
            tap, got = Tap("GET"), b""
            with socket.create_connection(("127.0.0.1", int(one.url.rpartition(":")[2])), timeout=PATIENCE) as client:
                client.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                while data := client.recv(1 << 20):
                    got += b"".join(record.data for record in tap.feed(data, 0) if isinstance(record, Chunk))
            assert len(got) == len(BODY)
            assert got == BODY
    stored = {one.request.target.decode(): one for one in store.load(file).interactions}
    assert {target: one.ending.kind for target, one in stored.items()} == ENDINGS
    assert all(one.body == BODY for one in stored.values())
