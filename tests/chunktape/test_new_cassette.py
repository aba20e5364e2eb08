"""Names of cassettes that nobody named, and the headers of recordings."""

import re
from pathlib import Path

import pytest

from cassettes.redaction.redact import Redaction
from chunktape import TOOL
from chunktape.new_cassette import default_cassette, recorded_header
from recorder.settings import parse_upstream


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://api.example.com/v1", "api.example.com"),
        ("http://127.0.0.1:8000", "127.0.0.1-8000"),
        ("http://[::1]:8000", "--1-8000"),
    ],
)
def test_the_name_says_where_and_when_and_is_legal_everywhere(url: str, host: str) -> None:
    path = default_cassette(parse_upstream(url), Path("here"))
    assert path.parent == Path("here")
    assert re.fullmatch(re.escape(host) + r"-\d{8}-\d{6}\.cassette", path.name)
    assert not set(path.name) & set('<>:"/\\|?*')


def test_a_header_says_who_records_what_and_by_which_rules() -> None:
    redaction = Redaction.default(["query:who"])
    header = recorded_header(parse_upstream("https://api.example.com/v1"), redaction)
    assert (header.tool, header.origin.kind, header.origin.source) == (TOOL, "recorded", "https://api.example.com/v1")
    assert header.origin.real_bytes
    assert header.origin.real_times
    assert header.redaction == redaction.rules
    assert "query:who" in header.redaction
