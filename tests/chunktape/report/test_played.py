"""The spec of a bug, settled for the body that is shared."""

from hashlib import sha256

import pytest

from cassettes.errors import SpecError
from chunktape.report.played import Played, of_paste, played
from tests.support.recordings import END, interaction

ONE = interaction([(0, 0, 'data: {"t":"你好"}\n\n'.encode(), END)])
TWO = interaction([(0, 0, b'data: {"t":"abc"}\n\n', END)])
NONE = interaction([])
#: the same without a secret in its body
STARRED = interaction([(0, 0, b'data: {"t":"***"}\n\n', END)])
DIGEST = sha256(TWO.body).hexdigest()[:8]


def test_a_split_is_settled() -> None:
    found = played("utf8", (NONE, ONE), (NONE, ONE))

    assert (found.spec, found.drawn, found.size) == ("utf8,seed=0,v=1", True, len(ONE.body))
    assert found.pieces > 2
    assert not played("utf8,seed=7", (ONE,), (ONE,)).drawn
    assert played("", (ONE,), (ONE,)) == Played()


def test_a_digest_chooses_the_body_and_is_that_of_what_is_shared() -> None:
    found = played(f"explicit,cuts=3:5,body={DIGEST}", (ONE, TWO), (ONE, STARRED))

    assert found.spec.startswith("explicit,cuts=3:5,")
    assert sha256(STARRED.body).hexdigest()[:8] in found.spec
    assert found.pieces == 3
    with pytest.raises(SpecError, match="digest 00000000"):
        played("explicit,cuts=3,body=00000000", (ONE,), (ONE,))


def test_faults_rewrites_and_pace_stay() -> None:
    spec = played("utf8,seed=7+crlf+reset,at=event:1,times=2+speed,x=max", (ONE,), (ONE,)).spec

    assert "crlf" in spec
    assert "times=2" in spec
    assert "speed,x=max" in spec
    assert played("reset,at=event:1", (ONE,), (ONE,)).spec.startswith("reset,at=event:1")


def test_what_only_check_plays_is_handed_on() -> None:
    found = played("utf8,seed=7+emoji", (ONE,), (ONE,))

    assert (found.spec, found.for_check) == ("utf8,seed=7+emoji", True)
    assert of_paste("event+events,from=1,to=2").for_check


def test_bad_words_are_refused_also_those_of_a_paste() -> None:
    for spec in ("no-such-split", "utf8,seed", "$(touch x)"):
        with pytest.raises(SpecError):
            played(spec, (ONE,), (ONE,))
        with pytest.raises(SpecError):
            of_paste(spec)
        with pytest.raises(SpecError):
            of_paste(f"{spec}+emoji")
    with pytest.raises(SpecError, match="could cut"):
        played("utf8", (NONE,), (NONE,))
