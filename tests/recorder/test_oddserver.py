"""The 13 framings of the shared odd server: exactly the transfer chunks that it says it sent."""

import asyncio
import importlib.util
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cassettes.model import EndKind
from tests.support.patience import PATIENCE

#: as the provider streams, the odd server lies beside the repository: .ci/run counts it among what may be absent
pytestmark = [pytest.mark.wire, pytest.mark.corpus]

SHARED = Path(os.environ.get("CHUNKTAPE_SHARED", Path(__file__).parents[2].parent / "shared"))
SOURCE = SHARED / "bench" / "oddserver.py"


@pytest.fixture(scope="module")
def oddserver() -> ModuleType:
    if not SOURCE.exists():
        pytest.skip("the shared odd server is not here; test_proxy.py has framings of our own like its")
    spec = importlib.util.spec_from_file_location("oddserver", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_cases_of_the_odd_server(
    oddserver: ModuleType, alone: Callable[..., None], session: Any, tmp_path: Path
) -> None:
    path = tmp_path / "a.cassette"
    clients: dict[str, bytes] = {}

    async def ask(s: Any, name: str, raw: bytes) -> None:
        reader, writer = await s.connect()
        writer.write(f"GET /{name} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        seen = b""
        try:
            # where only the close is the end, the recorder must have seen it before it is stopped
            while len(seen) < len(raw) or name in ("close", "truncated", "reset"):
                data = await asyncio.wait_for(reader.read(65536), PATIENCE)
                if not data:
                    break
                seen += data
        except ConnectionResetError:
            assert name == "reset"
        clients[name] = seen

    async def main() -> None:
        server = await asyncio.start_server(oddserver.handle, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with session(f"http://127.0.0.1:{port}", path) as s:
            raws = {n: b"".join(d for d, _ in c if isinstance(d, bytes)) for n, (c, _) in oddserver.CASES.items()}
            await asyncio.gather(*(ask(s, name, raw) for name, raw in raws.items()))
        server.close()
        assert clients == raws
        by_name = {one.request.target[1:].decode(): one for one in s.cassette().interactions}
        assert set(by_name) == set(oddserver.CASES)
        for name, (_, expected) in oddserver.CASES.items():
            one = by_name[name]
            kind = {"reset": EndKind.RESET, "truncated": EndKind.TRUNCATED}.get(name, EndKind.COMPLETE)
            assert one.ending.kind is kind, name
            if expected is None:
                assert one.body == raws[name].partition(b"\r\n\r\n")[2], name
            else:
                assert one.transfer_chunks() == expected, name
        assert by_name["reset"].body == b"r" * 60
        assert by_name["trailer"].ending.trailers == ((b"X-Sum", b"42"),)

    alone(main())
