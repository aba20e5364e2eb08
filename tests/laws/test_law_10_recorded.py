"""Law 10: no configured secret is in the bytes of a recorded file, wherever it stood and however it was torn."""

import asyncio
from pathlib import Path

import pytest

from cassettes.model import Chunk, Ending, EndKind, Header, Mark, Origin, Request, ResponseHead
from cassettes.redaction.redact import Redaction
from cassettes.store import CassetteWriter
from recorder.response.tap import Record
from recorder.session import Session
from tests.support.places import KEPT, NAMES, PLACES, Asked, leaks


def record(path: Path, all_asked: list[Asked], *, size: int) -> bytes:
    """The bytes of the file in which all of them were recorded, responses in reads of `size` bytes."""
    rules = {f"body:{asked.body_rule}" for asked in all_asked if asked.body_rule}
    redaction = Redaction.default(sorted(rules))
    failures: list[str] = []

    async def main() -> None:
        writer = CassetteWriter(path, Header("test", 0, Origin(), redaction.rules), "overwrite")
        session = Session(writer, redaction, on_failure=failures.append)
        for asked in all_asked:
            take = session.begin(Request("POST", asked.target, asked.headers, asked.body), 0)
            if not asked.raw:
                take.write([ResponseHead(1, 200, b"OK", asked.answer_headers)])
            data, mark = (asked.raw, Mark.UNPARSED) if asked.raw else (asked.answer, Mark.END)
            for read, start in enumerate(range(0, len(data), size)):
                records: list[Record] = [Chunk(2, read, data[start : start + size], mark)]
                take.write(records)
            take.write([Ending(EndKind.COMPLETE, 3, 9, asked.trailers)])
        await session.close()
        assert session.totals.raw == sum(bool(asked.raw) for asked in all_asked)

    asyncio.run(main())
    assert not failures
    return path.read_bytes()


@pytest.mark.parametrize("place", PLACES)
def test_no_secret_under_any_name_reaches_the_file(place: str, tmp_path: Path) -> None:
    path = tmp_path / "a.cassette"
    for size in (1 << 20, 1, 7):
        data = record(path, [PLACES[place](name) for name in NAMES], size=size)
        if leaks(data):  # one by one, to say which
            assert [name for name in NAMES if leaks(record(path, [PLACES[place](name)], size=size))] == []
        if size > 1000 and place not in ("Origin", "JSON in UTF-16"):
            assert data.count(KEPT.encode()) >= len(NAMES), "what is no secret stays"
