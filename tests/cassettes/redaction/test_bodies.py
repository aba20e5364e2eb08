"""The scanner gives the same bytes however a body is cut, keeps lengths and never leaks a named value."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.redaction import stream
from cassettes.redaction.bodies import LONGEST_NAME, JsonScanner
from cassettes.redaction.kinds import Kind
from cassettes.redaction.registry import Names, fold
from cassettes.redaction.stream import Scanner, scanned, scanner_for

NAMES = Names(frozenset({"token", "*secret", fold("密钥")}))
TOKEN = Names(frozenset({"token"}))
KINDS = {"json": Kind.JSON, "sse": Kind.SSE, "form": Kind.FORM}


def run(data: bytes, kind: str = "json", cuts: tuple[int, ...] = ()) -> bytes:
    """Whole, byte by byte and with `cuts`: all three give the same, each piece with its length."""

    def fed(scanner: Scanner, pieces: list[bytes]) -> bytes:
        out = [scanner.feed(piece) for piece in pieces]
        assert [len(piece) for piece in out] == [len(piece) for piece in pieces]
        return b"".join(out)

    edges = [0, *sorted(cut for cut in cuts if cut < len(data)), len(data)]
    whole = fed(scanner_for(KINDS[kind], NAMES), [data])
    assert fed(scanner_for(KINDS[kind], NAMES), [data[i : i + 1] for i in range(len(data))]) == whole
    pieces = [data[a:b] for a, b in itertools.pairwise(edges)]
    assert fed(scanner_for(KINDS[kind], NAMES), pieces) == whole
    assert fed(scanner_for(KINDS[kind], NAMES), [whole]) == whole  # twice changes nothing more
    with pytest.MonkeyPatch.context() as sliced:
        sliced.setattr(stream, "SLICE", 3)
        assert scanned(scanner_for(KINDS[kind], NAMES), data) == whole
    return whole


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'{"token":"abc"}', b'{"token":"***"}'),
        (b'{ "token" :\n "a\\"b\\u4e2d" }', b'{ "token" :\n "**********" }'),
        (b'{"Token":-12.5e3,"n":7}', b'{"Token":1111111,"n":7}'),
        (b'{"token":null,"app_secret":true}', b'{"token":null,"app_secret":true}'),
        (b'{"a":[{"token":"x"}],"b":"token"}', b'{"a":[{"token":"*"}],"b":"token"}'),
        (b'{"token":{"k":"v","n":[1,{"k":"v"}]},"m":"v"}', b'{"token":{"k":"*","n":[1,{"k":"*"}]},"m":"v"}'),
        (b'{"to\\u006ben":"abc"}', b'{"to\\u006ben":"***"}'),
        ('{"密钥":"中"}'.encode(), '{"密钥":"***"}'.encode()),
        (b'["token","x"]', b'["token","x"]'),
        (b'{"token":"","max_tokens":5}', b'{"token":"","max_tokens":5}'),
        (b'5" disk {"token":"x"}', b'5" disk {"token":"*"}'),
        (b'{"token":"never ends, \xff\xfe\n x', b'{"token":"**************\n**'),
        (b'{"token" "token":"x"}', b'{"token" "token":"*"}'),
        (b'{"token":\\"x"}', b'{"token":\\"x"}'),
        (b'{"bad \\u00zz":"x","token":[]}', b'{"bad \\u00zz":"x","token":[]}'),
    ],
)
def test_json(before: bytes, after: bytes) -> None:
    assert run(before) == after


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("sse", b'data: {"token":"ab"}\n\n', b'data: {"token":"**"}\n\n'),
        ("sse", b'data: {"token":\r\ndata: "ab"}\r\n\r\n', b'data: {"token":\r\ndata: "**"}\r\n\r\n'),
        ("sse", b'data:{"token":\rdata:12\rdata:,"n":34}\r\r', b'data:{"token":\rdata:11\rdata:,"n":34}\r\r'),
        ("sse", b'data: {"token":"ab\n\ndata: {"n":"cd"}\n\n', b'data: {"token":"**\n\ndata: {"n":"cd"}\n\n'),
        ("sse", b'data: {"token":{"a":"b"\n\ndata: "c"\n\n', b'data: {"token":{"a":"*"\n\ndata: "c"\n\n'),
        ("sse", b'data: he said "hi\ndat "token":"x"\n', b'data: he said "hi\ndat "token":"*"\n'),
        ("json", b'{"token":"ab\n{"n":"c"}\n', b'{"token":"**\n*"n":"c"}\n'),
        ("json", b'{"token":\n"n"}\n', b'{"token":\n"*"}\n'),
        ("form", b"a=token&token=ab%20c;d=e&n=1", b"a=token&token=**********&n=1"),
        ("form", b"user[token]=ab\ntoken=c\n&max_token=5", b"user[token]=**\n*******\n&max_token=5"),
        ("form", b'a={"token":"x"}&app%5Fsecret=&token', b'a={"token":"*"}&app%5Fsecret=&token'),
    ],
)
def test_lines(kind: str, before: bytes, after: bytes) -> None:
    assert run(before, kind) == after


def test_a_name_longer_than_any_rule_is_not_remembered() -> None:
    long = b"x" * (LONGEST_NAME * 3) + b"secret"
    body = b'{"' + long + b'":"v","token":"v"}'
    assert run(body) == body[:-3] + b'*"}'


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
KEYS = st.text(max_size=4) | st.sampled_from(["token", "app_secret", "密钥"])
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))
CUTS = st.lists(st.integers(0, 400), max_size=8).map(tuple)
_PIECES = [*b'" \\ token : { } [ ] , 1 - \xe4 data:'.split(), b" ", b"\n", b"\r"]
LIKE_JSON = st.lists(st.sampled_from(_PIECES)).map(b"".join)


def starred(value: object, secret: bool = False) -> object:
    """What must come out, written a second way: over decoded values."""
    if isinstance(value, dict):
        return {k: starred(v, secret or NAMES.match(k)) for k, v in value.items()}
    if isinstance(value, list):
        return [starred(v, secret) for v in value]
    if not secret or value is None or isinstance(value, bool):
        return value
    return "*" if isinstance(value, str) and value else 1 if not isinstance(value, str) else ""


def collapsed(value: object, secret: bool = False) -> object:
    """Stars of any number as one, ones of any number as one."""
    if isinstance(value, dict):
        return {k: collapsed(v, secret or NAMES.match(k)) for k, v in value.items()}
    if isinstance(value, list):
        return [collapsed(v, secret) for v in value]
    if not secret or value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        assert set(value) <= {"*"}
        return value[:1]
    assert set(str(value)) == {"1"}
    return 1


@given(value=JSON, ascii_only=st.booleans(), indent=st.sampled_from([None, 1]), cuts=CUTS)
def test_json_stays_json_and_only_named_values_change(
    value: object, ascii_only: bool, indent: int | None, cuts: tuple[int, ...]
) -> None:
    data = json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode("utf-8", "surrogatepass")
    out = run(data, cuts=cuts)
    assert collapsed(json.loads(out.decode("utf-8", "surrogatepass"))) == starred(value)


@given(data=st.binary() | LIKE_JSON, kind=st.sampled_from(sorted(KINDS)), cuts=CUTS)
def test_anything_at_all_keeps_its_length_however_it_is_cut(data: bytes, kind: str, cuts: tuple[int, ...]) -> None:
    out = run(data, kind, cuts)
    assert [c for c in out if c in b"\r\n"] == [c for c in data if c in b"\r\n"]


AWKWARD = ("", "a", "\\", '"', '\\"', "\\\\", '\\\\"', 'a\\"b', '"\\', "中\n", "a\\\\", ' "', "{[", "]}", ",")


@pytest.mark.parametrize("value", AWKWARD)
@pytest.mark.parametrize("other", ["", "\\", '"', '\\"', "\\\\", 'x"y\\'])
def test_quotes_and_backslashes_in_json_and_in_json_within_it_hide_no_secret(value: str, other: str) -> None:
    """However the reads fall: what a string escapes once, JSON around it escapes twice."""
    for ascii_only in (True, False):
        inner = json.dumps({"n": other, "token": value, "m": [other]}, ensure_ascii=ascii_only)
        for body in (inner, json.dumps({"a": inner}), json.dumps([other, inner, {"b": inner}])):
            data = body.encode()
            whole = JsonScanner(TOKEN).feed(data)
            assert len(whole) == len(data)
            read = json.loads(whole)
            found = [read] if isinstance(read, dict) and "n" in read else []
            if not found:
                texts = [read["a"]] if isinstance(read, dict) else [read[1], read[2]["b"]]
                found = [json.loads(text) for text in texts]
            for one in found:
                assert (one["n"], one["m"]) == (other, [other])
                assert set(one["token"]) <= {"*", "/"}
                assert bool(one["token"]) == bool(value)
            for cut in range(1, len(data)):
                scanner = JsonScanner(TOKEN)
                assert scanner.feed(data[:cut]) + scanner.feed(data[cut:]) == whole
            scanner = JsonScanner(TOKEN)
            assert b"".join(scanner.feed(data[at : at + 1]) for at in range(len(data))) == whole


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (rb'{"tok\u0065n":"S"}', rb'{"tok\u0065n":"*"}'),
        (rb'{"a":"{\"tok\\u0065n\":\"S\"}"}', rb'{"a":"{\"tok\\u0065n\":\"*\"}"}'),
        (rb'{"to\"ken":"S","token":"S"}', rb'{"to\"ken":"S","token":"*"}'),
        (rb'{"x" "token" : "S" }', rb'{"x" "token" : "*" }'),
        (rb'{"token":{"n":"S","k":[1,{"m":"S"}],"t":true},"z":"S"}',
         rb'{"token":{"n":"*","k":[1,{"m":"*"}],"t":true},"z":"S"}'),
        (rb'{"token":[["S"],"S",-1.5e3],"z":[1]}', rb'{"token":[["*"],"*",111111],"z":[1]}'),
        (rb'{"token":{},"z":"S"}', rb'{"token":{},"z":"S"}'),
        (rb'{"token":{"a":{"b":"S"},"c":"S"}}', rb'{"token":{"a":{"b":"*"},"c":"*"}}'),
        (rb'{"token":null,"z":"S"}', rb'{"token":null,"z":"S"}'),
        (rb'{"token":12,"z":12}', rb'{"token":11,"z":12}'),
        (rb'say "token": "S" and "n": "S"', rb'say "token": "*" and "n": "S"'),
        (rb'{"a":"say \"token\": \"S\" twice","n":"S"}', rb'{"a":"say \"token\": \"*\" twice","n":"S"}'),
        (rb'{"a":"{\"token\":{\"k\":\"S\"},\"n\":\"S\"}"}', rb'{"a":"{\"token\":{\"k\":\"*\"},\"n\":\"S\"}"}'),
        (rb'{"a":"{\"token\":[1,\"S\"]}","n":1}', rb'{"a":"{\"token\":[1,\"*\"]}","n":1}'),
        (rb'{"a":"\"token\":","n":"S"}', rb'{"a":"\"token\":","n":"S"}'),
        (rb'{"token":"S', rb'{"token":"*'),
        (rb'{"token" "S"}', rb'{"token" "S"}'),
        (b'say "a \\\n\\"token":"S"', b'say "a \\\n\\"token":"*"'),
        (b'say "a \\\\\r\n"token":"S"', b'say "a \\\\\r\n"token":"*"'),
    ],
)  # fmt: skip
def test_where_a_secret_value_begins_and_ends_in_json(before: bytes, after: bytes) -> None:
    assert JsonScanner(TOKEN).feed(before) == after
    for cut in range(1, len(before)):
        scanner = JsonScanner(TOKEN)
        assert scanner.feed(before[:cut]) + scanner.feed(before[cut:]) == after


def test_a_name_of_just_the_longest_length_is_compared() -> None:
    for length, found in ((LONGEST_NAME, True), (LONGEST_NAME + 1, False)):
        name = b"x" * (length - 5) + b"token"
        names = Names(frozenset({"*token"}))
        body = b'{"%b":"S"}' % name
        assert (JsonScanner(names).feed(body) != body) is found
        halves = JsonScanner(names)
        assert (halves.feed(body[:700]) + halves.feed(body[700:]) != body) is found


TORN = st.lists(
    st.sampled_from(
        [b'"', b"\\", b'\\"', b"\\\\", b":", b",", b"{", b"}", b"[", b"]", b" ", b"token", b'"token"', b'\\"token\\"',
         b"a", b"1", b'"token":"', b'\\"token\\":\\"', b"\n", b"\r", b"data:", b"\\u0065", b"tok"]
    ),
    max_size=14,
).map(b"".join)  # fmt: skip


@given(TORN, st.integers(0, 60), st.booleans(), st.booleans())
def test_no_cut_shows_what_is_hidden_where_a_text_is_whole(data: bytes, cut: int, hide: bool, sse: bool) -> None:
    """Law, over text that is no JSON too: pieces may hide more, since they can't look ahead, and never less."""
    kind = Kind.SSE if sse else Kind.JSON
    whole = scanner_for(kind, TOKEN, hide=hide).feed(data)
    for pieces in ([data[:cut], data[cut:]], [data[at : at + 1] for at in range(len(data))]):
        scanner = scanner_for(kind, TOKEN, hide=hide)
        torn = b"".join(scanner.feed(piece) for piece in pieces)
        assert len(torn) == len(data)
        hidden = [at for at in range(len(data)) if whole[at] != data[at]]
        assert [at for at in hidden if torn[at] == data[at]] == []
