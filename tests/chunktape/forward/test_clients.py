"""The client's side of a forwarded request, call by call, with stand-ins for wire and exchange."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

from starlette.types import Message

from chunktape.forward.clients import WAITING, PlainAnswering, WireAnswering
from player.stream.progress import Outcome
from player.wire.wire import Wire
from recorder.exchange.exchange import Exchange
from tests.support.waiting import until

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"


class FakeExchange:
    """Notes what it is told."""

    def __init__(self, ending: str = "truncated") -> None:
        self.told: list[str] = []
        self.progress = SimpleNamespace(state=ending)

    def __getattr__(self, name: str) -> Any:
        return lambda: self.told.append(name)


class FakeWire:
    """A wire whose buffer is full once something was written."""

    gone = full = pending = False
    asks: Any = None
    nothing_follows: Any = None
    keep_alive = True
    lost: Any = None
    writable: Any = None

    def __init__(self) -> None:
        self.written = b""
        self.ended: list[str] = []

    def begin(self) -> None:
        pass

    def write(self, data: bytes) -> None:
        self.written += data
        self.full = True

    def finish(self, *, close: bool) -> None:
        self.ended.append(f"finish close={close}")

    def close(self) -> None:
        self.ended.append("close")

    def reset(self) -> None:
        self.ended.append("reset")


class Quiet:
    """The `receive` of a client that says nothing more; `asked` is set once somebody waits for it."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    async def __call__(self) -> Message:
        self.asked.set()
        await asyncio.Event().wait()
        raise AssertionError


def test_a_full_wire_pauses_the_upstream_and_room_resumes_it() -> None:
    async def main() -> None:
        wire, exchange = FakeWire(), FakeExchange()
        answering = WireAnswering(cast(Wire, wire), "GET", ())
        running = asyncio.ensure_future(answering.run(cast(Exchange, exchange)))
        await until(lambda: wire.writable)
        answering.write(b"abc")
        wire.writable()
        assert (wire.written, exchange.told) == (b"abc", ["pause", "resume"])
        answering.response_ended(stays=True)
        await running
        assert wire.ended == ["finish close=False"]
        assert wire.lost is None
        assert answering.outcome is Outcome.ENDED

    asyncio.run(main())


def test_a_client_that_is_gone_from_the_start_ends_the_upstream() -> None:
    async def main() -> None:
        wire, exchange = FakeWire(), FakeExchange()
        wire.gone = True
        answering = WireAnswering(cast(Wire, wire), "GET", ())
        await answering.run(cast(Exchange, exchange))
        assert exchange.told == ["client_left"]
        assert answering.outcome is Outcome.LEFT

    asyncio.run(main())


def test_a_cancelled_request_interrupts_the_upstream() -> None:
    async def main() -> None:
        wire, exchange = FakeWire(), FakeExchange()
        answering = WireAnswering(cast(Wire, wire), "GET", ())
        running = asyncio.ensure_future(answering.run(cast(Exchange, exchange)))
        await until(lambda: wire.lost)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert exchange.told == ["interrupt"]
        assert answering.outcome is Outcome.STOPPED

    asyncio.run(main())


def test_a_slow_server_pauses_the_upstream_until_it_has_taken_half() -> None:
    async def main() -> None:
        exchange, sent, may, quiet = FakeExchange(), bytearray(), asyncio.Event(), Quiet()

        async def send(message: Message) -> None:
            await may.wait()
            sent.extend(message.get("body", b""))

        answering = PlainAnswering("GET", (), quiet, send)
        running = asyncio.ensure_future(answering.run(cast(Exchange, exchange)))
        await quiet.asked.wait()
        body = b"x" * (2 * WAITING)
        answering.write(HEAD % len(body))
        for start in range(0, len(body), 4096):
            answering.write(body[start : start + 4096])
        assert set(exchange.told) == {"pause"}
        answering.response_ended(stays=True)
        may.set()
        await running
        assert "resume" in exchange.told
        assert bytes(sent) == body

    asyncio.run(main())


def answered(*response: bytes, old: bool = False, end: str = "ended") -> list[Message]:
    """What a server is sent for what the upstream sent, and how that ended."""
    sent: list[Message] = []

    async def main() -> None:
        async def send(message: Message) -> None:
            sent.append(message)

        quiet = Quiet()
        answering = PlainAnswering("GET", (), quiet, send, old=old)
        exchange = FakeExchange("reset" if end == "reset" else "truncated")
        running = asyncio.ensure_future(answering.run(cast(Exchange, exchange)))
        await quiet.asked.wait()
        for part in response:
            answering.write(part)
        if end == "ended":
            answering.response_ended(stays=True)
        elif end == "asked":  # as the exchange does when it is told that nothing more is wanted
            assert exchange.told == ["client_asks"]
            answering.response_broke(reset=False)
        else:
            answering.response_broke(reset=end == "reset")
        await running

    asyncio.run(main())
    return sent


def test_a_304_has_no_length_where_a_server_frames_for_us() -> None:
    start, end = answered(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\nETag: x\r\n\r\n")
    assert (start["status"], start["headers"]) == (304, [(b"etag", b"x")])
    assert end == {"type": "http.response.body", "body": b"", "more_body": False}


def test_a_status_that_no_server_knows_is_a_502() -> None:
    start, _ = answered(b"HTTP/1.1 700 Odd\r\nContent-Length: 2\r\n\r\nok")
    assert start["status"] == 502


def test_a_server_that_raises_since_its_client_is_gone() -> None:
    async def main() -> None:
        exchange, quiet = FakeExchange(), Quiet()

        async def send(message: Message) -> None:
            raise OSError("gone")

        answering = PlainAnswering("GET", (), quiet, send)
        running = asyncio.ensure_future(answering.run(cast(Exchange, exchange)))
        await quiet.asked.wait()
        answering.write(HEAD % 3 + b"abc")
        await running
        assert exchange.told == ["client_left"]
        assert answering.outcome is Outcome.LEFT

    asyncio.run(main())


def test_an_old_client_gets_a_body_without_a_length_whole_with_its_length() -> None:
    start, one, two, end = answered(b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nab", b"c", old=True)
    assert start["headers"] == [(b"a", b"b"), (b"content-length", b"3")]
    assert [one["body"], two["body"]] == [b"ab", b"c"]
    assert end == {"type": "http.response.body", "body": b"", "more_body": False}
    start, body = answered(b"HTTP/1.1 200 OK\r\n\r\nab", old=True, end="reset")  # one byte more than there is
    assert (start["headers"], body["body"]) == ([(b"content-length", b"3")], b"ab")


def test_what_can_not_be_read_is_over_at_once_where_a_server_frames() -> None:
    start, _ = answered(b"HTTP/2 200\r\n\r\n", end="asked")
    assert start["status"] == 502
    start, body = answered(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nXX", end="asked")
    assert (start["status"], body["body"]) == (200, b"ab")
