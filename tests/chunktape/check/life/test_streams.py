"""Streams of a tape that are made longer still say what it says, and more."""

from dataclasses import replace

import pytest

from cassettes.content import events
from cassettes.providers.read import read
from chunktape.check.life.streams import Stretched
from tests.chunktape.check.life.settings import setting


@pytest.mark.parametrize("size", [8192, 65536, 262144])
def test_a_stream_has_about_the_size_that_was_asked_for_and_is_read(size: int) -> None:
    stretched = Stretched(setting())
    for body in (stretched.many(size), stretched.one(size)):
        assert size * 0.8 < len(body) <= size * 1.02
        found = read(body, "sse")
        assert found is not None
        assert len(found.choices[0].text.encode()) > size / 20

    assert len(events(stretched.many(size), "sse")) > len(events(stretched.one(size), "sse"))
    assert max(len(one["data"].encode()) for one in events(stretched.one(size), "sse")) > size / 2


def test_a_client_that_shows_halves_of_letters_has_no_event_for_it() -> None:
    plain = setting()
    run = replace(plain.baseline, said=tuple(one._replace(value="\ud83d") for one in plain.baseline.said))
    assert Stretched(replace(plain, baseline=run)).many(8192) == b""
