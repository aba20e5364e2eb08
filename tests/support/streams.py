"""Hypothesis strategies for recorded streams of events, and recordings of the providers' shapes."""

from itertools import pairwise

from hypothesis import strategies as st

from cassettes.model import Interaction, Mark
from cassettes.providers.make import make_interaction
from tests.support.recordings import END, NONE, interaction

#: payloads, some with characters of several bytes
_DATA = st.text(st.sampled_from("abc {}[]:,\"'你好é😀\\"), min_size=1, max_size=12)
_EXTRA = st.sampled_from(["", "event: m", "id: 7", ": note", "retry: 5"])


@st.composite
def sse(draw: st.DrawFn, least: int = 1) -> Interaction:
    """A stream of at least `least` events, maybe with comments between them and a sentinel, in chunks of any sizes."""
    eol = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    body = ""
    for extra, data in draw(st.lists(st.tuples(_EXTRA, _DATA), min_size=least, max_size=6)):
        body += f"{extra}{eol}" if extra else ""
        body += f"data: {data}{eol}{eol}"
        body += draw(st.sampled_from(["", "", f": comment{eol}{eol}"]))
    body += f"data: [DONE]{eol}{eol}" if draw(st.booleans()) else ""
    return _recorded(draw, body.encode(), eol)


def _recorded(draw: st.DrawFn, body: bytes, eol: str) -> Interaction:
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(body) - 1)), max_size=6)))
    edges = [0, *(cut for cut in cuts if cut < len(body)), len(body)]
    rows, at = [], 0
    for read, (start, end) in enumerate(pairwise(edges), 1):
        at += draw(st.integers(0, 50))
        mark: Mark = END if end == len(body) else draw(st.sampled_from([END, NONE]))
        rows.append((at, read, body[start:end], mark))
    return interaction(rows)


TEXT = "你好，世界。This is an answer of some length, with 数字 123 and an emoji 😀 in it."


def made(like: str) -> Interaction:
    """An answer in the shape `like` of a provider."""
    return make_interaction(TEXT, like)
