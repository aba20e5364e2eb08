"""`cassettes.exports.lossless`: an export that is imported again is the same cassette, byte for byte."""

import os
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cassettes.exports import export
from cassettes.imports import read_file
from cassettes.model import Header, Interaction, Origin
from cassettes.redact import Redaction
from cassettes.store import dumps, loads
from tests.strategies import TEXT, interactions

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


@pytest.mark.core
@pytest.mark.parametrize("form", ["yaml", "json"])
@given(header=HEADERS, found=st.lists(interactions(), max_size=2))
def test_import_of_the_export_is_the_same_file(form: str, header: Header, found: list[Interaction]) -> None:
    data = dumps(header, found)
    assert again(form, export(loads(data), form)) == data


def test_people_can_read_it() -> None:
    from cassettes.shapes.make import make_header, make_interaction

    cassette = loads(dumps(make_header("dify", "chunktape 0", 5), [make_interaction("你好", "ndjson")]))
    text = export(cassette, "yaml").decode()
    assert '"content":"你好"' in text or '"content":"你"' in text
    assert "base64" not in text
    assert yaml.safe_load(text)["interactions"][0]["chunks"][0]["mark"] == "end"
