"""docs/format.md says what the code does: its dump is current, and it names every key and every code."""

import json
import re
from collections.abc import Iterator

import pytest

from cassettes import store
from cassettes.file import records
from cassettes.headers import MAX_HEADERS
from cassettes.model import EndKind, Mark
from cassettes.redaction.registry import NOT_SECRET, fold
from chunktape.show.values import cassette_json
from tests.docs.format_dump import FIELDS, PAGE, current, parse, sample
from tests.support.places import PLACES
from tests.support.samples import V1_HEADER, V1_INTERACTIONS

TEXT = PAGE.read_text(encoding="utf-8")
BEHAVIOUR = PAGE.with_name("behaviour.md").read_text(encoding="utf-8")


def test_the_dump_and_the_rules_are_current() -> None:
    assert current(TEXT) == TEXT, "run: python -m tests.docs.format_dump"


def test_the_dump_has_every_kind_of_record() -> None:
    data, at, kinds = sample(), 0, []
    while at < len(data):
        record = parse(data, at)
        kinds.append(parse(record.items[0].value, 0).value[0])
        at = record.end
    assert set(kinds) == set(FIELDS)


@pytest.mark.parametrize("kind", FIELDS)
def test_every_kind_has_its_paragraph(kind: str) -> None:
    assert f"### `{kind}` — " in TEXT
    assert f'`["{kind}", ' in TEXT


@pytest.mark.parametrize("word", [*EndKind, *(mark.name.lower() for mark in Mark), "sound", "interrupted", "damaged"])
def test_every_code_is_named(word: str) -> None:
    assert f"`{word}`" in TEXT


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from _keys(each)
    elif isinstance(value, list):
        for each in value:
            yield from _keys(each)


def test_every_key_of_the_json_form_is_named() -> None:
    page = TEXT.partition("## `show --json`")[2]
    data = store.dumps(V1_HEADER, V1_INTERACTIONS)
    for cassette in (store.loads(data), store.loads(data[:-1])):
        out = json.loads(json.dumps(cassette_json(cassette, cassette.interactions)))
        for key in _keys(out):
            assert f"`{key}`" in page, key


def test_the_limits_are_the_codes() -> None:
    limits = TEXT.partition("## Limits")[2].partition("##")[0]
    assert [int(n.replace(",", "")) for n in re.findall(r"[\d,]*\d", limits)][:3] == [
        records.MAX_RECORD // 2**20,
        records.MAX_TEXT // 4,
        MAX_HEADERS,
    ]


@pytest.mark.parametrize("folded", sorted(NOT_SECRET))
def test_every_exception_of_the_registry_is_named(folded: str) -> None:
    page = TEXT.partition("Not secret although")[2]
    assert folded in {fold(name) for name in re.findall(r"`([\w-]+)`", page)}


@pytest.mark.parametrize("place", PLACES)
def test_every_place_of_a_secret_stands_in_the_table(place: str) -> None:
    """docs/behaviour.md says what is covered; tests/laws/test_law_10_recorded.py plants a secret in each."""
    table = BEHAVIOUR.partition("### Secrets")[2].partition("###")[0]
    assert f"`{place}`" in table


def test_the_table_names_no_place_that_is_not_tried() -> None:
    rows = BEHAVIOUR.partition("### Secrets")[2].partition("###")[0].partition("|---|---|---|")[2].partition("\n\n")[0]
    named = {name for row in rows.splitlines() if row for name in re.findall(r"`([^`]*)`", row.split("|")[2])}
    assert named - {"url", "uri", "path", "--redact body:NAME"} == set(PLACES)
