"""Test vectors: one body, many plans, and what a right client makes of each, as JSON. Rules

- The body stands once, in base64; a plan is its cuts. Offsets are bytes.
- The expected result does not depend on the plan (law 6), so it stands once, too.
- There is at least one plan: where none is given, the uncut body, so that no test passes by looping over nothing.
- The schema is `docs/vectors.md`; a change that breaks a reader raises `version`.
"""

import json
from base64 import b64encode
from collections.abc import Iterable
from typing import Final, TextIO

from cassettes import content
from cassettes.providers.read import read
from player.splits.exhaust import named
from player.splits.plan import Body, Plan

FORMAT: Final = "chunktape-vectors"
VERSION: Final = 2


def write(out: TextIO, source: Body, plans: Iterable[Plan], *, name: str, number: int) -> int:
    """Write the vectors of `plans` for interaction `number` of the cassette called `name`; gives how many were written.

    One plan per line, made and written one by one: an exhaustive level can have many thousand.
    """
    dialect = source.boundaries.dialect
    answer = read(source.data, dialect)
    head = {
        "format": FORMAT,
        "version": VERSION,
        "cassette": name,
        "interaction": number,
        "content_type": source.content_type.decode("latin-1"),
        "content_encoding": source.content_encoding.decode("latin-1"),
        "body": b64encode(source.data).decode(),
        "expected": {
            "dialect": dialect,
            "events": content.events(source.data, dialect),
            "shape": answer and answer.shape,
            "text": answer and answer.text,
            "texts": answer and [choice.text for choice in answer.choices],
        },
    }
    out.write(json.dumps(head, indent=1)[:-2] + ',\n "plans": [')
    count = 0
    for plan in plans:
        out.write(",\n" if count else "\n")
        out.write(_line(plan))
        count += 1
    if count == 0:
        out.write("\n" + _line(named(source, ())))
        count = 1
    out.write("\n ]\n}\n")
    return count


def _line(plan: Plan) -> str:
    return "  " + json.dumps({"spec": plan.spec, "cuts": plan.cuts})
