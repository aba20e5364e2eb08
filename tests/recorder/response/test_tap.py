"""The tap, without a socket: whole, byte by byte, with trailing bytes, and split anywhere."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.model import Chunk, Chunks, Ending, EndKind, Interaction, Mark, Request, ResponseHead
from recorder.response.tap import Record, Tap

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
END = b"0\r\n\r\n"


def frame(data: bytes, extension: bytes = b"") -> bytes:
    return b"%x%b\r\n%b\r\n" % (len(data), extension, data)


def tap_from(zero: int, method: str = "GET", **limits: Any) -> Tap:
    """The tap of a request that was sent at `zero` ns."""
    tap = Tap(method, **limits)
    tap.zero = zero
    return tap


class Fed:
    """What a tap gave for a list of reads, each 10 ns after the last."""

    def __init__(
        self,
        reads: list[bytes],
        method: str = "GET",
        end: EndKind | None = None,
        limit: int = 65536,
        unframed: bool = False,
    ) -> None:
        self.tap = tap_from(1000, method, head_limit=limit, unframed=unframed)
        self.records: list[Record] = []
        self.forwarded = b""
        for index, data in enumerate(reads):
            self.records += self.tap.feed(data, 1000 + 10 * index)
            self.forwarded += self.tap.forward
        if end is not None:
            self.records += self.tap.finish(end, 1000 + 10 * len(reads))
            self.forwarded += self.tap.forward
        self.heads = [r for r in self.records if isinstance(r, ResponseHead)]
        self.chunks = [r for r in self.records if isinstance(r, Chunk)]
        self.endings = [r for r in self.records if isinstance(r, Ending)]
        ending = self.endings[0] if self.endings else Ending(EndKind.INTERRUPTED)
        head = self.heads[0] if self.heads else None
        self.one = Interaction(1, Request(method, b"/"), head, Chunks.of(self.chunks), ending)

    @property
    def body(self) -> bytes:
        return self.one.body

    def shape(self) -> list[tuple[int, bytes, Mark]]:
        return [(c.read, c.data, c.mark) for c in self.chunks]


def every_byte(data: bytes) -> list[bytes]:
    return [data[i : i + 1] for i in range(len(data))]


def test_five_transfer_chunks_in_one_read_are_five_chunks_of_that_read() -> None:
    fed = Fed([CHUNKED, b"".join(frame(bytes([65 + i]) * (10 + i)) for i in range(5)) + END])
    assert [(c.at, c.read, len(c.data), c.mark) for c in fed.chunks] == [(10, 1, 10 + i, Mark.END) for i in range(5)]
    assert fed.endings == [Ending(EndKind.COMPLETE, at=10, read=1)]


def test_a_transfer_chunk_in_three_reads_is_three_chunks_the_last_marked() -> None:
    fed = Fed([CHUNKED, b"9\r\nabc", b"def", b"ghi\r\n", END])
    assert fed.shape() == [(1, b"abc", Mark.NONE), (2, b"def", Mark.NONE), (3, b"ghi", Mark.END)]
    assert fed.endings[0].read == 4


def test_a_late_closing_line_is_an_empty_marked_chunk() -> None:
    fed = Fed([CHUNKED + b"3\r\nabc", b"\r", b"\n" + END])
    assert fed.shape() == [(0, b"abc", Mark.NONE), (2, b"", Mark.END)]
    assert fed.one.transfer_chunks() == [3]


@pytest.mark.parametrize(
    ("reads", "sizes"),
    [
        pytest.param([CHUNKED, b"64\r\n" + b"a" * 30, b"a" * 30, b"a" * 40 + b"\r\n", END], [100], id="in-four-reads"),
        pytest.param([CHUNKED, b"1", b"0\r", b"\n" + b"b" * 16, b"\r", b"\n" + END], [16], id="torn-size-line"),
        pytest.param([CHUNKED + frame(b"x" * 7) + frame(b"y" * 9) + END], [7, 9], id="all-in-one-read"),
        pytest.param([CHUNKED, *[frame(b"z")] * 20, frame(b"z") * 20, END], [1] * 40, id="single-bytes"),
        pytest.param([CHUNKED, frame(b"q" * 1048576), frame(b"tail"), END], [1048576, 4], id="one-mebibyte"),
        pytest.param([CHUNKED, frame(b"e" * 20, b';sig="abc"'), frame(b"f"), END], [20, 1], id="extension"),
        pytest.param([CHUNKED, frame(b"t" * 20), b"0\r\nX-Sum: 42\r\n\r\n"], [20], id="trailer"),
        pytest.param([CHUNKED, frame(b"r" * 20), b"64\r\n" + b"r" * 40], [20], id="unfinished"),
    ],
)
def test_transfer_chunks_are_exact(reads: list[bytes], sizes: list[int]) -> None:
    for arrangement in (reads, [b"".join(reads)]):
        fed = Fed(arrangement)
        assert fed.one.transfer_chunks() == sizes
        assert fed.forwarded == b"".join(reads)


def test_trailers_stand_in_the_ending_and_not_in_the_head() -> None:
    for reads in ([CHUNKED + b"1\r\na\r\n0\r\nX-Sum: 42\r\nX-T: b\r\n\r\n"], None):
        fed = Fed(reads or every_byte(CHUNKED + b"1\r\na\r\n0\r\nX-Sum: 42\r\nX-T: b\r\n\r\n"))
        assert fed.endings[0].trailers == ((b"X-Sum", b"42"), (b"X-T", b"b"))
        assert fed.heads[0].headers[-1] == (b"Transfer-Encoding", b"chunked")
        assert fed.tap.reusable


def test_header_case_order_duplicates_and_reason_are_kept() -> None:
    raw = b"HTTP/1.1 299 Fine, Sort Of\r\nX-b: 1\r\nx-A: \xe9\r\nX-b: 2\r\nEmpty:\r\ncontent-LENGTH: 0\r\n\r\n"
    (head,) = Fed([raw]).heads
    assert (head.status, head.reason) == (299, b"Fine, Sort Of")
    assert head.headers == (
        (b"X-b", b"1"),
        (b"x-A", b"\xe9"),
        (b"X-b", b"2"),
        (b"Empty", b""),
        (b"content-LENGTH", b"0"),
    )


def test_the_head_has_the_time_of_the_read_that_completes_it_and_read_zero() -> None:
    fed = Fed([CHUNKED[:5], CHUNKED[5:20], CHUNKED[20:] + frame(b"a"), frame(b"b") + END])
    assert fed.heads[0].at == 20
    assert [(c.at, c.read) for c in fed.chunks] == [(20, 0), (30, 1)]


def test_what_comes_before_the_request_is_sent_has_time_zero() -> None:
    tap = Tap("POST")
    (head,) = tap.feed(CHUNKED, 5_000)
    assert isinstance(head, ResponseHead)
    assert head.at == 0
    tap.zero = 6_000
    (chunk,) = tap.feed(frame(b"a"), 6_500)
    assert isinstance(chunk, Chunk)
    assert chunk.at == 500


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
def test_statuses_without_a_body_end_with_the_head(status: bytes) -> None:
    fed = Fed([b"HTTP/1.1 " + status + b"\r\nETag: x\r\n\r\n"])
    assert [e.kind for e in fed.endings] == [EndKind.COMPLETE]
    assert fed.tap.reusable


@pytest.mark.parametrize("framing", [b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b""])
def test_the_answer_to_head_ends_with_its_head(framing: bytes) -> None:
    for reads in ([HEAD + framing + b"\r\n"], every_byte(HEAD + framing + b"\r\n")):
        fed = Fed(reads, method="HEAD")
        assert fed.chunks == []
        assert fed.endings[0].kind is EndKind.COMPLETE
        assert fed.tap.reusable


def test_interim_responses_pass_and_are_not_the_head() -> None:
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    final = HEAD + b"Content-Length: 2\r\n\r\nok"
    for reads in ([interim + final], [interim, final], every_byte(interim + final)):
        fed = Fed(reads)
        assert [h.status for h in fed.heads] == [200]
        assert fed.heads[0].headers[0] == (b"Content-Type", b"text/plain")
        assert fed.forwarded == interim + final
        assert fed.body == b"ok"


def test_an_interim_response_goes_on_before_the_final_one_came() -> None:
    tap = Tap("GET")
    assert tap.feed(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 2", 0) == []
    assert tap.forward == b"HTTP/1.1 100 Continue\r\n\r\n"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (HEAD + b"Content-Length: 9\r\n\r\nabc", EndKind.TRUNCATED),
        (CHUNKED + frame(b"abc"), EndKind.TRUNCATED),
        (CHUNKED + b"5\r\nabc", EndKind.TRUNCATED),
        (HEAD + b"\r\nabc", EndKind.COMPLETE),
        (HEAD + b"Transfer-Encoding: gzip\r\n\r\nabc", EndKind.COMPLETE),
        (b"HTTP/1.0 200 OK\r\n\r\nabc", EndKind.COMPLETE),
        (HEAD + b"Content-Length: 3\r\n\r\nabc", EndKind.COMPLETE),
        (b"", EndKind.TRUNCATED),
    ],
)
def test_an_end_of_the_connection_is_complete_only_where_it_delimits_the_body(raw: bytes, kind: EndKind) -> None:
    fed = Fed([raw] if raw else [], end=EndKind.COMPLETE)
    assert [e.kind for e in fed.endings] == [kind]
    assert fed.body == (b"abc" if raw else b"")


def test_half_a_head_is_raw_once_the_connection_ends() -> None:
    fed = Fed([b"HTTP/1.1 200 OK\r\nConte", b"nt-"], end=EndKind.RESET)
    assert fed.shape() == [(0, b"HTTP/1.1 200 OK\r\nContent-", Mark.UNPARSED)]
    assert fed.forwarded == b"HTTP/1.1 200 OK\r\nContent-"
    assert fed.endings[0].kind is EndKind.RESET


@pytest.mark.parametrize(
    ("good", "bad", "body"),
    [
        (b"", b"HTTP/2 200\r\n\r\nx", b""),
        (b"", b"hello\n", b""),
        (b"", b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64", b""),
        (b"", b"http/1.1 200 OK\r\n\r\n", b""),
        (b"", b"HTTP/1.1 20 OK\r\n\r\n", b""),
        (b"", b"HTTP/1.1 2000 OK\r\n\r\n", b""),
        (b"", b"HTTP/1.1 099 OK\r\n\r\n", b""),
        (b"", b"HTTP/1.1 200 OK\r\nA: \x01\r\n\r\n", b""),
        (b"", b"HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n", b""),
        (b"", b"HTTP/1.1 200 OK\r\r\nA: b\r\r\n\r\r\n", b""),
        (b"", b"HTTP/1.1 200 OK\r\nA: b\r\n\rX", b""),
        (CHUNKED + frame(b"abc"), b"0\r\n\r\r\n", b"abc"),
        (CHUNKED + frame(b"abc"), b"0\r\nA: b\r\n\rX", b"abc"),
        (b"", b"HTTP/1.1 200 OK\r\n folds nothing\r\n\r\n", b""),
        (b"", b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", b""),
        (b"", b"HTTP/1.1 200 OK\r\n: no name\r\n\r\n", b""),
        (b"", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n", b""),
        (b"", b"HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\n", b""),
        (b"", b"HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n", b""),
        (b"", b"HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n", b""),
        (b"", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked;x=1\r\n\r\n", b""),
        (CHUNKED + frame(b"abc"), b"ZZ\r\nrest", b"abc"),
        (CHUNKED + b"3\r\nabc", b"XX\r\n", b"abc"),
        (CHUNKED + b"3\r\nabc", b"\rX\n", b"abc"),
        (CHUNKED + frame(b"abc"), b" 4\r\nrest\r\n", b"abc"),
        (CHUNKED + frame(b"abc"), b"-1\r\n", b"abc"),
        (CHUNKED + frame(b"abc"), b"0x1\r\n", b"abc"),
        (CHUNKED + frame(b"abc"), b"1_0\r\n", b"abc"),
        (CHUNKED + frame(b"abc"), b"fffffffffffffffff\r\n", b"abc"),
        (CHUNKED + frame(b"abc"), b"5;\x00\r\n", b"abc"),
        (CHUNKED + frame(b"abc"), b"0\r\nno colon\r\n\r\n", b"abc"),
        (CHUNKED + frame(b"abc"), b"0\r\n folds nothing\r\n\r\n", b"abc"),
    ],
)
def test_what_has_no_single_reading_is_raw_exactly_once_however_it_is_split(
    good: bytes, bad: bytes, body: bytes
) -> None:
    raw = good + bad
    splits = [[raw], [r for r in (good, bad) if r], every_byte(raw), [raw[:-1], raw[-1:]]]
    for reads in splits:
        fed = Fed([*reads, b"more"], end=EndKind.COMPLETE)
        parsed = b"".join(c.data for c in fed.chunks if c.mark is not Mark.UNPARSED)
        unparsed = b"".join(c.data for c in fed.chunks if c.mark is Mark.UNPARSED)
        assert parsed == body
        assert unparsed == bad + b"more"
        assert fed.forwarded == raw + b"more"
        assert fed.endings[0].kind is EndKind.TRUNCATED
        assert not fed.tap.reusable


def test_a_switch_of_protocols_is_raw_behind_its_head() -> None:
    raw = b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"
    fed = Fed([raw + b"\x81\x01", b"\x82"], end=EndKind.COMPLETE)
    assert fed.heads[0].status == 101
    assert fed.shape() == [(0, b"\x81\x01", Mark.UNPARSED), (1, b"\x82", Mark.UNPARSED)]
    assert not fed.tap.reusable


def test_a_head_over_the_limit_is_raw_and_no_longer_held() -> None:
    raw = b"HTTP/1.1 200 OK\r\nA: " + b"x" * 200
    fed = Fed([raw[:90], raw[90:], b"\r\n\r\n"], limit=100)
    assert fed.body == raw + b"\r\n\r\n" == fed.forwarded
    assert set(fed.one.chunks.marks) == {Mark.UNPARSED}


def test_bytes_behind_a_complete_message_are_dropped_and_the_connection_is_not_used_again() -> None:
    message = HEAD + b"Content-Length: 2\r\n\r\nok"
    for trailing in (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", b"\x00garbage", b"\r\n"):
        fed = Fed([message + trailing])
        assert (fed.body, fed.forwarded) == (b"ok", message)
        assert str(len(trailing)) in fed.endings[0].note
        assert not fed.tap.reusable
        assert Fed([message, trailing]).tap.behind == len(trailing)
        assert Fed([CHUNKED + frame(b"a") + END + trailing]).forwarded == CHUNKED + frame(b"a") + END


@pytest.mark.parametrize(
    ("version", "connection", "stays"),
    [("1.1", b"", True), ("1.1", b"close", False), ("1.0", b"", False), ("1.0", b"Keep-Alive", True)],
)
def test_a_connection_is_reused_only_if_its_head_says_so(version: str, connection: bytes, stays: bool) -> None:
    field = b"Connection: " + connection + b"\r\n" if connection else b""
    fed = Fed([b"HTTP/" + version.encode() + b" 200 OK\r\nContent-Length: 0\r\n" + field + b"\r\n"])
    assert fed.tap.reusable is stays


def test_edit_changes_the_head_for_the_client_and_nothing_else() -> None:
    tap = Tap("GET", edit=lambda head, raw: raw.replace(b"text/plain", b"x/y"))
    raw = HEAD + b"Content-Length: 10\r\n\r\ntext/plain"
    (head, _, _) = tap.feed(raw, 0)
    assert tap.forward == raw.replace(b"text/plain", b"x/y", 1)
    assert isinstance(head, ResponseHead)
    assert head.values(b"content-type") == [b"text/plain"]


pieces = st.lists(st.binary(min_size=1, max_size=30), max_size=12)


@given(pieces, st.lists(st.integers(0, 2000), max_size=30), st.binary(max_size=4))
def test_any_split_gives_the_same_body_and_transfer_chunks(parts: list[bytes], cuts: list[int], extra: bytes) -> None:
    """Law: chunks re-join to the body, and the transfer chunks don't depend on how the reads fell."""
    raw = CHUNKED + b"".join(frame(part) for part in parts) + b"0\r\nX: y\r\n\r\n"
    stream = raw + extra
    edges = [0, *sorted({cut % (len(stream) + 1) for cut in cuts} | {len(stream)})]
    reads = [stream[a:b] for a, b in itertools.pairwise(edges) if b > a]
    fed = Fed(reads)
    assert fed.body == b"".join(parts)
    assert fed.one.transfer_chunks() == [len(part) for part in parts]
    assert fed.forwarded == raw
    assert [e.trailers for e in fed.endings] == [((b"X", b"y"),)]
    assert all(c.data or c.mark is Mark.END for c in fed.chunks)
    assert [c.at for c in fed.chunks] == sorted(c.at for c in fed.chunks)


@given(st.binary(min_size=1, max_size=200), st.integers(0, 200), st.booleans())
def test_no_bytes_are_lost_whatever_comes(junk: bytes, cut: int, in_body: bool) -> None:
    """Law: what a client got is in the records: as body, as framing of it, or raw."""
    raw = CHUNKED + frame(b"abc") + junk if in_body else junk
    reads = [r for r in (raw[:cut], raw[cut:]) if r]
    fed = Fed(reads, end=EndKind.COMPLETE)
    assert fed.forwarded + b"" == raw[: len(fed.forwarded)]
    assert len(fed.endings) == 1
    if not fed.tap.behind and fed.one.unparsed:
        unparsed = b"".join(c.data for c in fed.chunks if c.mark is Mark.UNPARSED)
        assert raw.endswith(unparsed)


@given(st.binary(min_size=1, max_size=60), st.integers(0, 300), st.sampled_from([b"", CHUNKED, CHUNKED + frame(b"ab")]))
def test_only_the_last_chunk_of_a_read_is_ever_raw(junk: bytes, cut: int, good: bytes) -> None:
    """What masks secrets in raw bytes looks at that one."""
    raw, tap = good + junk, tap_from(0)
    for data in (raw[:cut], raw[cut:]):
        chunks = [r for r in (tap.feed(data, 1) if data else []) if isinstance(r, Chunk)]
        assert all(chunk.mark is not Mark.UNPARSED for chunk in chunks[:-1])


def test_empty_lines_before_a_head_have_a_limit_too() -> None:
    fed = Fed([b"\r\n" * 40, b"\n" * 40, b"HTTP/1.1 200 OK\r\n\r\n"], limit=100)
    assert set(fed.one.chunks.marks) == {Mark.UNPARSED}
    assert fed.forwarded == fed.body


heads = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd",
        b"HTTP/1.1 200 OK\nContent-Length: 4, 4\nA: b\n c\n\nabcd",
        b"HTTP/1.0 200\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n4\r\nabcd\r\n0\r\n\r\n",
        b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n\r\nHTTP/1.1 204 No\r\nContent-Length: 3\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nabcd",
    ]
)
others = st.sampled_from(
    [b"", b"\r", b"\n", b"\r\n", b" ", b"\t", b"0", b"1", b":", b",", b";", b"x", b"\x00", b"\xff"]
)


@given(heads, st.integers(0, 200), others, st.booleans(), st.lists(st.integers(0, 300), max_size=8), st.booleans())
def test_what_is_read_does_not_depend_on_how_the_reads_fall(
    raw: bytes, at: int, other: bytes, instead: bool, cuts: list[int], unframed: bool
) -> None:
    """Law: with any byte changed, left out or put in, all splits give the same head, bytes and ending."""
    at %= len(raw) + 1
    raw = raw[:at] + other + raw[at + instead :]
    edges = [0, *sorted({cut % (len(raw) + 1) for cut in cuts} | {len(raw)})]
    splits = [[raw], every_byte(raw), [raw[a:b] for a, b in itertools.pairwise(edges) if b > a]]
    seen = []
    for reads in splits:
        fed = Fed(reads, end=EndKind.COMPLETE, unframed=unframed)
        parsed = b"".join(c.data for c in fed.chunks if c.mark is not Mark.UNPARSED)
        unparsed = b"".join(c.data for c in fed.chunks if c.mark is Mark.UNPARSED)
        head = fed.heads[0] if fed.heads else None
        seen.append((
            head and (head.status, head.reason, head.headers, head.version), parsed, unparsed, fed.forwarded,
            [(e.kind, e.trailers) for e in fed.endings], fed.one.transfer_chunks(), fed.tap.reusable,
        ))  # fmt: skip
    assert seen[0] == seen[1] == seen[2]


def test_every_read_behind_a_refusal_has_a_number_of_its_own() -> None:
    """The player puts what one read brought into one write."""
    fed = Fed([CHUNKED + frame(b"abc"), frame(b"d") + b"ZZ\r\n", b"more", b"again"], end=EndKind.COMPLETE)
    assert [(c.at, c.read, c.data, c.mark) for c in fed.chunks] == [
        (0, 0, b"abc", Mark.END),
        (10, 1, b"d", Mark.END),
        (10, 1, b"ZZ\r\n", Mark.UNPARSED),
        (20, 2, b"more", Mark.UNPARSED),
        (30, 3, b"again", Mark.UNPARSED),
    ]
    head = Fed([b"HTTP/1.1 200 OK\r\nA", b" b\r\n\r\n", b"more", b"again"], end=EndKind.COMPLETE)
    assert [(c.at, c.read, c.data) for c in head.chunks] == [
        (10, 0, b"HTTP/1.1 200 OK\r\nA b\r\n\r\n"),
        (20, 1, b"more"),
        (30, 2, b"again"),
    ]
    assert (fed.one.ending.at, fed.one.ending.read) == (40, -1)


def test_no_record_is_earlier_than_the_one_before_it() -> None:
    """A connection's end may be told with a time that was taken before its last read's."""
    tap = tap_from(1000)
    tap.feed(CHUNKED + frame(b"a"), 1070)
    assert tap.finish(EndKind.RESET, 1050) == [Ending(EndKind.RESET, 70)]
    held = tap_from(1000)
    held.feed(b"HTTP/1.1 200", 1070)
    assert held.finish(EndKind.TIMEOUT, 1000) == [
        Chunk(70, 0, b"HTTP/1.1 200", Mark.UNPARSED),
        Ending(EndKind.TIMEOUT, 70),
    ]
    early = tap_from(1000)
    early.feed(CHUNKED, 900)
    assert early.head is not None
    assert early.head.at == 0
    assert Tap("GET").finish(EndKind.RESET, 5) == [Ending(EndKind.RESET, 0)]
    assert tap_from(1000).finish(EndKind.UNREACHABLE, 1005) == [Ending(EndKind.UNREACHABLE, 5)]


def test_what_a_tap_knows_of_its_response() -> None:
    tap = tap_from(0)
    assert (tap.started, tap.done, tap.refused, tap.stays, tap.behind) == (False, False, False, False, 0)
    tap.feed(HEAD, 1)
    assert (tap.started, tap.done, tap.head, tap.forward) == (True, False, None, b"")
    tap.note = "said"
    assert tap.finish(EndKind.RESET, 2)[-1] == Ending(EndKind.RESET, 2, note="said")
    assert (tap.forward, tap.done, tap.stays, tap.reusable) == (HEAD, True, False, False)
    assert tap.finish(EndKind.COMPLETE, 3) == []
    assert tap.forward == b""
    done = tap_from(0)
    done.note = "kept"
    assert done.feed(HEAD + b"Content-Length: 2\r\n\r\nok", 1)[-1] == Ending(EndKind.COMPLETE, 1, 0, note="kept")
    assert (done.stays, done.reusable) == (True, True)
    assert done.feed(b"abc", 2) == []
    assert done.feed(b"de", 3) == []
    assert (done.behind, done.forward, done.stays, done.reusable) == (5, b"", True, False)


@pytest.mark.parametrize(
    ("fields", "reusable"),
    [
        (b"Content-Length: 0\r\n", True),
        (b"Transfer-Encoding: chunked\r\n", True),
        (b"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", False),
        (b"Transfer-Encoding: gzip, chunked\r\n", True),
    ],
)
def test_what_had_two_framings_is_whole_and_its_connection_is_not_used_again(fields: bytes, reusable: bool) -> None:
    fed = Fed([b"HTTP/1.1 200 OK\r\n" + fields + b"\r\n" + (END if b"chunked" in fields else b"")])
    assert fed.endings[0].kind is EndKind.COMPLETE
    assert (fed.tap.stays, fed.tap.reusable) == (True, reusable)


@pytest.mark.parametrize("codings", [b"gzip, chunked", b"gzip\r\nTransfer-Encoding: chunked", b"GZIP ,\tChunked"])
def test_of_several_codings_the_last_ends_the_body(codings: bytes) -> None:
    fed = Fed([HEAD + b"Transfer-Encoding: " + codings + b"\r\n\r\n" + frame(b"\x1f\x8b") + END])
    assert (fed.body, fed.one.transfer_chunks()) == (b"\x1f\x8b", [2])
    assert fed.endings[0].kind is EndKind.COMPLETE


@pytest.mark.parametrize("codings", [b"chunked, gzip", b"chunked\r\nTransfer-Encoding: gzip"])
def test_a_body_whose_last_coding_is_another_ends_with_its_connection(codings: bytes) -> None:
    """RFC 9112 section 6.3."""
    fed = Fed([HEAD + b"Transfer-Encoding: " + codings + b"\r\n\r\n" + frame(b"ab") + END], end=EndKind.COMPLETE)
    assert fed.body == frame(b"ab") + END
    assert fed.endings == [Ending(EndKind.COMPLETE, 10)]


def test_an_unframed_client_gets_the_last_head_and_the_body_alone() -> None:
    interim = b"HTTP/1.1 100 Continue\r\n\r\n"
    for reads in (
        [interim + CHUNKED + frame(b"ab") + frame(b"c") + END],
        every_byte(interim + CHUNKED + b"3\r\nabc\r\n"),
    ):
        assert Fed(reads, unframed=True).forwarded == CHUNKED + b"abc"
    length = HEAD + b"Content-Length: 2\r\n\r\nok"
    assert Fed([length + b"behind"], unframed=True).forwarded == length
    for bad in (b"zz\r\nrest", b"hello"):
        assert Fed([CHUNKED + frame(b"a") + bad, b"x"], unframed=True).forwarded == CHUNKED + b"a" + bad + b"x"
    assert Fed([interim + b"HTTP/1.1 nothing\r\n\r\n"], unframed=True).forwarded == b"HTTP/1.1 nothing\r\n\r\n"
    assert Fed([interim, b"hello\n"]).forwarded == interim + b"hello\n"


def test_the_limit_of_a_head_counts_its_own_bytes_and_holds_for_trailers_too() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    exact = len(head)
    for reads in ([head], every_byte(head), [b"HTTP/1.1 103 Hi\r\n\r\n" + head], [b"\r\n" + head]):
        assert len(Fed(reads, limit=exact).heads) == 1
        assert Fed(reads, limit=exact).forwarded == b"".join(reads)
    for reads in ([head], every_byte(head)):
        over = Fed(reads, limit=exact - 1)
        assert (over.heads, over.body, over.tap.refused) == ([], head, True)
    trailer = b"0\r\nX: " + b"y" * 94
    for reads in ([head, trailer], [head, trailer[:50], trailer[50:]]):
        assert not Fed(reads, limit=len(trailer)).tap.refused
        over = Fed(reads, limit=len(trailer) - 1)
        assert (over.tap.refused, over.body, over.forwarded) == (True, trailer, head + trailer)


def test_bytes_of_a_length_fall_anywhere() -> None:
    for reads in ([b"ab", b"cd"], [b"a", b"b", b"c", b"d"], [b"abcd"]):
        fed = Fed([HEAD + b"Content-Length: 4\r\n\r\n", *reads])
        assert [c.read for c in fed.chunks] == list(range(1, len(reads) + 1))
        assert fed.endings == [Ending(EndKind.COMPLETE, 10 * len(reads), len(reads))]
    empty = Fed([HEAD + b"Content-Length: 0\r\n\r\n"])
    assert (empty.chunks, empty.endings) == ([], [Ending(EndKind.COMPLETE, 0, 0)])
