"""Subjects and indexes for the tests of this room."""

import json
from typing import Any

from hypothesis import strategies as st

from cassettes.model import Request
from cassettes.redaction.redact import Redaction
from player.matching.index import Candidate, Index
from player.matching.subject import Ignored, Subject, subject

NO_MASKS = Redaction.none()


def said(
    target: bytes = b"/a",
    body: Any = b"",
    method: str = "POST",
    kind: bytes = b"",
    ignore: tuple[str, ...] = (),
    masks: Redaction = NO_MASKS,
) -> Subject:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = ((b"content-type", kind),) if kind else ()
    return subject(Request(method, target, headers, data), masks, Ignored.of(ignore))


def index(*subjects: Subject) -> Index:
    return Index([Candidate(number, one) for number, one in enumerate(subjects)])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=4), below, max_size=3),
    max_leaves=8,
)

FORM = b"application/x-www-form-urlencoded"
