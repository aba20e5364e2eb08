import asyncio
import os
import socket
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from network.door.incoming import HEAD_LIMIT, HEAD_SECONDS
from player.wire import protocol
from player.wire.protocol import WireProtocol
from player.wire.selfcheck import self_check
from player.wire.wire import EXTENSION, Wire


class Transport(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__()
        self.data = b""
        self.handed: list[Any] = []
        self.closed = self.aborted = False
        self.reading = True

    def write(self, data: Any) -> None:
        self.data += data
        self.handed.append(data)

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = self.aborted = True

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def can_write_eof(self) -> bool:
        return False

    def get_write_buffer_size(self) -> int:
        return 0


class Timer:
    def __init__(self, call: Callable[[], None]) -> None:
        self.call = call
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class Loop:
    """Runs a started app to its end: it waits for nothing; timers are fired by hand."""

    def __init__(self) -> None:
        self.timers: list[tuple[float, Timer]] = []
        self.waiting: list[Coroutine[Any, Any, None]] = []
        self.soon: list[Callable[[], None]] = []

    def create_task(self, coroutine: Coroutine[Any, Any, None], **_: Any) -> "Loop":
        self.waiting.append(coroutine)
        return self

    def add_done_callback(self, *_: Any) -> None: ...

    def call_later(self, delay: float, call: Callable[[], None]) -> Timer:
        timer = Timer(call)
        self.timers.append((delay, timer))
        return timer

    def call_soon(self, call: Callable[[], None]) -> None:
        self.soon.append(call)

    def run(self) -> None:
        while self.soon:
            self.soon.pop(0)()
        started, self.waiting = self.waiting, []
        for coroutine in started:
            with pytest.raises(StopIteration):
                coroutine.send(None)

    def fire(self, delay: float) -> int:
        due = [timer for wait, timer in self.timers if wait == delay and not timer.cancelled]
        for timer in due:
            timer.call()
        return len(due)


class Connection:
    def __init__(self) -> None:
        self.wires: list[Wire] = []
        self.loop, self.transport = Loop(), Transport()
        config = uvicorn.Config(
            self.app,
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            proxy_headers=False,
        )
        config.load()
        self.protocol = WireProtocol(config, ServerState(), {}, self.loop)  # type: ignore[arg-type]
        self.protocol.connection_made(self.transport)

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        one = scope["extensions"][EXTENSION]
        self.wires.append(one)
        one.begin()

    def feed(self, data: bytes) -> None:
        self.protocol.data_received(data)
        self.loop.run()


GET = b"GET /a%20b?c=D HTTP/1.1\r\nHoSt: localhost\r\nX-A:  1 \r\nx-a: 2\r\n\r\n"


def test_the_app_sees_the_request_as_it_came() -> None:
    connection = Connection()
    connection.feed(GET)
    (one,) = connection.wires

    assert one.target == b"/a%20b?c=D"
    assert one.headers == ((b"HoSt", b"localhost"), (b"X-A", b"1"), (b"x-a", b"2"))
    assert one.received > 0
    assert (one.version, one.keep_alive, one.gone, one.full) == ("1.1", True, False, False)


def test_a_complete_answer_leaves_the_connection_to_the_next_request() -> None:
    connection = Connection()
    for number in (1, 2, 3):
        connection.feed(GET)
        connection.wires[-1].write(b"answer")
        connection.wires[-1].finish(close=False)
        assert len(connection.wires) == number

    assert connection.transport.data == b"answer" * 3
    assert not connection.transport.closed
    assert connection.loop.fire(5) > 0, "the keep-alive time-out is armed"
    assert connection.transport.closed


def test_pipelined_requests_are_answered_one_after_the_other() -> None:
    connection = Connection()
    connection.feed(GET + GET)
    assert len(connection.wires) == 1
    connection.wires[0].finish(close=False)
    connection.loop.run()

    assert len(connection.wires) == 2
    assert connection.wires[1].free_at >= connection.wires[1].received > 0
    lost = []
    connection.wires[1].lost = lambda: lost.append(True)
    connection.protocol.connection_lost(None)
    assert lost == [True]


def test_the_client_that_leaves_a_pipelined_request_half_sent_is_reported() -> None:
    connection = Connection()
    connection.feed(GET + b"POST /b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab")
    connection.wires[0].finish(close=False)
    connection.loop.run()
    lost = []
    connection.wires[1].lost = lambda: lost.append(True)
    connection.protocol.connection_lost(None)

    assert lost == [True]


def test_a_target_that_is_not_ascii_is_percent_encoded_and_said() -> None:
    connection = Connection()
    connection.feed("GET /你 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

    assert connection.wires[0].target == b"/%E4%BD%A0"
    assert "/%E4%BD%A0" in connection.wires[0].remark


def test_a_cut_answer_closes_and_a_reset_aborts() -> None:
    for end, aborted in ((Wire.close, False), (Wire.reset, True)):
        connection = Connection()
        connection.feed(GET)
        end(connection.wires[0])

        assert connection.transport.closed
        assert connection.transport.aborted is aborted


def test_a_client_of_http_1_0_is_closed_behind_the_answer() -> None:
    connection = Connection()
    connection.feed(b"GET / HTTP/1.0\r\n\r\n")
    connection.wires[0].finish(close=False)

    assert connection.wires[0].version == "1.0"
    assert connection.transport.closed


def test_the_client_that_leaves_is_reported_once_and_only_to_the_stream_under_way() -> None:
    connection = Connection()
    connection.feed(GET)
    seen = []
    connection.wires[0].lost = lambda: seen.append(1)
    connection.wires[0].finish(close=False)
    connection.feed(GET)
    connection.wires[1].lost = lambda: seen.append(2)
    connection.protocol.connection_lost(ConnectionResetError())

    assert seen == [2]
    assert connection.wires[1].gone


def test_a_full_buffer_and_its_room_are_told() -> None:
    connection = Connection()
    connection.feed(GET)
    one, seen = connection.wires[0], []
    one.writable = lambda: seen.append(one.full)
    connection.protocol.pause_writing()
    assert one.full
    connection.protocol.resume_writing()

    assert seen == [False]


def test_a_big_body_does_not_leave_reading_paused() -> None:
    """Else nobody would see the client leave."""
    connection = Connection()
    body = b"x" * 100_000
    connection.feed(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n" + body)

    assert connection.transport.reading


def head(size: int) -> bytes:
    start = b"GET / HTTP/1.1\r\nHost: localhost\r\nX: "
    return start + b"a" * (size - len(start) - 4) + b"\r\n\r\n"


@pytest.mark.parametrize("step", [1 << 20, 65536, 1000])
def test_a_head_of_one_mebibyte_is_refused_with_431(step: int) -> None:
    connection = Connection()
    data = head(1 << 20)
    for start in range(0, len(data), step):
        connection.feed(data[start : start + step])

    assert connection.transport.data.startswith(b"HTTP/1.1 431 ")
    assert connection.transport.data.count(b"HTTP/1.1") == 1
    assert connection.transport.closed
    assert connection.wires == []


def test_a_head_just_within_the_limit_is_served() -> None:
    connection = Connection()
    connection.feed(head(HEAD_LIMIT - 100))

    assert len(connection.wires) == 1
    assert connection.transport.data == b""


def test_half_a_head_and_silence_is_408() -> None:
    connection = Connection()
    connection.feed(GET[:10])
    connection.feed(GET[10:20])

    assert connection.loop.fire(HEAD_SECONDS) == 1
    assert connection.transport.data.startswith(b"HTTP/1.1 408 ")
    assert connection.transport.closed


def test_a_head_that_came_in_pieces_is_no_slow_one() -> None:
    connection = Connection()
    for byte in GET:
        connection.feed(bytes([byte]))

    assert connection.loop.fire(HEAD_SECONDS) == 0
    assert connection.wires[0].target == b"/a%20b?c=D"


def test_what_is_no_http_is_400() -> None:
    connection = Connection()
    connection.feed(b"\x16\x03\x01\x02\x00")

    assert connection.transport.data.startswith(b"HTTP/1.1 400 ")
    assert connection.transport.closed


def test_garbage_behind_a_request_does_not_go_into_its_answer() -> None:
    connection = Connection()
    connection.feed(GET)
    connection.wires[0].write(b"half an answer")
    connection.feed(b"\x00\x01garbage\r\n\r\n")
    assert connection.transport.data == b"half an answer"

    connection.wires[0].write(b", and the rest")
    connection.wires[0].finish(close=False)
    connection.loop.run()
    assert connection.transport.data.startswith(b"half an answer, and the restHTTP/1.1 400 ")
    assert connection.transport.closed


def test_the_self_check_passes_with_this_uvicorn() -> None:
    assert self_check() is None


def test_the_self_check_refuses_what_it_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn, "__version__", "0.99.1")
    assert "0.99.1" in (self_check() or "")


def test_the_self_check_notices_a_change_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Wire, "finish", lambda self, *, close: None)
    assert "plain ASGI" in (self_check() or "")


def test_the_wire_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_WIRE", "0")
    assert "CHUNKTAPE_WIRE=0" in (self_check() or "")


class Socket:
    """A connected pair: the protocol has one end, the test reads the other."""

    def __init__(self) -> None:
        self.ours, self.client = socket.socketpair()
        self.ours.setblocking(False)
        self.connection = Connection()
        self.connection.feed(GET)
        self.connection.protocol.descriptor = self.ours.fileno()
        self.wire = self.connection.wires[0]

    def __enter__(self) -> "Socket":
        return self

    def __exit__(self, *_: object) -> None:
        self.ours.close()
        self.client.close()


needs_descriptors = pytest.mark.skipif(os.name != "posix", reason="sockets are no file descriptors here")


@needs_descriptors
def test_bytes_go_straight_to_the_socket_head_first() -> None:
    with Socket() as one:
        one.wire.write(b"chunk", b"head")
        one.wire.write(b"more")

        assert one.client.recv(100) == b"headchunkmore"
        assert one.connection.transport.data == b""


@needs_descriptors
@pytest.mark.parametrize("head", [0, 10, 3_000_000])
def test_what_the_system_does_not_take_is_the_transports(head: int) -> None:
    with Socket() as one:
        data, first = bytes(range(256)) * 20_000, b"h" * head
        one.wire.write(data, first)
        left = one.connection.transport.data
        taken = len(first) + len(data) - len(left)

        assert 0 < taken < len(first) + len(data)
        assert (first + data)[taken:] == left
        got = b""
        while len(got) < taken:
            got += one.client.recv(1 << 20)
        assert got == (first + data)[:taken]


@needs_descriptors
def test_a_view_of_a_big_chunk_is_handed_on_and_no_copy() -> None:
    with Socket() as one:
        data = bytes(8 << 20)
        one.wire.write(data, b"head")
        (rest,) = one.connection.transport.handed

        assert isinstance(rest, memoryview)
        assert rest.obj is data


def test_without_a_descriptor_a_big_chunk_itself_is_handed_on() -> None:
    connection, data = Connection(), bytes(1 << 20)
    connection.feed(GET)
    connection.wires[0].write(data, b"head")

    assert connection.transport.handed[0] == b"head"
    assert connection.transport.handed[1] is data


@needs_descriptors
def test_nothing_overtakes_what_waits_in_the_transport(monkeypatch: pytest.MonkeyPatch) -> None:
    with Socket() as one:
        monkeypatch.setattr(one.connection.transport, "get_write_buffer_size", lambda: 1)
        one.wire.write(b"behind", b"head and ")

        assert one.connection.transport.data == b"head and behind"


@needs_descriptors
def test_a_chunk_overtakes_none_that_the_transport_has_and_goes_straight_again_when_it_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Socket() as one:
        transport, asked = one.connection.transport, []

        def waits() -> int:
            asked.append(len(transport.data))
            return len(transport.data)

        monkeypatch.setattr(transport, "get_write_buffer_size", waits)
        assert all(one.wire.offer(data, head) for data, head in ((b"one ", b"head "), (b"two ", b""), (b"three ", b"")))
        assert one.client.recv(100) == b"head one two three "
        assert asked == [0]  # by the first one alone

        big = bytes(8 << 20)
        assert one.wire.offer(big)
        assert one.wire.offer(b"behind")
        assert transport.data.endswith(b"\0behind")
        got = len(big) + len(b"behind") - len(transport.data)
        while got:
            got -= len(one.client.recv(got))
        transport.data = b""
        for _ in range(2):
            assert one.wire.offer(b"straight")
        assert (one.client.recv(100), transport.data) == (b"straight" * 2, b"")
        assert len(asked) == 3


@needs_descriptors
def test_a_descriptor_is_not_written_to_when_its_connection_is_lost() -> None:
    with Socket() as one:
        one.wire.begin()
        assert one.wire.offer(b"chunk", b"head ")
        one.connection.protocol.connection_lost(None)

        assert not one.wire.offer(b"more")
        assert one.client.recv(100) == b"head chunk"
        assert one.connection.transport.data == b""


@needs_descriptors
def test_an_error_of_the_socket_is_found_by_the_transport() -> None:
    with Socket() as one:
        one.client.close()
        one.wire.write(b"to nobody")

        assert one.connection.transport.data == b"to nobody"


def test_what_comes_while_a_response_is_under_way_is_kept_and_bounded() -> None:
    connection = Connection()
    connection.feed(GET)
    connection.feed(GET[:20])
    assert connection.loop.fire(HEAD_SECONDS) == 0, "its head's time runs from when it is read"
    connection.feed(GET[20:] + GET)
    assert len(connection.wires) == 1
    assert connection.transport.reading
    connection.feed(b"GET / HTTP/1.1\r\nX: " + b"x" * protocol.WHOLE_LIMIT)
    assert not connection.transport.reading

    connection.wires[0].finish(close=False)
    connection.loop.run()
    assert connection.transport.reading
    assert len(connection.wires) == 2
    connection.wires[1].finish(close=False)
    connection.loop.run()
    assert len(connection.wires) == 3


POST = b"POST /b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nabcde"


@pytest.mark.parametrize("reads", [(GET, GET), (GET + POST[:-3], POST[-3:])], ids=["whole", "body in two reads"])
def test_a_request_that_was_kept_is_served_when_the_sending_side_closes_as_its_turn_comes(
    monkeypatch: pytest.MonkeyPatch, reads: tuple[bytes, ...]
) -> None:
    """The end of the answer before it and the end of the client's side are found in one round of the loop."""
    monkeypatch.setattr(protocol, "HalfClosed", lambda sock, left: object())
    connection = Connection()
    for read in reads:
        connection.feed(read)
    connection.wires[0].finish(close=False)

    assert connection.protocol.eof_received()
    connection.loop.run()
    assert len(connection.wires) == 2
    assert connection.wires[1].received


@pytest.mark.parametrize("reads", [(GET + GET[:20],), (GET, GET[:20])], ids=["one-read", "two-reads"])
def test_a_head_begun_behind_a_request_has_its_time_from_the_end_of_the_answer(reads: tuple[bytes, ...]) -> None:
    connection = Connection()
    for read in reads:
        connection.feed(read)
    assert connection.loop.fire(HEAD_SECONDS) == 0

    connection.wires[0].write(b"answer")
    connection.wires[0].finish(close=False)
    connection.loop.run()
    assert connection.loop.fire(HEAD_SECONDS) == 1
    assert connection.transport.data.startswith(b"answerHTTP/1.1 408 ")
    assert connection.transport.closed
