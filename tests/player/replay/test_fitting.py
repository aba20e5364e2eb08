"""Status line and framing fit each other and the client: every recording, split and way out, on real sockets."""

import asyncio
import itertools
from dataclasses import replace
from typing import Any, Final

import httptools
import pytest

from cassettes.model import EndKind, Headers, Interaction
from player.app import PlayerApp
from player.library.library import Library
from player.server.server import serving
from player.settings import Settings
from player.wire.selfcheck import self_check
from tests.support.patience import PATIENCE
from tests.support.recordings import END, NONE, cassette, interaction
from tests.support.sockets import connect, run

pytestmark = [pytest.mark.wire, pytest.mark.portable]

BODY: Final = b"data: one\n\ndata: two\n\n"
FRAMINGS: Final[dict[str, Headers]] = {
    "chunked": ((b"transfer-ENCODING", b"chunked"),),
    "length": ((b"content-LENGTH", b"%d" % len(BODY)),),
    "close": (),
    "both": ((b"Content-Length", b"7"), (b"Transfer-Encoding", b"chunked")),
    "lengths": ((b"Content-Length", b"%d, %d" % (len(BODY), len(BODY))),),
    "identity": ((b"Transfer-Encoding", b"identity"), (b"Content-Length", b"%d" % len(BODY))),
}
SPLITS: Final = ("", "/@bytes,n=3", "/@whole")
METHODS: Final = ("GET", "HEAD")
ENDS: Final = (EndKind.COMPLETE, EndKind.TRUNCATED)
CLIENTS: Final = (("1.0", ""), ("1.0", "keep-alive"), ("1.1", ""), ("1.1", "close"))


def recorded() -> dict[str, Interaction]:
    """By path."""
    made = {}
    for version, (framing, fields), method, kind in itertools.product(("1.0", "1.1"), FRAMINGS.items(), METHODS, ENDS):
        path = f"/{version}/{framing}/{kind}"
        mark = END if framing in ("chunked", "both") else NONE
        rows = [(0, 0, BODY[:11], mark), (1, 1, BODY[11:], mark)] if method == "GET" else []
        one = interaction(
            rows if kind is EndKind.COMPLETE else rows[:1],
            target=path.encode(), method=method, kind=kind, headers=((b"x-B", b"1"), *fields, (b"X-a", b"2")),
        )  # fmt: skip
        assert one.head is not None
        made[f"{method} {path}"] = replace(one, head=replace(one.head, version=version))
    return made


class Parsed:
    """A response as Node's parser reads it."""

    def __init__(self, raw: bytes, method: str) -> None:
        self.body, self.complete, self.fields = b"", False, list[tuple[bytes, bytes]]()
        if method == "HEAD":
            assert raw.endswith(b"\r\n\r\n")
            self.complete = True
        self._parser = httptools.HttpResponseParser(self)
        self._parser.feed_data(raw)
        self.version = self._parser.get_http_version()

    def on_header(self, name: bytes, value: bytes) -> None:
        self.fields.append((name, value))

    def on_body(self, data: bytes) -> None:
        self.body += data

    def on_message_complete(self) -> None:
        self.complete = True

    def values(self, name: bytes) -> list[bytes]:
        return [value.lower() for key, value in self.fields if key.lower() == name]


def judge(raw: bytes, goes_on: bool, name: str, client: tuple[str, str], *, wire: bool) -> None:
    """Raise where the response does not fit. `goes_on`: the connection served a second request."""
    method, _, path = name.partition(" ")
    cut = path.endswith("truncated")
    answer = Parsed(raw, method)
    coded, lengths = answer.values(b"transfer-encoding"), answer.values(b"content-length")
    assert len(lengths) <= 1
    assert not (coded and lengths)
    old = client[0] == "1.0"
    if old:  # RFC 9112 section 6.1
        assert not coded
        assert raw.partition(b"\r\n\r\n")[2] == ((BODY[:11] if cut else BODY) if method == "GET" else b"")
    if coded:
        assert answer.version == "1.1"
    if method == "GET":
        assert answer.body == (BODY[:11] if cut else BODY)
        delimited = bool(coded or lengths)
        assert answer.complete is (delimited and not cut)
    said = answer.values(b"connection")
    keeps = said != [b"close"] and answer.version == "1.1" and not old
    if not cut:
        assert goes_on is keeps
        assert not (client[1] == "close" and goes_on)
    if wire:
        assert [key for key, _ in answer.fields if key in (b"x-B", b"X-a")] == [b"x-B", b"X-a"]


@pytest.mark.parametrize("wire", [True, False], ids=["wire", "plain ASGI"])
def test_status_line_and_framing_fit_each_other_and_the_client(wire: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not wire:
        monkeypatch.setenv("CHUNKTAPE_WIRE", "0")
    made = recorded()
    app = PlayerApp(Library([cassette(*made.values())]), Settings())
    wrong: list[str] = []

    async def ask(url: str, name: str, split: str, client: tuple[str, str]) -> None:
        method, _, path = name.partition(" ")
        lines = [f"{method} {split}{path} HTTP/{client[0]}", "Host: 127.0.0.1"]
        lines += [f"Connection: {client[1]}"] if client[1] else []
        request = "\r\n".join([*lines, "", ""]).encode()
        # the second one shows whether the connection goes on: it is answered, or not
        reader = await (await connect(url)).send(request)
        raw = await reader.until(b"\r\n\r\n")
        first = Parsed(raw, "HEAD")
        size = len(BODY[:11] if path.endswith("truncated") else BODY) if method == "GET" else 0
        if method == "HEAD":
            body = b""
        elif first.values(b"transfer-encoding"):
            body = b"" if path.endswith("truncated") else await reader.until(b"0\r\n\r\n")
        else:
            body = await reader.exactly(size)
        if wire or client[1] != "close":  # h11 takes bytes behind `close` for an error, in the middle of its answer
            await reader.send(request)
        rest, _ = await asyncio.wait_for(reader.rest_until_next(), PATIENCE)
        try:
            head_at = rest.find(b"HTTP/1.")
            goes_on = head_at >= 0
            judge(raw + body + (rest[:head_at] if goes_on else rest), goes_on, name, client, wire=wire)
        except AssertionError as error:
            wrong.append(f"{name} {split} {client}: {raw + body!r} {rest!r} {str(error)[:300]}")

    async def main() -> None:
        async with serving(app) as url:
            assert (self_check() is None) is wire
            every: list[Any] = [
                ask(url, name, split, client) for name, split, client in itertools.product(made, SPLITS, CLIENTS)
            ]
            for start in range(0, len(every), 40):
                await asyncio.gather(*every[start : start + 40])

    run(main())
    assert not wrong, f"{len(wrong)} of {len(made) * len(SPLITS) * len(CLIENTS)}\n" + "\n".join(wrong[:6])
