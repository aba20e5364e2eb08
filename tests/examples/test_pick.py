"""`tests/js/pick.mjs`, with which the decoders read payloads, says the text that `cassettes.providers.read` says."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cassettes import library, store
from cassettes.providers import SHAPES, Answer, Tool, render, shape
from cassettes.providers.read import payloads, read
from cassettes.providers.reading import Kind
from player.splits.plan import Body

pytestmark = pytest.mark.wire

SAID = Answer(("你好", "，", "world", "\n"), ("嗯", "…"), (Tool("f", ('{"a":', "1}")),), others=(("另", "一"),))


def bodies() -> Iterator[Body]:
    for name in SHAPES:
        like = shape(name)
        said = Answer(
            SAID.tokens,
            SAID.reasoning if like.reasoning else (),
            SAID.tools if like.tools else (),
            others=SAID.others if like.choices else (),
        )
        yield Body(b"".join(piece.data for piece in render(name, said)), like.content_type)
    for entry in library.index().values():
        yield from (Body.of(interaction) for interaction in store.load(entry.path).interactions)


def expected(body: Body) -> Iterator[tuple[str, str]]:
    """Each payload with the piece of the first choice's text in it; not those that say again what was said."""
    found = read(body.data, body.boundaries.dialect)
    if found is None or found.shape == "text":
        return
    texts = [delta for delta in found.deltas if delta.kind is Kind.TEXT and delta.choice == 0]
    repeating = {delta.event for delta in texts if delta.whole}
    for payload in payloads(body.data, body.boundaries.dialect):
        if payload.event not in repeating:
            piece = "".join(delta.value for delta in texts if delta.event == payload.event)
            yield json.dumps(payload.value), piece


def test_the_text_in_each_payload(run_js: Callable[..., Any]) -> None:
    pairs = [pair for body in bodies() if len(body.data) < 200_000 for pair in expected(body)]
    assert len(pairs) > 1000
    found = run_js("pick_texts.mjs", stdin=json.dumps([payload for payload, _ in pairs]))
    wrong = [(payload, ours, theirs) for (payload, ours), theirs in zip(pairs, found, strict=True) if ours != theirs]
    assert wrong == []
