"""A body of unknown kind gives the same however it is cut, keeps its length, and stays what it is."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.redaction.kinds import Kind, kind_begun, kind_of
from cassettes.redaction.registry import Names
from cassettes.redaction.stream import BodyScanner
from cassettes.redaction.whole import redact_body

NAMES = Names(frozenset({"token", "*secret"}))
BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"a":1}', Kind.JSON), (BOM + b' \r\n{"a":1}', Kind.JSON), (b"[1]", Kind.JSON), (b'"a"', Kind.JSON),
        (b'{"a":1}\n{"b":2}\n', Kind.JSON), (b"[", Kind.JSON), (b"[]=1&[a]=2", Kind.FORM), (b"[true]", Kind.JSON),
        (b"a=1", Kind.FORM), (b"a=1&b", Kind.FORM), (b"&=;a=1", Kind.FORM), (b"flag&a=1", Kind.FORM),
        (b'data={"a":1}', Kind.FORM), ("名=1".encode(), Kind.FORM), (b"my name=x", Kind.FORM), (b"=", Kind.FORM),
        (b"data: x\n\n", Kind.SSE), (b": hi\n\n", Kind.SSE), (b"event:x\ndata:y\n\n", Kind.SSE), (b"id\n\n", Kind.SSE),
        (BOM + b"data:{}\n\n", Kind.SSE), (b"retry: 1\n", Kind.SSE), (b"\n\ndata: x\n\n", Kind.SSE),
        (b"<xml>", Kind.XML), (b" <?xml version='1.0'?>", Kind.XML), (b"", Kind.TEXT), (b"hello", Kind.TEXT),
        (b"token: abc", Kind.TEXT), (b'say "a=b"', Kind.TEXT), (b"-", Kind.TEXT), (b"\x1f\x8b\x08\0", Kind.CLOSED),
        ('{"a":1}'.encode("utf-16"), Kind.CLOSED), ('{"a":1}'.encode("utf-16-be"), Kind.CLOSED),
        ('{"a":1}'.encode("utf-32"), Kind.CLOSED), ('{"a":1}'.encode("utf-32-be"), Kind.CLOSED),
        (b"PK\x03\x04", Kind.CLOSED), (b"\x89PNG\r\n", Kind.MEDIA), (b"\0\0\0\x20ftypmp42", Kind.MEDIA),
        (b"\xff\xd8\xff\xe0", Kind.MEDIA),
        (b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--', Kind.MULTIPART),
        (b'--b\nContent-Type: x\nCONTENT-DISPOSITION: form-data; name="a"\n\nx\n--b--', Kind.MULTIPART),
    ],
)  # fmt: skip
def test_what_a_body_is(body: bytes, kind: Kind) -> None:
    assert kind_of(body) is kind
    seen = [kind_begun(body[:size]) for size in range(len(body) + 1)]
    known = [one for one in seen if one is not None]
    assert kind is Kind.MULTIPART or set(known) <= {kind}, "once it is known it stays so"


def fed(data: bytes, edges: list[int]) -> bytes:
    scanner = BodyScanner(NAMES)
    out = [scanner.feed(data[a:b]) for a, b in itertools.pairwise(edges)]
    assert [len(piece) for piece in out] == [b - a for a, b in itertools.pairwise(edges)]
    return b"".join(out)


PIECES = [
    *b'" \\ \\" \\\\ \\\\\\" token _secret : = & ; { } [ ] , 1 - \xe4 data: <a> %22 \x1f'.split(),
    BOM,
    b" ",
    b"\n",
    b"\r",
]
LIKE = st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)


@given(data=st.binary(max_size=60) | LIKE, cuts=st.lists(st.integers(0, 200), max_size=8))
def test_any_body_gives_the_same_however_it_is_cut_and_twice_changes_nothing(data: bytes, cuts: list[int]) -> None:
    whole = fed(data, [0, len(data)])
    assert fed(data, list(range(len(data) + 1))) == whole
    assert fed(data, [0, *sorted(cut for cut in cuts if cut < len(data)), len(data)]) == whole


@given(data=st.binary(max_size=60) | LIKE)
def test_a_whole_body_keeps_its_length_and_twice_changes_nothing(data: bytes) -> None:
    once = redact_body(data, NAMES)
    assert len(once) == len(data)
    assert redact_body(once, NAMES) == once
    redact_body(data, NAMES, hide=True)


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
KEYS = st.text(max_size=4) | st.sampled_from(["token", "app_secret"])
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))


def check(value: object, out: object, *, secret: bool = False) -> None:
    """`out` is `value` with secrets starred."""
    if isinstance(value, dict):
        assert isinstance(out, dict)
        for key, other in zip(value, out, strict=True):
            assert secret or key == other
            check(value[key], out[other], secret=secret or NAMES.match(key))
    elif isinstance(value, list):
        assert isinstance(out, list)
        for one, other in zip(value, out, strict=True):
            check(one, other, secret=secret)
    elif not secret or value is None or isinstance(value, bool):
        assert out == value
    else:
        assert set(str(out)) <= {"*", "1", "/"}


@given(value=VALUES, ascii_only=st.booleans())
def test_json_within_a_json_string_stays_json_in_json(value: object, ascii_only: bool) -> None:
    inner = json.dumps({"a": value, "z": 1}, ensure_ascii=ascii_only)
    data = json.dumps({"s": inner, "t": "x"}, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    out = json.loads(fed(data, [0, len(data)]).decode("utf-8", "surrogatepass"))
    assert out["t"] == "x"
    check(json.loads(inner), json.loads(out["s"]))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (rb'{"s":"{\"token\":\"ab\"}"}', rb'{"s":"{\"token\":\"**\"}"}'),
        (rb'{"s":"{\"token\": \"a\\\"b\\\\\",\"n\":\"c\"}"}', rb'{"s":"{\"token\": \"*\/\/*\/\/\",\"n\":\"c\"}"}'),
        (rb'{"s":"{\"token\":12,\"n\":3}"}', rb'{"s":"{\"token\":11,\"n\":3}"}'),
        (
            rb'{"s":"{\"token\":[\"a\",{\"k\":\"v\"}],\"n\":\"c\"}"}',
            rb'{"s":"{\"token\":[\"*\",{\"k\":\"*\"}],\"n\":\"c\"}"}',
        ),
        (rb'{"s":"{\"token\":\"ab","token":"cd"}', rb'{"s":"{\"token\":\"**","token":"**"}'),
        (rb'{"s":"{\\\"token\\\":\\\"ab\\\"}"}', rb'{"s":"{\\\"token\\\":\\\"ab\\\"}"}'),
        (rb"x={\"token\":\"ab\"}", rb"x={\"token\":\"**\"}"),
    ],
)
def test_names_within_strings(before: bytes, after: bytes) -> None:
    assert fed(before, [0, len(before)]) == after
    assert fed(before, list(range(len(before) + 1))) == after
    assert fed(after, [0, len(after)]) == after


def test_a_number_under_tokens_alone_counts_them() -> None:
    names = Names(frozenset(), frozenset({"*token*"}))
    body = b'{"tokens":5,"usage":{"tokens":[1,{"a":2}]},"max_tokens":6,"token":7,"auth":{"tokens":["ab",3]}}'
    assert redact_body(body, names) == body.replace(b'"token":7', b'"token":1').replace(b"ab", b"**")


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_a_kind_is_found_from_all_bytes_so_far(size: int) -> None:
    body = b'data: {"token":\ndata: "ab"}\n\n'
    scanner = BodyScanner(NAMES)
    got = b"".join(scanner.feed(body[at : at + size]) for at in range(0, len(body), size))
    assert got == body.replace(b'"ab"', b'"**"')
    assert scanner.kind is Kind.SSE
