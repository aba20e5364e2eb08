"""Law 4 of rewrites: the same bytes on every platform. Who changes one of these raises the version of its rewrite."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from player.rewrites.registry import REWRITES
from player.rewrites.retoken.entry import AT
from player.spec.perform import perform
from player.spec.scenario import Scenario, parse_scenario
from tests.support.bodies import GOLDEN
from tests.support.recordings import END, interaction

SEEDS = {"any": (1, 2, 3, 4, 5, 6, 7, 8), "mixed": (1, 2, 3), "emoji": (1, 2)}
RETOKENED = [f"retoken,at={at},seed={seed}" for at in AT for seed in SEEDS.get(at, (1,))]
SPECS = [*(name for name in REWRITES if name != "retoken"), "commented,at=inside", *RETOKENED]

DIGESTS = {
    "escaped": "c76c01b2477116e0",
    "unescaped": "f7c82040f9cd7281",
    "compact": "34622dfab5f80e7c",
    "pretty": "67099fb0751ed1ab",
    "url-encoded": "0ca0d7401ce24e8d",
    "base64": "8e57c0db2849ef3b",
    "data-first": "71d22310e061979f",
    "nospace": "f75bfb517ed12ef1",
    "commented": "a0f6a8fb92741bfa",
    "blank-lines": "78195870bc0b73aa",
    "crlf": "998d98782b27818e",
    "cr": "980da60e15f79b6e",
    "bom": "9b862af1bf8f1b47",
    "header-case": "983ae0aa28face7a",
    "commented,at=inside": "906209b3b37d16a4",
    "retoken,at=any,seed=1": "4d88158585c4c587",
    "retoken,at=any,seed=2": "36faf3477020737e",
    "retoken,at=any,seed=3": "569d45fe8af17048",
    "retoken,at=any,seed=4": "908359be75f73bdf",
    "retoken,at=any,seed=5": "dd81bbdf2127b289",
    "retoken,at=any,seed=6": "a59e4f3da45cf302",
    "retoken,at=any,seed=7": "5549553122bcd0e6",
    "retoken,at=any,seed=8": "899e4210d8b47ea8",
    "retoken,at=mixed,seed=1": "e1845ae9b5eb6767",
    "retoken,at=mixed,seed=2": "ffc0319a780d135c",
    "retoken,at=mixed,seed=3": "3183adbf30719b78",
    "retoken,at=think,seed=1": "1aa82770176d58f4",
    "retoken,at=fence,seed=1": "5e82ce98bfe9824f",
    "retoken,at=bold,seed=1": "2259b72a4fc50da1",
    "retoken,at=tool,seed=1": "e096044e858d47f4",
    "retoken,at=emoji,seed=1": "dd81bbdf2127b289",
    "retoken,at=emoji,seed=2": "79f605cf41a105dd",
    "retoken,at=char,seed=1": "a59e4f3da45cf302",
    "retoken,at=one,seed=1": "5549553122bcd0e6",
    "retoken,at=surrogate,seed=1": "b334bb669b4b1235",
}

_TEXTS = ("<think>", "嗯 👨‍👩‍👧", "</think>", "\n```js\nx\n```", " **b** ", "👍🏽🇨🇳 e\u0301")
_CALLS = ({"name": "f", "arguments": ""}, {"arguments": '{"city": "北京",'}, {"arguments": ' "n": -12.5, "t": true}'})
_DELTAS = [
    *({"content": text} for text in _TEXTS),
    *({"tool_calls": [{"index": 0, "function": call}]} for call in _CALLS),
]
TARGETS = "".join(
    f"data: {json.dumps({'choices': [{'index': 0, 'delta': delta}]}, ensure_ascii=number % 2 == 1)}\n\n"
    for number, delta in enumerate(_DELTAS)
)
BODIES = {
    **{name: (GOLDEN[name].data, GOLDEN[name].content_type) for name in ("lf", "crlf", "ndjson")},
    "targets": (TARGETS.encode(), b"text/event-stream"),
}


def digest(spec: str) -> str:
    """Of what `spec` makes of each body that it can rewrite (any other is left alone), header names included."""
    whole, asked = sha256(), parse_scenario(spec, Scenario())
    asked = replace(asked, rewrites=tuple(replace(use, optional=True) for use in asked.rewrites))
    for name, (body, content_type) in BODIES.items():
        if name != "ndjson" or "ndjson" in REWRITES[spec.partition(",")[0]].dialects:
            made = perform(interaction([(0, 1, body, END)], headers=((b"Content-Type", content_type),)), asked)
            assert made.head is not None
            whole.update(made.head.headers[0][0] + made.body)
    return whole.hexdigest()[:16]


@pytest.mark.parametrize("spec", SPECS)
def test_the_bytes_are_those_of_before(spec: str) -> None:
    assert digest(spec) == DIGESTS[spec]


def test_every_rewrite_has_its_digests() -> None:
    assert list(DIGESTS) == SPECS
