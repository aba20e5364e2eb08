"""Which requests are equal."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import SpecError
from cassettes.model import Request
from cassettes.redaction.redact import Redaction
from player.matching.difference import differences
from player.matching.subject import FIELDS, LEAVES, Ignored, Subject, show, subject
from tests.player.matching.making import FORM, JSON, said


@given(JSON)
def test_json_is_compared_by_value_not_by_how_it_is_written(value: Any) -> None:
    compact = said(body=json.dumps(value, separators=(",", ":"), sort_keys=True).encode(), kind=b"application/json")
    spacious = said(body=json.dumps(value, indent=3).encode(), kind=b"application/json")

    assert compact == spacious
    assert differences(compact, spacious) == ()


def test_a_form_of_very_many_fields_and_json_of_very_many_leaves_are_compared_as_a_whole() -> None:
    fields = b"&".join(b"k%d=1" % number for number in range(FIELDS + 1))
    assert list(said(body=fields, kind=FORM).values) == [("body", "")]
    assert len(said(body=fields.rpartition(b"&")[0], kind=FORM).values) == FIELDS
    for count, whole in ((LEAVES, False), (LEAVES + 1, True)):
        one = said(body=b"[" + b",".join([b"1"] * count) + b"]")
        assert (list(one.values) == [("body", "")]) is whole
        assert len(one.values) == (1 if whole else count)


@given(st.lists(st.tuples(st.text(max_size=4), st.text(max_size=4))), st.binary(max_size=12))
def test_a_form_is_read_as_the_standard_library_reads_it(pairs: list[tuple[str, str]], more: bytes) -> None:
    text = urlencode(pairs).encode() + b"&" + more
    read = parse_qsl(text.decode("utf-8", "surrogateescape"), keep_blank_values=True, errors="replace")
    wanted: dict[str, list[str]] = {}
    for name, value in read:
        wanted.setdefault(name, []).append(value)

    assert (
        said(b"/a?" + text.replace(b";", b"")).values
        == {("query", name): tuple(sorted(values)) for name, values in wanted.items()}
        or b";" in text
    )


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (b'{"a":1}', b'{"a":1.0}', True),
        (b'{"a":1}', b'{"a":true}', False),
        (b'{"a":0}', b'{"a":false}', False),
        (b'{"a":null}', b"{}", False),
        (b'{"a":[]}', b'{"a":{}}', False),
        (b'{"a":"1"}', b'{"a":1}', False),
        (b'{"a":NaN}', b'{"a":NaN}', True),
        (b"{not json", b"{not json", True),
        (b"{not json", b"{not  json", False),
        (b"[" * 100_000, b"[" * 100_000, True),
        (b"plain", b"plain", True),
    ],
)
def test_bodies_that_are_and_are_not_equal(one: bytes, other: bytes, equal: bool) -> None:
    assert (said(body=one) == said(body=other)) is equal


def test_a_path_is_compared_decoded() -> None:
    assert said(b"/%E4%BD%A0/a%2Db") == said(b"/%e4%bd%a0/a-b")


def test_masked_values_are_equal_to_anything_and_never_shown() -> None:
    masks = Redaction(("query:key", "field:token"))
    one = said(b"/a?key=***", {"x": {"token": "***"}}, masks=masks)
    other = said(b"/a?key=hunter2", {"x": {"token": [1, 2]}}, masks=masks)

    assert one == other
    assert "hunter2" not in repr(other.values)


def test_values_of_one_name_are_compared_without_regard_to_order() -> None:
    assert said(b"/a?x=1&y=2&x=3") == said(b"/a?x=3&x=1&y=2")
    assert said(b"/a?x=1&x=1") != said(b"/a?x=1")


@pytest.mark.parametrize(
    ("target", "kind", "body"),
    [
        (b"/a?x=1;token=SECRET", b"", b""),
        (b"/a", b"", b"a=b&token=SECRET"),
        (b"/a", b"application/x-www-form-urlencoded", b"a=b;token=SECRET&c=d"),
        (b"/a", b"application/json", b'{"token": "SECRET", "n":'),
        (b"/a", b"application/x-ndjson", b'{"token": "SECRET"}\n{"token":{"k":["SECRET"]}, "b": 1}\n'),
        (b"/a", b"text/plain", b'say "token": "SECRET" **twice**'),
        (b"/a", b"", b'{"u": "b https://a.example/?a=1&sig=SECRET#z", "d": "mysql://u:SECRET@h", "n": 1}'),
        (b"/a", b"", b'{"u": "https:\\/\\/a.example\\/?b=1\\u0026sig=SECRET", "n": 1}'),
        (b"/a", b"", b'{"u": "{\\u0022token\\u0022: \\u0022SECRET\\u0022, \\u0022b\\u0022:1}", "n": 1}'),
        (b"/a", b"", b"<a><b>https://u:SECRET@h/</b>b</a>"),
        (
            b"/a",
            b"multipart/form-data; boundary=BOUNDARY",
            b'--BOUNDARY\r\nContent-Disposition: form-data; name="token"\r\n\r\nSECRET\r\n'
            b'--BOUNDARY\r\nContent-Disposition: form-data; name="q"\r\n\r\n\0\0hi\r\n--BOUNDARY--\r\n',
        ),
    ],
)
def test_redacted_text_of_every_form_equals_any_secret_and_nothing_else(
    target: bytes, kind: bytes, body: bytes
) -> None:
    masks = Redaction.default()

    def with_secret(secret: bytes, boundary: bytes, text: bytes = body) -> Request:
        fields = [data.replace(b"SECRET", secret).replace(b"BOUNDARY", boundary) for data in (target, kind, text)]
        return Request("POST", fields[0], ((b"content-type", fields[1]),) if kind else (), fields[2])

    def compared(request: Request) -> Subject:
        return subject(request, masks, Ignored())

    stored = masks.request(with_secret(b"sk-1234", b"xy"))
    assert b"sk-1234" not in stored.target + stored.body
    live = compared(with_secret(b"another-longer-key", b"z0"))
    assert compared(stored) == live
    assert "another-longer-key" not in repr(live.values)
    for old, new in ((b"b", b"e"), (b"**", b"*"), (b"\0\0", b"\0"), (b'"n"', b'"m"')):
        if old in body:
            assert compared(with_secret(b"k", b"z0", body.replace(old, new))) != live


def test_multipart_is_compared_without_its_boundary_and_with_everything_else() -> None:
    def upload(boundary: bytes, content: bytes) -> Subject:
        body = b"--%b\r\nContent-Disposition: form-data; name=q\r\n\r\n%b\r\n--%b--\r\n" % (boundary, content, boundary)
        return said(b"/a", body, kind=b"multipart/form-data; boundary=" + boundary)

    assert upload(b"b1", b"one") == upload(b"b2", b"one")
    assert upload(b"b1", b"one") != upload(b"b1", b"two")


def test_a_number_that_is_a_secret_equals_any_other_in_lines_of_json() -> None:
    masks = Redaction.default()
    lines = [Request("POST", b"/a", (), b'{"code": %b}\n{}\n' % code) for code in (b"123456", b"98")]
    stored, live = masks.request(lines[0]), lines[1]

    assert stored.body == b'{"code": 111111}\n{}\n'
    assert subject(stored, masks, Ignored()) == subject(live, masks, Ignored())


@pytest.mark.parametrize("text", ["", "query:", "body:", "body:a", "header:x", "x"])
def test_what_can_not_be_ignored(text: str) -> None:
    with pytest.raises(SpecError, match="--ignore"):
        Ignored.of((text,))


def test_an_ignored_pointer_covers_what_is_below_it_and_nothing_beside_it() -> None:
    ignored = Ignored.of(("body:/a", "query:t"))

    assert ignored.skips(("body", "/a"))
    assert ignored.skips(("body", "/a/0/b"))
    assert not ignored.skips(("body", "/ab"))
    assert not ignored.skips(("query", "a"))


def test_long_values_are_cut_and_bytes_are_counted() -> None:
    assert show(("string", "x" * 100)) == "x" * 57 + "..."
    assert show(b"abc") == "3 bytes"
    assert show(("1", "2", "3")) == "1, 2, 3"


LABELS = (b"", b"application/json", b"application/x-www-form-urlencoded", b"text/plain", b"application/octet-stream")


@pytest.mark.parametrize(
    "body",
    [
        b'{"q": 1, "api_key": "SECRET"}',
        b"q=1&api_key=SECRET",
        b'{"a": 1}\n{"api_key": "SECRET"}\n',
        b'{"api_key": "SECRET", "n":',
        b'{"biz": "{\\"auth_code\\": \\"SECRET\\", \\"n\\": 1}"}',
        b"data=%7B%22api_key%22%3A%22SECRET%22%7D&n=1",
        b"<xml><sign>SECRET</sign></xml>",
        b'--b\r\nContent-Disposition: form-data; name="m"\r\n\r\n{"api_key": "SECRET"}\r\n--b--\r\n',
        '{"api_key": "SECRET"}'.encode("utf-16"),
        b"hello",
    ],
)
def test_equal_bytes_match_whatever_their_label_says(body: bytes) -> None:
    masks = Redaction.default()
    wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))

    def asked(label: bytes, secret: str) -> Request:
        data = body.replace(
            "SECRET".encode("utf-16-le") if wide else b"SECRET", secret.encode("utf-16-le" if wide else "utf-8")
        )
        return Request("POST", b"/a", ((b"Content-Type", label),) if label else (), data)

    one = subject(asked(LABELS[0], "sk-1234"), masks, Ignored())
    for label in LABELS:
        stored = masks.request(asked(label, "sk-1234"))
        assert b"sk-1234" not in stored.body.replace(b"\0", b"")
        assert subject(stored, masks, Ignored()) == one
        assert subject(asked(label, "another-longer-one"), masks, Ignored()) == one
    if b"1" in body:
        other = asked(LABELS[0], "x")
        assert subject(replace(other, body=other.body.replace(b"1", b"2")), masks, Ignored()) != one


@pytest.mark.parametrize(
    "target",
    [
        b"/a?to=https%3A%2F%2Fb%2F%3Fcode%3DSECRET&x=1",
        b"/a;jsessionid=SECRET/b?x=1",
        b"http://me:SECRET@a.example/b?x=1",
        b"/a?x=1#access_token=SECRET",
        b"/a?to=https://b/?token=SECRET&x=1",
    ],
)
def test_a_target_equals_itself_with_any_secret(target: bytes) -> None:
    masks = Redaction.default()

    def compared(data: bytes) -> Subject:
        return subject(Request("GET", data), masks, Ignored())

    stored = masks.target(target)
    assert b"SECRET" not in stored
    assert compared(stored) == compared(target.replace(b"SECRET", b"k")) == compared(target)
    assert compared(target.replace(b"x=1", b"x=2")) != compared(target) or b"#" in target


def test_the_rules_of_an_old_file_hold_as_they_did() -> None:
    old = Redaction(("header:*token", "query:key", "field:*api-key", "field:code"))
    stored = Request("POST", b"/a?key=***", (), b'{"openai_api_key": "***", "code": "****", "token": "kept"}')
    asked = Request("POST", b"/a?key=x", (), b'{"openai_api_key": "sk-1", "code": "0a1", "token": "kept"}')
    assert subject(stored, old, Ignored()) == subject(asked, old, Ignored())
    assert subject(replace(asked, body=asked.body.replace(b"kept", b"other")), old, Ignored()) != subject(
        stored, old, Ignored()
    )


def test_a_plus_in_a_name_is_a_blank_as_in_a_value() -> None:
    """As browsers and `urllib` write forms and queries."""
    assert said(b"/a?first+name=x+y") == said(b"/a?first%20name=x%20y") != said(b"/a?first%2Bname=x+y")
    assert [str(one) for one in differences(said(b"/a?first+name=1"), said(b"/a"))] == ["query first name"]
    assert said(body=b"first+name=x&b=1") == said(body=b"b=1&first%20name=x")
    assert said(b"/a+b") != said(b"/a%20b")  # a path has no such rule
