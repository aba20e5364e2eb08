"""An answer that was stopped goes on only if more of the answer itself is shown."""

from dataclasses import replace
from itertools import accumulate

import pytest

from chunktape.check.life.judging import stopped
from chunktape.check.reading import Reading
from chunktape.check.values import Judgement, Run, Said
from tests.chunktape.check.life.settings import setting

_LOADING = "Loading the answer, please wait"


@pytest.mark.parametrize(
    ("more", "judgement"),
    [
        (_LOADING, Judgement.PASS),
        ("你 (stopped by the user)", Judgement.PASS),
        ("你好，世界！", Judgement.FAIL),
        ("你好，世界！▍", Judgement.FAIL),
    ],
)
def test_words_in_the_place_of_the_answer_are_not_the_answer(more: str, judgement: Judgement) -> None:
    plain = setting()
    pieces = [one for one in plain.baseline.said if isinstance(one.value, str)]
    texts = accumulate(str(one.value) for one in pieces)
    wholes = [one._replace(value=text) for one, text in zip(pieces, texts, strict=True)]
    baseline = replace(plain.baseline, said=(Said(-1, "onText", _LOADING), *wholes))
    shown = replace(plain, reading=Reading("onText", (), "whole", "text"), baseline=baseline)
    assert stopped(shown, Run(said=(Said(0, "onText", more),), asked=True), 4).judgement is judgement
