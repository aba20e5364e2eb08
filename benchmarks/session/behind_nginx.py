"""Measures how nginx changes a stream, before the recorder's upstream and before the player. Rules

- 100 events of 40 to 340 bytes, the same in every cell; their sizes and every setting stand here.
- A cut is the end of a transfer chunk within the body. Of the client's cuts, those are kept that the upstream's
  writes (or the recording) have too.
"""

import tempfile
from collections.abc import Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Final

from benchmarks.harness import tables
from benchmarks.subjects.outside import Writer, nginx, paced
from cassettes import store
from cassettes.clock import MS
from cassettes.model import Chunk, Chunks, Ending, EndKind, Header, Interaction, Mark, Origin, Request, ResponseHead
from cassettes.seeds import SplitMix64
from chunktape.client.process import running
from chunktape.samples.reader import read_response

#: what the UniApp article has its readers write
ARTICLE: Final = 'proxy_buffering off; chunked_transfer_encoding on; proxy_set_header Transfer-Encoding "";'
BEFORE_PLAYER: Final[Mapping[str, str]] = {
    "nginx as installed": "",
    "the article's settings": ARTICLE,
    "the article's settings and `proxy_http_version 1.1`": ARTICLE + " proxy_http_version 1.1;",
    "only `proxy_http_version 1.1`": "proxy_http_version 1.1;",
}
_BUFFERING: Final = {
    "on": "proxy_http_version 1.1;",
    "off": "proxy_http_version 1.1; proxy_buffering off;",
}
_UPSTREAMS: Final = {"chunked": "chunked", "close": "HTTP/1.0, ended by closing"}
_GAPS: Final = (0, 1, 20)
_TARGET: Final = "/v1/chat/completions"


def events(count: int = 100) -> list[bytes]:
    """Server-sent events of 40 to 340 bytes."""
    draw = SplitMix64(1)
    return [b"data: %d " % number + b"x" * (28 + draw.below(301)) + b"\n\n" for number in range(100, 100 + count)]


def cuts(sizes: list[int]) -> list[int]:
    """The offsets within the body at which a transfer chunk ends."""
    return list(accumulate(sizes))[:-1]


def streamed(pieces: list[bytes], gap_ns: int, more: tuple[tuple[bytes, bytes], ...] = ()) -> Interaction:
    """An interaction that answers GET with one transfer chunk per piece and gap, and its head one gap before."""
    chunks = [Chunk(gap_ns * (number + 1), number + 1, piece, Mark.END) for number, piece in enumerate(pieces)]
    fields = ((b"Content-Type", b"text/event-stream"), *more, (b"Transfer-Encoding", b"chunked"))
    head = ResponseHead(gap_ns, 200, b"OK", fields)
    ending = Ending(EndKind.COMPLETE, chunks[-1].at, chunks[-1].read)
    return Interaction(1, Request("GET", _TARGET.encode()), head, Chunks.of(chunks), ending)


def _several(counts: list[int]) -> str:
    return str(counts[0]) if len(set(counts)) == 1 else f"{min(counts)} to {max(counts)}"


def _first_byte(one: Interaction) -> float:
    return next(chunk.at for chunk in one.chunks if chunk.data) / MS


def recorded(runs: int) -> str:
    """The table of the recorder's results when nginx stands before the upstream."""
    head = ("upstream", "gap ms", "buffering", "transfer chunks", "cuts kept", "largest B", "the first ones, B",
            "first byte ms")  # fmt: skip
    return tables.table(head, _recorded(runs))


def _recorded(runs: int) -> Iterator[list[str]]:
    pieces = events()
    with tempfile.TemporaryDirectory() as folder:
        for framing, words in _UPSTREAMS.items():
            for gap in _GAPS:
                with Writer(pieces, framing, paced(gap * MS)) as upstream, nginx(upstream.url, _BUFFERING) as servers:
                    for buffering, url in servers.items():
                        file = Path(folder, f"{framing}-{gap}-{buffering}.cassette")
                        with running("chunktape", "record", url, "--port", "0", "--output", str(file)) as recorder:
                            for _ in range(runs):
                                read_response(recorder.url + "/")
                        yield [words, str(gap), buffering, *_cells(store.load(file).interactions, pieces)]


def _cells(interactions: tuple[Interaction, ...], pieces: list[bytes]) -> list[str]:
    written = set(cuts([len(piece) for piece in pieces]))
    assert all(one.body == b"".join(pieces) for one in interactions)
    sizes = [one.transfer_chunks() for one in interactions]
    same = [len(written & set(cuts(one))) for one in sizes]
    first = sorted(_first_byte(one) for one in interactions)
    return [
        _several([len(one) for one in sizes]),
        f"{_several(same)} of {len(written)}",
        _several([max(one) for one in sizes]),
        ", ".join(map(str, sizes[0][:5])) + (" ..." if len(sizes[0]) > 5 else ""),
        tables.short(first[len(first) // 2]),
    ]


def replayed(runs: int) -> str:
    """The table of a client's results when nginx stands before the player; a recording with 20 ms gaps."""
    one = streamed(events(), 20 * MS)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "made.cassette")
        store.save(file, Header("benchmarks", 0, Origin("made", "benchmarks", False, False)), [one])
        with (
            running("chunktape", "play", str(file), "--port", "0") as player,
            nginx(player.url, BEFORE_PLAYER) as servers,
        ):
            urls = {"no nginx": player.url, **servers}
            got = {name: [read_response(url + _TARGET) for _ in range(runs)] for name, url in urls.items()}
    head = ("between player and client", "transfer chunks", "recorded cuts kept", "other cuts", "first byte ms",
            "latest ms behind the recording", "bytes")  # fmt: skip
    return tables.table(head, ([name, *_reached(one, answers)] for name, answers in got.items()))


def _reached(recorded: Interaction, answers: list[Interaction]) -> list[str]:
    wanted = set(cuts(recorded.transfer_chunks()))
    found = [set(cuts(one.transfer_chunks())) for one in answers]
    late = [max(errors(recorded, one)) / MS for one in answers]
    first = sorted(_first_byte(one) for one in answers)
    return [
        _several([len(one.transfer_chunks()) for one in answers]),
        f"{_several([len(wanted & one) for one in found])} of {len(wanted)}",
        _several([len(one - wanted) for one in found]),
        tables.short(first[len(first) // 2]),
        tables.short(max(late)),
        "equal" if all(one.body == recorded.body for one in answers) else "**not equal**",
    ]


def errors(recorded: Interaction, replayed: Interaction) -> list[int]:
    """For each recorded chunk with bytes, how much later (ns, negative: earlier) its last byte came in the replay."""
    arrivals = iter(zip(accumulate(replayed.chunks.sizes), replayed.chunks.times, strict=True))
    end, at, found = 0, 0, []
    for last, due, size in zip(
        accumulate(recorded.chunks.sizes), recorded.chunks.times, recorded.chunks.sizes, strict=True
    ):
        if not size:
            continue
        while end < last:
            end, at = next(arrivals)
        found.append(at - due)
    return found
