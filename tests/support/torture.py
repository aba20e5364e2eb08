"""A torture tape with few events, which have every boundary class of the whole one: a check of it is cheap."""

from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from cassettes import library, store
from cassettes.model import Chunk, Chunks, Header, Interaction, Mark, Origin
from player.splits import Body


def short_torture(folder: Path, name: str = "torture-lf") -> Path:
    """A cassette in `folder` with the first answer of a bundled one, shortened."""
    path = folder / f"short-{name}.cassette"
    store.save(path, Header("test", 0, Origin("made")), [shortened(name)])
    return path


@cache
def shortened(name: str) -> Interaction:
    """The first answer of a bundled cassette, less every event without which no boundary class is lost."""
    whole = store.load(str(library.index()[name].path)).interactions[0]
    body = Body.of(whole)
    wanted = classes(body)
    events = [body.data[start:end] for start, end in pairwise((0, *body.events, len(body.data)))]
    for event in sorted(events, key=len, reverse=True):
        fewer = list(events)
        fewer.remove(event)
        if classes(replace(body, data=b"".join(fewer), cuts=(), times=())) == wanted:
            events = fewer
    chunks = Chunks.of([Chunk(at, at, event, Mark.END) for at, event in enumerate(events)])
    assert whole.head is not None
    ending = replace(whole.ending, at=len(events), read=len(events))
    return replace(whole, head=replace(whole.head, at=0), chunks=chunks, ending=ending)


def classes(body: Body) -> set[str]:
    """The boundary classes that a body has."""
    return set(body.boundaries.present())
