"""White space of JSON, by values and against Python's own printer."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.content import events
from player.spec.perform import perform
from tests.player.rewrites.bodies import NDJSON, json_texts, one_event_per_chunk
from tests.support.recordings import END, interaction


def test_pretty_json_has_a_data_line_for_each_of_its_lines() -> None:
    one = interaction([(0, 1, b'event: a\r\ndata:{"a": 1.0,"b":[],"c":[true]}\r\nid: 1\r\n\r\n', END)])
    assert perform(one, "pretty").body == (
        b'event: a\r\ndata:{\r\ndata:   "a": 1.0,\r\ndata:   "b": [],\r\ndata:   "c": [\r\ndata:     true\r\n'
        b"data:   ]\r\ndata: }\r\nid: 1\r\n\r\n"
    )


@given(
    st.recursive(
        st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_it_is_as_python_prints_it(value: object) -> None:
    one = one_event_per_chunk(json.dumps(value))
    assert events(perform(one, "pretty").body, "sse")[0]["data"] == json.dumps(value, indent=2)
    narrow = events(perform(one, "compact").body, "sse")[0]["data"]
    assert narrow == json.dumps(value, separators=(",", ":"))


@given(json_texts())
def test_compact_undoes_pretty(text: str) -> None:
    once = perform(one_event_per_chunk(text), "compact").body
    pretty = perform(one_event_per_chunk(text), "pretty").body
    assert perform(interaction([(0, 1, pretty, END)]), "compact").body == once


def test_lines_of_data_become_one_and_keep_what_stands_in_between() -> None:
    apart = b'data: {"a":\nid: 1\ndata: 1}\n\ndata\ndata: [ ]\n\n'
    one = interaction([(0, 1, b'data: {"a":\ndata:1,\ndata:\ndata: "b": 2 }\n\n' + apart, END)])
    assert perform(one, "compact").body == b'data: {"a":1,"b":2}\n\n' + apart


@pytest.mark.parametrize("text", ["[DONE]", "{torn", '{"a": 1} {"b": 2}', "", "{'a': 1}", '"a\nb"'])
def test_what_is_no_json_stays(text: str) -> None:
    one = one_event_per_chunk(text.replace("\n", "\ndata: "))
    assert perform(one, "pretty").body == perform(one, "compact").body == one.body


def test_records_stay_one_line_each() -> None:
    one = interaction([(0, 1, b'\xef\xbb\xbf{"a": 1 }\r\n\n [1, 2]\n{"b": 3', END)], headers=NDJSON)
    assert perform(one, "compact").body == b'\xef\xbb\xbf{"a":1}\r\n\n[1,2]\n{"b": 3'
