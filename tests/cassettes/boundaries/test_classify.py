"""Every class on a body written for it, with the exact positions; the laws on any bytes; the catalogue as a table."""

import importlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cassettes import library
from cassettes.boundaries.classify import CATALOGUE, Boundaries, classify
from tests.support.corpus import FILES

SSE, NDJSON, TEXT = b"text/event-stream", b"application/x-ndjson", b"text/plain"

#: fragmentation catalogue: numbers of each group. Those of 4.2, 4.8, 4.12 and 4.13 belong to renderers and the wire.
NUMBERS = {"E": 12, "L": 10, "F": 11, "J": 12, "S": 8, "N": 4, "A": 5, "M": 10, "Z": 9}
CUTS = [one.id for one in CATALOGUE.values() if one.kind == "cut"]

#: a body with `|` where each class has its positions. Other classes have theirs elsewhere in the same body.
MARKED: list[tuple[str, bytes, bytes]] = [
    ("utf8-2b/1", TEXT, b"caf\xc3|\xa9 \xd0|\x96"),
    ("utf8-3b/1", TEXT, b"a\xe4|\xbd\xa0\xe5|\xa5\xbd\xe4\xbd"),
    ("utf8-3b/2", TEXT, b"a\xe4\xbd|\xa0\xe5\xa5|\xbd\xe4\xbd"),
    ("utf8-4b/1", TEXT, b"\xf0|\x9f\x98\x80!"),
    ("utf8-4b/2", TEXT, b"\xf0\x9f|\x98\x80!"),
    ("utf8-4b/3", TEXT, b"\xf0\x9f\x98|\x80!"),
    ("utf8-multi", TEXT, b"\xc3\xa9\xe4\xbd|\xa0\xf0\x9f|\x98\x80"),
    ("bom/1", SSE, b"\xef|\xbb\xbfdata: x\n\n"),
    ("bom/2", SSE, b"\xef\xbb|\xbfdata: x\n\n"),
    ("bom|rest", SSE, b"\xef\xbb\xbf|data: x\n\n"),
    ("feff-at-chunk-start", SSE, b"\xef\xbb\xbfdata: a|\xef\xbb\xbfb\n\n"),
    ("ls-ps-nel", TEXT, b"a|\xe2\x80\xa8|b|\xe2\x80\xa9|\xc2\x85|c"),
    ("line:CR|LF", SSE, b"data: a\r|\ndata: b\r|\n\r\ndata: c\n\r\n"),
    ("event-end:CR|LF", SSE, b"data: a\r\n\r|\ndata: b\n\r|\n"),
    ("between-newlines", SSE, b"data: a\n|\ndata: b\r\n|\r\ndata: c\r|\rdata: d\n|\n\n\n"),
    ("line:before-EOL", SSE, b"data: a|\ndata: b|\r\nid: 7\n\ndata: c"),
    ("between-fields", SSE, b"event: x\n|data: a\n|id: 7\n\ndata: b\n: c\nid: 8\n\n"),
    ("multi-data", SSE, b"data: a\n|data: b\r\n|data\n\ndata: c\n\n"),
    ("event-boundary", SSE, b"data: a\n\n|: c\r\n\r\n|data: b\r\r|data: c\n\n"),
    ("cr-only", SSE, b"data: a\r|\r|data: b\r\n\r\n"),
    ("empty-data", SSE, b"data|\ndata:|\ndata: |\ndata: a\ndata"),
    ("leading-newline", SSE, b"data: a|\n|\ndata: b\r|\n\r|\n"),
    ("inside-name", SSE, b"d|a|t|a: x\ni|d:1\nfoo: x\ndatabase: x\n\n"),
    ("name|colon", SSE, b"data|: x\nid|:1\ndata\n\n"),
    ("colon|space", SSE, b"data:| x\nid:1\n: c\ndata:| \n\n"),
    ("space|value", SSE, b"data: |x\nid:1\ndata: \n\n"),
    ("colon|value", SSE, b"data: x\nid:|12\ndata:\n\n"),
    ("value:event", SSE, b"event: p|i|n|g\nevent:x\n\n"),
    ("value:id", SSE, b"id: 1|2|3\ndata: 45\n\n"),
    ("value:retry", SSE, b"r|e|t|r|y: 3|0|0\n\n"),
    ("comment:before", SSE, b": a\n\n|: b\ndata: x\n|:c\n\n"),
    ("comment:inside", SSE, b":| |a|\n\ndata: x\n:|\n\n"),
    ("comment:after", SSE, b": a\r\n|\r\n|data: x\n: b\n|data: y\n\n"),
    ("structural", NDJSON, b'{|"a"|:|[|1|,|"b"|]|}\n'),
    ("inside-string", NDJSON, b'{"ab":"|x|y|z","c":"|d","e":""}\n'),
    ("before-close-quote", NDJSON, b'{"ab|":"xyz|","c|":"|"}\n'),
    ("esc:|n", NDJSON, b'{"a":"x\\|n\\|t\\\\n\\|/"}\n'),
    ('esc:|"', NDJSON, b'{"a":"\\|"q\\|"\\\\"}\n'),
    ("esc:|\\", NDJSON, b'{"a":"\\|\\n\\|\\\\n"}\n'),
    ("esc:\\uXXXX", NDJSON, b'{"a":"\\|u|4|f|6|0\\\\u4f60"}\n'),
    ("surrogate-escape", NDJSON, b'{"a":"\\ud83d|\\ude42\\u4f60\\ude42"}\n'),
    ("inside-number", NDJSON, b'{"a1":-|1|2|.|5,"b":7,"c":1|e|9,"d":"34"}\n'),
    ("inside-literal", NDJSON, b'[t|r|u|e,n|u|l|l,"false"]\n'),
    ("before-close-brace", NDJSON, b'{"a":{}|}\n[1|]\n12\n'),
    ("key", NDJSON, b'{"|a|b":"x","|c" :{"":"ab"}}\n'),
    ("done:inside", SSE, b"data: [|D|O|N|E|]\n\n"),
    ("done:before", SSE, b"data: x\n\ndata: |[DONE]\n\ndata:|[DONE]\n\n"),
    ("done:before-EOL", SSE, b"data: [DONE]|\n\n"),
    ("done:between-newlines", SSE, b"data: [DONE]\r\n|\r\n"),
    ("no-final-newline", SSE, b"data: a\n\n|data: b\n"),
    ("usage|done", SSE, b'data: {"usage":null}\n\ndata: {"usage":{}}\n\n|data: [DONE]\n\n'),
    ("record|LF", NDJSON, b'{"a":1}|\n{"b":2}|\r\n\n{"c":3}'),
    ("record-boundary", NDJSON, b'{"a":1}\n|{"b":2}\r\n|{"c":3}\n'),
    ("record:CR|LF", NDJSON, b'{"a":1}\r|\n{"b":2}\n'),
    ("record:no-final-LF", NDJSON, b'{"a":1}\n|{"b":2}'),
    ("lookalike:field", SSE, b'data: {"id":"say |data: or pa|id:7, a|: b"}\n\n'),
    ("lookalike:done", SSE, b'data: {"a":"[DONE]| is the end"}\n\ndata: [DONE]\n\n'),
    ("lookalike:complete", NDJSON, b'{"a":{"b":{}|}|}\n1|2|3\n'),
    ("lookalike:brace", NDJSON, b'{"a":|{"b":"|{"}}\n'),
    ("lookalike:blank", NDJSON, b'{"a":"}|{ \\n|\\n|\\n"}\n'),
]


def unmarked(marked: bytes, mark: bytes = b"|") -> tuple[bytes, list[int]]:
    parts = marked.split(mark)
    points, at = [], 0
    for part in parts[:-1]:
        at += len(part)
        points.append(at)
    return b"".join(parts), points


@pytest.mark.parametrize(("class_id", "media", "marked"), MARKED, ids=[row[0] for row in MARKED])
def test_exact_positions(class_id: str, media: bytes, marked: bytes) -> None:
    body, expected = unmarked(marked)

    assert list(classify(body, media).positions(class_id)) == expected
    assert expected, "a body without a position shows nothing"


def test_every_cut_class_has_a_body_of_its_own() -> None:
    assert sorted({row[0] for row in MARKED}) == sorted(CUTS)


#: numbers of the catalogue that are no property of a plan -> where they belong instead
NOT_POSITIONS = {
    "E11": "a split between UTF-16 units, made by a client that cuts strings",
    "S7": "a delay before the end of the stream: time, not place",
    "S8": "an end without [DONE]: content, in torture-end",
    "M8": "the first events in one segment with the response head: the wire",
    "Z9": "an empty read: HTTP/2 and aiohttp, the wire",
}


def test_the_catalogue_is_complete() -> None:
    """Each number of the catalogue has a class, or a reason why no plan can have it."""
    codes = {one.code for one in CATALOGUE.values()}
    numbers = {f"{letter}{number}" for letter, count in NUMBERS.items() for number in range(1, count + 1)}

    assert codes | set(NOT_POSITIONS) == numbers
    assert not codes & set(NOT_POSITIONS)
    assert Counter(one.group for one in CATALOGUE.values()) == {
        "encoding": 12,
        "lines": 10,
        "fields": 11,
        "json": 12,
        "sentinel": 6,
        "ndjson": 4,
        "lookalike": 5,
        "merges": 9,
        "sizes": 8,
    }


def test_every_class_has_its_words() -> None:
    for one in CATALOGUE.values():
        assert one.title
        assert one.bug
        assert one.needs


def test_json_over_several_data_lines() -> None:
    body, expected = unmarked(b'data: {\ndata:  "k|": "v|",\ndata: "w|"\n\ndata: "x\n\n')

    assert list(classify(body, SSE).positions("before-close-quote")) == expected


def test_a_json_document_over_several_lines() -> None:
    boundaries = classify(b'{\n "a": 12\n}\n', b"application/json")

    assert boundaries.dialect == "text"
    assert list(boundaries.positions("inside-number")) == [9]


@pytest.mark.parametrize(
    "value", [b"hello, world", b"[DONE]", b'"open', b"12 monkeys", b"truex", b"-", b'say "x"'], ids=ascii
)
def test_payload_that_is_no_json_has_no_json_classes(value: bytes) -> None:
    present = classify(b"data: " + value + b"\n\n", SSE).present()

    assert not [class_id for class_id in present if CATALOGUE[class_id].group == "json"]


@pytest.mark.parametrize("encoding", [b"gzip", b"br", b"gzip, identity"])
def test_an_encoded_body_has_no_positions(encoding: bytes) -> None:
    boundaries = classify("data: 你好\n\ndata: [DONE]\n\n".encode(), SSE, encoding)

    assert boundaries.present() == ()
    assert boundaries.missing() == tuple(CUTS)
    assert boundaries.encoded
    assert boundaries.merges_of([3]) == ()


def test_identity_is_no_encoding() -> None:
    assert classify(b"data: x\n\n", SSE, b" Identity ").present()


def test_binary_has_no_positions() -> None:
    assert classify(b'\x89PNG\n\ndata: {"a":1}\n\n', b"image/png").present() == ()


def test_text_has_characters_but_no_lines() -> None:
    groups = {CATALOGUE[class_id].group for class_id in classify("你好\n\ndata\n".encode(), TEXT).present()}

    assert groups == {"encoding"}


@pytest.mark.parametrize("class_id", ["nope", "merge2", "size:one"])
def test_only_cut_classes_have_positions(class_id: str) -> None:
    with pytest.raises(KeyError):
        classify(b"data: x\n\n").positions(class_id)


def test_classes_at_names_all_of_a_place_in_the_order_of_the_catalogue() -> None:
    body = "data: 你\n\ndata: [DONE]\n\n".encode()
    boundaries = classify(body, SSE)

    assert boundaries.classes_at(7) == ("utf8-3b/1",)
    assert boundaries.classes_at(9) == ("line:before-EOL", "leading-newline")
    assert boundaries.classes_at(10) == ("between-newlines", "leading-newline")
    assert boundaries.classes_at(11) == ("event-boundary",)
    assert boundaries.classes_at(17) == ("space|value", "done:before")
    assert boundaries.classes_at(0) == boundaries.classes_at(len(body)) == boundaries.classes_at(999) == ()


ingredients = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *(
                    b"\n",
                    b"\r",
                    b"\r\n",
                    b"\n\n",
                    b"data",
                    b"data: ",
                    b"data:",
                    b"id: 12",
                    b"event: e",
                    b"retry: 1",
                    b": c",
                ),
                *(
                    b'{"a":1}',
                    b'{"k":"v\\n\\u4f60\\ud83d\\ude42"',
                    b'"',
                    b"\\",
                    b"{",
                    b"}",
                    b"[DONE]",
                    b"null",
                    b"-1.5",
                ),
                *("你好é😀\u2028\ufeff".encode(), b"\xe4", b"\xbd", b'"usage":{}', b" ", b":", b",", b"\0"),
            ]
        ),
        st.binary(max_size=4),
    ),
    max_size=14,
).map(b"".join)


def check_laws(boundaries: Boundaries) -> None:
    body = boundaries.body
    places: dict[int, list[str]] = {}
    for class_id in CUTS:
        positions = list(boundaries.positions(class_id))
        assert positions == sorted(set(positions))
        assert all(0 < position < len(body) for position in positions)
        assert list(reversed([boundaries.positions(class_id)[-i - 1] for i in range(len(positions))])) == positions
        for position in positions:
            places.setdefault(position, []).append(class_id)
    for position in range(-1, len(body) + 2):
        assert list(boundaries.classes_at(position)) == places.get(position, [])
    assert set(boundaries.present()) | set(boundaries.missing()) == set(CUTS)
    assert not set(boundaries.present()) & set(boundaries.missing())


@pytest.mark.parametrize("media", [SSE, NDJSON, TEXT, b"", b"application/json"])
@given(body=ingredients)
def test_any_bytes_sorted_inside_and_inverse(media: bytes, body: bytes) -> None:
    check_laws(classify(body, media))


@given(body=ingredients, cuts=st.sets(st.integers(1, 200)))
def test_shapes_never_fail_on_any_bytes(body: bytes, cuts: set[int]) -> None:
    boundaries = classify(body)
    inside = sorted(cut for cut in cuts if cut < len(body))
    found = {*boundaries.merges_of(inside), *boundaries.sizes_of(inside)}

    assert found <= set(boundaries.possible())


@given(body=ingredients)
def test_a_position_inside_a_character_makes_the_front_undecodable(body: bytes) -> None:
    """The oracle is Python's own decoder, on bodies that are UTF-8."""
    text = body.decode(errors="ignore").encode()
    boundaries = classify(text, TEXT)
    found = {
        position
        for class_id in ("utf8-2b/1", "utf8-3b/1", "utf8-3b/2", "utf8-4b/1", "utf8-4b/2", "utf8-4b/3", "bom/1", "bom/2")
        for position in boundaries.positions(class_id)
    }
    if boundaries.dialect == "binary":
        return

    def broken(position: int) -> bool:
        try:
            text[:position].decode()
        except UnicodeDecodeError:
            return True
        return False

    assert found == {position for position in range(1, len(text)) if broken(position)}


@pytest.mark.parametrize(
    "unit", [b"\n", b'"', b"\\", b"\xe4", b"{", b"data\n", b":\r", b"data:1\n\n", b'{"a":"\\', b"\\u", b"1."], ids=ascii
)
@pytest.mark.parametrize("media", [SSE, NDJSON])
def test_bodies_made_to_be_slow_stay_linear(unit: bytes, media: bytes) -> None:
    """A pattern that backtracks would take hours on 300 KB: the time limit of the test is the failure mode."""
    boundaries = classify((b"data: " + unit * 300_000)[:300_000], media)

    assert set(boundaries.present()) | set(boundaries.missing()) == set(CUTS)


@pytest.mark.parametrize("group", ["encoding", "lines", "fields", "json_payload", "sentinel", "ndjson", "lookalike"])
def test_each_group_finds_only_its_own_classes(group: str) -> None:
    module: Any = importlib.import_module(f"cassettes.boundaries.groups.{group}")
    find: Callable[..., dict[str, object]] = module.find
    view = importlib.import_module("cassettes.boundaries.view").View
    sample = b'data: {"a":1}\n\ndata: [DONE]\n\n'
    found = {class_id for dialect in ("sse", "ndjson", "text") for class_id in find(view(sample, dialect))}

    assert found == {one.id for one in module.CLASSES}


def test_every_cut_class_has_a_position_in_the_library() -> None:
    assert [class_id for class_id in CUTS if library.cassette_for(class_id) is None] == []


@pytest.mark.corpus
@pytest.mark.parametrize("path", FILES)
def test_real_streams(path: Path) -> None:
    for one in yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]:
        response = one["response"]
        text = response["body"]["string"]
        body = text if isinstance(text, bytes) else text.encode()
        headers = {name.lower(): values[0].encode() for name, values in response["headers"].items()}
        boundaries = classify(body, headers.get("content-type", b""))

        assert set(boundaries.present()) | set(boundaries.missing()) == set(CUTS)
        assert b"".join(body[start:end] for start, end, _, _ in boundaries.frames) == body
        chinese = sum("\u4e00" <= character <= "\u9fff" for character in body.decode())
        assert len(boundaries.positions("utf8-3b/2")) >= chinese
        if b"\r\n" in body and boundaries.dialect == "sse":
            assert len(boundaries.positions("line:CR|LF"))
