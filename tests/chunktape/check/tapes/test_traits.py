"""What a rewrite brings into a tape is found there, and not in the tape itself."""

from dataclasses import replace

import pytest

from chunktape.check.tapes import given
from chunktape.check.tapes.library import BESIDE
from chunktape.check.tapes.tape import Tape
from chunktape.check.tapes.traits import TRAITS, traits_of
from player.grammar.use import Use
from tests.support.recordings import END, interaction

PLAIN = Tape("a.cassette", interaction([(0, 1, 'event: a\ndata: {"text":"é"}\n\ndata: [DONE]\n\n'.encode(), END)]))


@pytest.mark.parametrize("name", [names[0] for names in BESIDE if len(names) == 1])
def test_a_rewrite_brings_its_trait(name: str) -> None:
    before, after = traits_of(PLAIN), traits_of(replace(PLAIN, rewrites=(Use(name),)))
    assert name not in before
    assert name in after
    assert after - before <= {name, "pretty"}


@pytest.mark.parametrize("name", ["emoji", "large"])
def test_another_text_brings_its_trait(name: str) -> None:
    one = given(["torture-lookalike"])[0]
    assert name in traits_of(replace(one, other=name))
    assert name not in traits_of(one)


def test_every_rewrite_beside_a_tape_has_words() -> None:
    assert {name for names in BESIDE for name in names} <= TRAITS.keys()
