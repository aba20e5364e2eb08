"""Chunked bodies: whole, byte by byte, with bytes behind, and beside a reader of another make."""

import itertools
import re

import httptools
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cassettes.http.chunked import ChunkedBody
from cassettes.model import Headers, Mark


class Read:
    """What a body gave for reads that fell anywhere."""

    def __init__(self, reads: list[bytes], *, strict: bool = False) -> None:
        body = ChunkedBody(strict=strict)
        self.sizes: list[int] = []
        self.body, held, size = b"", b"", 0
        for number, data in enumerate(reads):
            if body.done or body.refused:
                held += data
                continue
            data = held + data
            for piece in body.feed(data, 0, number):
                assert piece.read == number
                self.body += piece.data
                size += len(piece.data)
                if piece.mark is Mark.END:
                    self.sizes.append(size)
                    size = 0
            held = data[body.used :]
        self.behind, self.done, self.refused, self.trailers = held, body.done, body.refused, body.trailers


def reference(raw: bytes) -> tuple[bytes, list[int], Headers, int] | None:
    """Body, sizes, trailers and length of a whole chunked body, by the grammar; None if it is none, or not whole."""
    position, body, sizes = 0, b"", []
    while True:
        end = raw.find(b"\n", position)
        line = raw[position:end].removesuffix(b"\r") if end >= 0 else b""
        size, _, extension = line.partition(b";")
        size = size.rstrip(b" \t")
        if (
            not size
            or len(size) > 16
            or size.strip(b"0123456789abcdefABCDEF")
            or re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", extension)
        ):
            return None
        position, count = end + 1, int(size, 16)
        if not count:
            break
        body, position = body + raw[position : position + count], position + count
        sizes.append(count)
        if raw[position : position + 1] == b"\r":
            position += 1
        if raw[position : position + 1] != b"\n":
            return None
        position += 1
    fields: list[tuple[bytes, bytes]] = []
    while (end := raw.find(b"\n", position)) >= 0:
        line = raw[position:end]
        position = end + 1
        if line in (b"", b"\r"):
            return body, sizes, tuple(fields), position
        if line[:1] in b" \t":
            if not fields:
                return None
            line = b"%b: %b %b" % (*fields.pop(), line.rstrip(b"\r").strip(b" \t"))
        name, colon, value = line.rstrip(b"\r").partition(b":")
        if not colon or not re.fullmatch(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+", name.rstrip(b" \t")):
            return None
        if re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", value):
            return None
        fields.append((name.rstrip(b" \t"), value.strip(b" \t")))
    return None


ends = st.sampled_from([b"\r\n", b"\n"])
extensions = st.sampled_from([b"", b" ", b"\t ", b";a", b" ;a=b", b';a="\\"b;c"', b";\xe4", b"; q=\t1"])
datas = st.binary(min_size=1, max_size=20)


@st.composite
def framed(draw: st.DrawFn) -> bytes:
    raw = b""
    for data in draw(st.lists(datas, max_size=6)):
        size = draw(st.sampled_from([b"%x", b"%X", b"0%x", b"%08x"])) % len(data)
        raw += size + draw(extensions) + draw(ends) + data + draw(ends)
    raw += draw(st.sampled_from([b"0", b"000"])) + draw(extensions) + draw(ends)
    for value in draw(st.lists(st.sampled_from([b"b", b"", b"b\r\n c", b"b\n\t\n d", b"\xe4:"]), max_size=3)):
        raw += b"X-T: " + value + draw(ends)
    return raw + draw(ends)


def splits(raw: bytes, cuts: list[int]) -> list[list[bytes]]:
    edges = [0, *sorted({cut % (len(raw) + 1) for cut in cuts} | {len(raw)})]
    anywhere = [raw[a:b] for a, b in itertools.pairwise(edges) if b > a]
    return [[raw], [raw[i : i + 1] for i in range(len(raw))], anywhere]


@given(framed(), st.binary(max_size=5), st.lists(st.integers(0, 500), max_size=12))
def test_what_is_written_by_the_grammar_is_read_however_the_reads_fall(
    raw: bytes, extra: bytes, cuts: list[int]
) -> None:
    expected = reference(raw)
    assert expected is not None
    body, sizes, trailers, length = expected
    assert length == len(raw)
    for reads in splits(raw + extra, cuts):
        read = Read(reads)
        assert (read.body, read.sizes, read.trailers, read.done) == (body, sizes, trailers, True)
        assert read.behind == extra


@given(framed(), st.data(), st.lists(st.integers(0, 500), max_size=12))
@example(b"5\r\nabcde\r\n0\r\n\r\n", None, [])
def test_what_is_not_is_refused_where_the_reference_refuses_it(
    raw: bytes, data: st.DataObject | None, cuts: list[int]
) -> None:
    """Law: with any byte changed, left out or doubled, both read the same, however the reads fall."""
    if data is not None and raw:
        at = data.draw(st.integers(0, len(raw) - 1))
        other = data.draw(
            st.sampled_from([b"", b"\r", b"\n", b"\r\n", b" ", b"0", b"g", b";", b":", b"\x00", raw[at : at + 1] * 2])
        )
        raw = raw[:at] + other + raw[at + 1 :]
    expected = reference(raw)
    reads = [Read(split) for split in splits(raw, cuts)]
    for read in reads:
        assert read.done is (expected is not None)
        assert (read.refused, read.body, read.sizes) == (reads[0].refused, reads[0].body, reads[0].sizes)
        if expected is not None:
            assert (read.body, read.sizes, read.trailers) == expected[:3]
            assert len(read.behind) == len(raw) - expected[3]


class Llhttp:
    """The same by Node's parser, which a strict body must never be laxer than."""

    def __init__(self, raw: bytes) -> None:
        self.body, self.complete = b"", False
        parser = httptools.HttpRequestParser(self)
        self.accepted = True
        try:
            parser.feed_data(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + raw)
        except httptools.HttpParserError:
            self.accepted = self.complete

    def on_body(self, data: bytes) -> None:
        self.body += data

    def on_message_complete(self) -> None:
        self.complete = True


@given(framed(), st.lists(st.integers(0, 500), max_size=12))
@example(b"3\r\nabc\r\n0\r\nA: b\r\n\r\n", [])
def test_a_strict_body_is_read_only_as_llhttp_reads_it(raw: bytes, cuts: list[int]) -> None:
    """Law: what of a request goes on as it came has the reading that we stored."""
    reads = [Read(split, strict=True) for split in splits(raw, cuts)]
    assert len({(read.done, read.body, read.refused) for read in reads}) == 1
    if reads[0].done:
        other = Llhttp(raw)
        if other.accepted:  # llhttp refuses more in extensions
            assert (other.complete, other.body) == (True, reads[0].body)
        assert b"\n" not in re.sub(rb"\r\n", b"", raw.replace(reads[0].body, b"")) or b"\n" in reads[0].body


@pytest.mark.parametrize(
    "raw",
    [
        b"3\nabc\r\n0\r\n\r\n", b"3 \r\nabc\r\n0\r\n\r\n", b"3\r\nabc\n0\r\n\r\n", b"3;a\nabc\r\n0\r\n\r\n",
        b"0\n\r\n", b"0\r\nA: b\n\r\n\r\n", b"0\r\nA : b\r\n\r\n", b"0\r\nA: b\r\n c\r\n\r\n",
        b"0\r\nA: b\nC: d\r\n\r\n",
        b"0\r\n A: b\r\n\r\n", b"3\r\nabcd\r\n0\r\n\r\n", b"+3\r\nabc\r\n", b"0x3\r\nabc\r\n", b"3_\r\n",
        b"\r\n", b" 3\r\n",
    ],
)  # fmt: skip
def test_a_strict_body_refuses_what_the_next_server_might_read_otherwise(raw: bytes) -> None:
    for split in splits(raw, []):
        read = Read(split, strict=True)
        assert read.refused
        assert not read.done


def test_a_closing_line_that_comes_later_is_an_empty_piece_of_its_read() -> None:
    body = ChunkedBody()
    assert [tuple(p) for p in body.feed(b"3\r\nabc", 5, 0)] == [(5, 0, b"abc", Mark.NONE)]
    assert body.feed(b"\r", 6, 1) == []
    assert body.used == 0
    assert [tuple(p) for p in body.feed(b"\r\n0", 7, 2)] == [(7, 2, b"", Mark.END)]
    assert body.used == 2


def test_a_new_body_has_read_nothing_and_a_lax_one_is_the_default() -> None:
    body = ChunkedBody()
    assert (body.done, body.refused, body.trailers, body.used) == (False, False, (), 0)
    assert body.feed(b"", 0, 0) == []
    assert (body.used, body.done, body.refused) == (0, False, False)
    assert [piece.data for piece in body.feed(b"1 \na\n", 0, 0)] == [b"a"]
    assert ChunkedBody(strict=False).feed(b"1\na\n", 0, 0) != []


def test_pieces_have_the_time_of_their_read_whole_or_not() -> None:
    body = ChunkedBody()
    reads = [b"6\r\na", b"bc", b"def\r\n2\r\ngh\r\n"]
    seen = [tuple(piece) for number, data in enumerate(reads) for piece in body.feed(data, 10 * number, number)]
    assert seen == [
        (0, 0, b"a", Mark.NONE),
        (10, 1, b"bc", Mark.NONE),
        (20, 2, b"def", Mark.END),
        (20, 2, b"gh", Mark.END),
    ]
    assert body.feed(b"0\r\n\r\nrest", 30, 3) == []
    assert (body.done, body.used) == (True, 5)


@pytest.mark.parametrize(
    ("last", "trailers"),
    [
        (b"0\r\n\r\n", ()),
        (b"0\r\nA: b\r\n\r\n", ((b"A", b"b"),)),
        (b"00;x=y\r\nA: b\r\nC: d\r\n\r\n", ((b"A", b"b"), (b"C", b"d"))),
    ],
)
def test_a_strict_body_ends_behind_the_first_empty_line(last: bytes, trailers: Headers) -> None:
    for behind in (b"", b"x", b"\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n"):
        read = Read([last + behind], strict=True)
        assert (read.done, read.trailers, read.behind) == (True, trailers, behind)
        later = Read([b"1\r\na\r\n" + last[:-1], last[-1:] + behind], strict=True)
        assert (later.done, later.trailers, later.behind) == (True, trailers, behind)
    for cut in range(len(last)):
        assert not Read([last[:cut]], strict=True).done
    assert Read([b"5\r\n\r\n\r\nx\r\n" + last], strict=True).body == b"\r\n\r\nx"


def test_lines_that_never_become_trailers_are_refused_at_once() -> None:
    for strict in (False, True):
        for bad in (b"0\r\nA: b\rX", b"0\r\n\rX", b"0\r\nA\rB"):
            assert Read([bad], strict=strict).refused
        for yet in (b"0\r\nA: b\r", b"0\r\n\r", b"0\r\n", b"0\r"):
            read = Read([yet], strict=strict)
            assert not read.refused
            assert not read.done
            assert read.behind == yet
    assert not Read([b"1\r\na\r\n0\r\nA: b\r\n"]).refused


@pytest.mark.parametrize("size", [b"4", b"04", b"00000004", b"0000000004", b"4;" + b"x" * 40, b"0000000000000004"])
def test_a_size_is_read_the_same_whatever_its_line_is_like(size: bytes) -> None:
    for strict in (False, True):
        read = Read([size + b"\r\nabcd\r\n" + size + b"\r\n\r\n\r\n\r\n0\r\n\r\n"], strict=strict)
        assert (read.body, read.sizes, read.done) == (b"abcd\r\n\r\n", [4, 4], True)


@pytest.mark.parametrize("size", [b"f" * 17, b"0" * 16 + b"4", b"0" * 40])
def test_a_size_of_more_digits_than_a_client_counts_is_refused(size: bytes) -> None:
    for strict in (False, True):
        for raw in (size + b"\r\nabcd\r\n", b"1\r\na\r\n" + size + b"\r\nabcd\r\n", size):
            assert Read([raw], strict=strict).refused


def test_many_transfer_chunks_in_one_read_are_read_wherever_they_begin() -> None:
    datas = [b"a" * 300, b"b", b"c" * 70_000, b"d" * 9]
    raw = b"".join(b"%x\r\n%b\r\n" % (len(data), data) for data in datas)
    for strict in (False, True):
        read = Read([raw + b"0\r\n\r\n"], strict=strict)
        assert (read.body, read.sizes, read.done) == (b"".join(datas), [len(data) for data in datas], True)


@pytest.mark.parametrize(("size", "read"), [(64 * 1024, True), (64 * 1024 + 1, False)])
def test_trailers_have_a_limit_and_are_not_looked_at_beyond_it(size: int, read: bool) -> None:
    field = b"X-T: " + b"x" * (size - len(b"X-T: \r\n\r\n")) + b"\r\n"
    body = ChunkedBody()
    body.feed(b"0\r\n" + field + b"\r\n", 0, 0)
    assert (body.done, body.refused) == (read, not read)
