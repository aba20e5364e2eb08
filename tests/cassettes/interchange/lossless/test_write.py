"""`cassettes.interchange.lossless.write`: an export that is imported again is the same cassette, byte for byte."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cassettes.interchange import export, read_file
from cassettes.model import Header, Interaction, Origin
from cassettes.redaction.redact import Redaction
from cassettes.store import dumps, loads
from tests.support.strategies import TEXT, interactions

HEADERS = st.builds(
    Header,
    tool=TEXT,
    started=st.integers(0, 2**62),
    origin=st.builds(Origin, TEXT, TEXT, st.booleans(), st.booleans(), TEXT),
    redaction=st.lists(TEXT, max_size=2).map(tuple),
)


def again(form: str, data: bytes) -> bytes:
    """The cassette that the export becomes when it is imported."""
    handle, name = tempfile.mkstemp()
    try:
        os.write(handle, data)
        os.close(handle)
        header, imported = read_file(form, Path(name), "another tool", 0, Redaction.default())
        return dumps(header, imported.interactions)
    finally:
        os.unlink(name)


@pytest.mark.parametrize("form", ["yaml", "json"])
@given(header=HEADERS, found=st.lists(interactions(), max_size=2))
def test_import_of_the_export_is_the_same_file(form: str, header: Header, found: list[Interaction]) -> None:
    data = dumps(header, found)
    assert again(form, export(loads(data), form)) == data


def test_several_sessions_become_one_with_all_rules_and_an_origin_that_claims_no_more_than_each() -> None:
    one = Header("a", 5, Origin("recorded", "http://one"), ("query:key", "field:x"))
    two = Header("b", 9, Origin("imported", "chat.har", real_times=False, note="cadence"), ("field:x", "field:phone"))
    session = replace(loads(dumps(one, [])), headers=(one, two, one))
    for form in ("yaml", "json"):
        header = loads(again(form, export(session, form))).headers[0]
        assert header.redaction == ("query:key", "field:x", "field:phone")
        assert (header.tool, header.started, header.origin.source) == ("a", 5, "http://one")
        assert (header.origin.kind, header.origin.real_bytes, header.origin.real_times) == ("imported", True, False)
        assert header.origin.note == "sessions: recorded http://one, imported chat.har cadence"
    more = replace(session, headers=(one, replace(one, started=7, redaction=("query:z",))))
    header = loads(again("yaml", export(more, "yaml"))).headers[0]
    assert header == replace(one, redaction=("query:key", "field:x", "query:z"))


def test_what_is_exported_can_be_imported_however_long_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    from cassettes.providers.make import make_header, make_interaction

    data = dumps(make_header("dify", "chunktape 0", 5), [make_interaction("你好" * 50, "ndjson")])
    monkeypatch.setattr("cassettes.interchange.safe_yaml.MAX_NODES", 20)
    assert again("yaml", export(loads(data), "yaml")) == data


def test_people_can_read_it() -> None:
    from cassettes.providers.make import make_header, make_interaction

    cassette = loads(dumps(make_header("dify", "chunktape 0", 5), [make_interaction("你好", "ndjson")]))
    text = export(cassette, "yaml").decode()
    assert '"content":"你好"' in text or '"content":"你"' in text
    assert "base64" not in text
    assert yaml.safe_load(text)["interactions"][0]["chunks"][0]["mark"] == "end"
