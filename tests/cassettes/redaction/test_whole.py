"""Whole bodies by their kind: what is in them is found, and no crafted one takes long or raises."""

import json
import re
from urllib.parse import quote, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.redaction.kinds import Kind, kind_of
from cassettes.redaction.pairs import redact_urls
from cassettes.redaction.registry import NAMES as WORDED
from cassettes.redaction.registry import Names
from cassettes.redaction.whole import redact_body, redact_json_in, wide_order

PART = b"--b\nContent-Disposition: %b"
HIDDEN = b"--\0\nContent-Disposition: form-data; name="
NAMES = Names(frozenset(), frozenset(WORDED))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<x><sign>ab</sign><a>ab</a></x>", b"<x><sign>**</sign><a>ab</a></x>"),
        (b"<x><w:Password Type='t'>ab\nc</w:Password></x>", b"<x><w:Password Type='t'>**\n*</w:Password></x>"),
        (b"<x><openid><![CDATA[a<b]]></openid></x>", b"<x><openid><![CDATA[***]]></openid></x>"),
        (b"<x token=\"ab\" a='c' apiKey='de'/>", b"<x token=\"**\" a='c' apiKey='**'/>"),
        (b"<x><sign><a>ab<sign>c</sign></a>d</sign>e</x>", b"<x><sign><a>**<sign>*</sign></a>*</sign>e</x>"),
        (b"<x><token>a<b>c", b"<x><token>*<b>*"),
        (b"<x><token>a<br>b</token><a>c</a></x>", b"<x><token>*<br>*</token><a>c</a></x>"),
        (b"--a\nContent-Type: multipart/mixed\n\n" + PART % b"x; name=pin" + b"\n\n1\n--b--\n--a--",
         b"--a\nContent-Type: multipart/mixed\n\n" + PART % b"x; name=pin" + b"\n\n*\n--b--\n--a--"),
        (b"{a}=1&token=ab", b"{a}=1&token=**"),
        (b"<a>=1&token=ab", b"<a>=1&token=**"),
        (b"x" * 600 + b"&token=ab&b=1", b"x" * 600 + b"&token=**&b=1"),
        (b'{"a": "b&token=c"}', b'{"a": "b&token=c"}'),
        (b"{a} see x?a=1&token=ab now", b"{a} see x?a=1&token=ab now"),
        (b"<x><token/>ab<b>c</b></x>", b"<x><token/>ab<b>c</b></x>"),
        (b"<x><sign><![CDATA[never ends", b"<x><sign><![CDATA[**********"),
        (b"d=%7B%22token%22%3A%22a%2Bb%22%7D", b"d=%7B%22token%22%3A%22*****%22%7D"),
        (b"d=%7B%22n%22%3A%22a%2Bb%22%7D&x=%22", b"d=%7B%22n%22%3A%22a%2Bb%22%7D&x=%22"),
        (b"u=https%3A%2F%2Fme%3Apw%40h%2F%3Fcode%3Dab%26n%3D1", b"u=https%3A%2F%2F*******%40h%2F%3Fcode%3D**%26n%3D1"),
        (b"u=https%253A%252F%252Fme%253Apw%2540h%252F%253Fcode%253Dab%2526n%253D1&x=%22",
         b"u=https%253A%252F%252F*********%2540h%252F%253Fcode%253D**%2526n%253D1&x=%22"),
        (rb'{"u":"https:\u002F\u002fme:pw@h\/?code=ab"}', rb'{"u":"https:\u002F\u002f*****@h\/?code=**"}'),
        (rb'{"a":"{\"u\":\"https:\\/\\/h?n=1\\u0026code\\u003dab\\u0026x=2\"}"}',
         rb'{"a":"{\"u\":\"https:\\/\\/h?n=1\\u0026code\\u003d**\\u0026x=2\"}"}'),
        (b"<x password=\"a>b\" token='>' a='>'/>", b"<x password=\"***\" token='*' a='>'/>"),
        (PART % b'form-data; name="pass"' + b"\n\nab--bcd\n--b--",
         PART % b'form-data; name="pass"' + b"\n\n*******\n--b--"),
        (PART % b"form-data; name=t" + b"\n\na=1&pwd=x\n--b--", PART % b"form-data; name=t" + b"\n\na=1&pwd=*\n--b--"),
    ],
)  # fmt: skip
def test_secrets_by_kind(before: bytes, after: bytes) -> None:
    assert redact_body(before, NAMES) == after
    assert redact_body(after, NAMES) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'/x?d={"token":"a\\"b","n":1}', b'/x?d={"token":"***","n":1}'),
        (b"/x?d=%7B%22sign%22%3A12%2C%22n%22%3A1%7D&x=%22", b"/x?d=%7B%22sign%22%3A1%2C%22n%22%3A1%7D&x=%22"),
        (b'W/"token"', b'W/"token"'),
        (b"/x?d=%22%zz%2", b"/x?d=%22%zz%2"),
    ],
)
def test_json_in_a_target_or_header(before: bytes, after: bytes) -> None:
    assert redact_json_in(before, NAMES) == after
    assert redact_json_in(after, NAMES) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'/x?token="a b"&n="c"', b'/x?token=***&n="c"'),
        (b'/x?token={"a":"b<c>"}#n=1', b"/x?token=***#n=1"),
        (b'/x;token="a"/y', b"/x;token=***/y"),
    ],
)
def test_quotes_end_no_value_where_all_is_one_url(before: bytes, after: bytes) -> None:
    assert redact_urls(before, NAMES, one=True) == after
    assert redact_urls(after, NAMES, one=True) == after


def test_bodies_within_bodies_end_somewhere() -> None:
    body = b'{"token":"ab"}'
    for number in range(3000):
        body = b'--b%d\r\nContent-Disposition: form-data; name="a"\r\n\r\n%b\r\n--b%d--' % (number, body, number)
    assert redact_body(body, NAMES) == body.replace(b"ab", b"**")
    redact_body(body, NAMES, hide=True)


def test_utf_16_of_both_orders_with_and_without_a_mark() -> None:
    for coding in ("utf-16-le", "utf-16-be"):
        for mark in ("", "\ufeff"):
            before, after = (f'{mark}{{"token":"{text}","n":"中"}}'.encode(coding) for text in ("a中b", "***"))
            assert redact_body(before, NAMES) == after
            assert redact_body(after, NAMES) == after
            assert redact_body(before, NAMES, hide=True) == redact_body(after, NAMES, hide=True)
            assert redact_body(before + b"\0", NAMES)[:-1] == after
    assert wide_order('{"a":1}'.encode("utf-32")) is None
    assert wide_order(b"\x1f\x8b\x08") is None


@pytest.mark.parametrize(
    "crafted",
    [
        b"a=%22" + b"%26" * 99999,
        b"<a><![CDATA[" * 30000,
        b"a=@" + b"://" * 99999,
        b"<a " * 99999,
        b"<a b=" + b"'> c=" * 99999,
        b'{"a":"' + b":\\\\/" * 99999,
        b"a=%22" + b"a@" * 99999,
        b'{"u":"https://h/?a=' + b"https%3A%2F%2Fh%2F" * 20000 + b'"}',
        b"see https://h/?a=" + b"%3A%2F%2F%40" * 20000,
    ],
)
def test_a_crafted_body_takes_no_longer_than_its_length(crafted: bytes) -> None:
    """A pattern that looks for its end again and again would take minutes; the limit is that of every test."""
    assert len(redact_body(crafted, NAMES)) == len(crafted)
    assert re.search(rb"\0", redact_body(crafted, NAMES, hide=True)) is None


@pytest.mark.parametrize(
    ("before", "hidden"),
    [
        (b'{"token":"abc","n":"\0\0"}', b'{"token":"\0","n":"\0\0"}'),
        (b'{"token":[12,"ab"],"n":1}', b'{"token":[\0,"\0"],"n":1}'),
        (b"token=abc&n=\0\0", b"token=\0&n=\0\0"),
        (b"d=%7B%22api+key%22%3A%22x+y%22%7D", b"d=%7B%22api+key%22%3A%22\0%22%7D"),
        (b"u=https%3A%2F%2Fh%2F%3Fcode%3Dab%26n%3D1", b"u=https%3A%2F%2Fh%2F%3Fcode%3D\0%26n%3D1"),
        (b"<x><sign>ab</sign><n>ab</n></x>", b"<x><sign>\0</sign><n>ab</n></x>"),
        (PART % b"form-data; name=token" + b"\n\nab\r\n--b\nContent-Disposition: x; name=n\n\nab\n--b--",
         HIDDEN + b"token\n\n\0\r\n--\0\nContent-Disposition: x; name=n\n\nab\n--\0--"),
        (PART % b"form-data; name=token" + b"\n\n\n--b--", HIDDEN + b"token\n\n\n--\0--"),
        (b"nothing to see", b"nothing to see"),
        ('\ufefftoken=ab&n=1'.encode("utf-16-le"), b"token=\0&n=1"),
    ],
)  # fmt: skip
def test_what_is_compared_has_one_nul_for_each_secret(before: bytes, hidden: bytes) -> None:
    assert redact_body(before, NAMES, hide=True) == hidden
    assert redact_body(redact_body(before, NAMES), NAMES, hide=True) == hidden


@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_form_in_utf_16_loses_its_secret_although_a_mark_stands_before_it(coding: str, mark: str) -> None:
    before, after = (f"{mark}token={text}&n=1".encode(coding) for text in ("abc", "***"))
    assert redact_body(before, NAMES) == after


def test_json_encoded_into_a_form_may_have_blanks_as_plus() -> None:
    assert redact_body(b"d=%7B%22api+key%22%3A+%22x+%79%22%2C%22n%22%3A%22x+y%22%7D", NAMES) == (
        b"d=%7B%22api+key%22%3A+%22*****%22%2C%22n%22%3A%22x+y%22%7D"
    )


@pytest.mark.parametrize(
    ("start", "low"),
    [
        (b"\xff\xfea\0", 0),
        (b"a\0b\0", 0),
        (b"\xfe\xff\0a", 1),
        (b"\0a\0b", 1),
        (b"\0\0", None),
        (b"\xff\xfe\0\0", None),
        (b"ab", None),
        (b"", None),
        (b"a", None),
    ],
)
def test_where_the_low_byte_of_utf_16_stands(start: bytes, low: int | None) -> None:
    assert wide_order(start) == low


def test_a_part_is_a_secret_by_its_own_name_and_keeps_its_line_end() -> None:
    for name in (b'name="token"', b"name=token", b"name*=token", b'filename="n"; name="user[token]"'):
        for end in (b"\n", b"\r\n"):
            body = PART % b"form-data; " + name + b"\n\nab" + end + b"--b--"
            assert redact_body(body, NAMES) == body.replace(b"\nab", b"\n**")
    kept = PART % b'form-data; name="n"; filename="token"' + b"\n\nab\n--b--"
    assert redact_body(kept, NAMES) == kept
    no_head = b"--b\nContent-Disposition: x; name=n\n\na\n--b\nno head at all token=ab\n--b--"
    assert redact_body(no_head, NAMES) == no_head


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"  ", b"\xef\xbb\xbf\r\n\t", b"\n" * 500])
def test_a_mark_or_blanks_before_the_first_delimiter_change_nothing(before: bytes) -> None:
    """They raised an AssertionError, or the first delimiter was taken for content."""
    body = PART % b"form-data; name=token" + b"\r\n\r\nab\r\n" + PART % b"x; name=n" + b"\n\nab\n--b--"
    assert kind_of(before + body) is Kind.MULTIPART
    assert redact_body(before + body, NAMES) == before + body.replace(b"ab", b"**", 1)
    hidden = redact_body(body, NAMES, hide=True)
    assert redact_body(before + body, NAMES, hide=True) == before + hidden


#: texts in which a quote, a backslash, and what looks like an escape of either, come often
_TEXTS = st.lists(st.sampled_from(["\\", '"', "u0022", "S3", "\n", "[", " ", "{", ":", ","]), max_size=8).map("".join)


def _written(text: str) -> str:
    """A JSON string with its quotes as Go and .NET write them."""
    return json.dumps(text).replace("\\\\", "\0").replace('\\"', r"\u0022").replace("\0", "\\\\")


@given(secrets=st.lists(_TEXTS.filter(bool), min_size=1, max_size=3))
def test_no_spelling_of_a_quote_in_a_secret_leaks_any_of_it(secrets: list[str]) -> None:
    body = f'{{"password":[{",".join(map(_written, secrets))}],"n":"{{}}"}}'.encode()
    assert json.loads(body) == {"password": secrets, "n": "{}"}
    redacted = redact_body(body, NAMES)
    assert len(redacted) == len(body)
    found = json.loads(redacted)
    assert found["n"] == "{}"
    assert all(set(text) == {"*"} for text in found["password"])
    assert redact_body(redacted, NAMES) == redacted
    plain = json.dumps({"password": secrets, "n": "{}"}, separators=(",", ":")).encode()
    hidden = {redact_body(one, NAMES, hide=True) for one in (body, redacted, plain)}
    assert len(hidden) == 1


@given(secret=_TEXTS)
def test_no_spelling_of_a_quote_in_json_in_a_string_leaks_a_secret(secret: str) -> None:
    inner = json.dumps({"password": secret, "n": 1}, separators=(",", ":"))
    body = f'{{"text":{_written(inner)}}}'.encode()
    assert json.loads(body) == {"text": inner}
    redacted = redact_body(body, NAMES)
    assert len(redacted) == len(body)
    found = json.loads(json.loads(redacted)["text"])
    assert found["n"] == 1
    assert set(found["password"]) <= {"*", "/"}
    assert redact_body(redacted, NAMES) == redacted
    assert redact_body(redacted, NAMES, hide=True) == redact_body(body, NAMES, hide=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (rb'{"password":"hunter\\u0022, and more secret"}', rb'{"password":"******************************"}'),
        (rb'{"password":["a\\u0022","hunter2"]}', rb'{"password":["********","*******"]}'),
        (rb'{"password":"hun\u0022ter","n":"a\u0022b"}', rb'{"password":"************","n":"a\u0022b"}'),
        (rb'{"a":"{\u0022token\u0022:\u0022ab\u0022}"}', rb'{"a":"{\u0022token\u0022:\u0022**\u0022}"}'),
    ],
)  # fmt: skip
def test_an_escaped_backslash_before_u0022_begins_no_quote(before: bytes, after: bytes) -> None:
    assert redact_body(before, NAMES) == after
    assert redact_body(after, NAMES) == after


#: the rule of a userinfo, as a pattern whose time grows with the square of the text
_USERINFO = re.compile(
    rb"((?:^|[:\s<\"'=,;(]|%(?:25)*3[Aa])(?:/|%(?P<level>(?:25)*)2[Ff]){2})"
    rb"(?:([^/?#&\s<>\"]*)(@)"
    rb"|((?:(?!%(?P=level)(?:2[Ff]|3[Ff]|23|26))[^/?#&\s<>\"])*)(%(?P=level)40)"
    rb"|([^/?#&\s<>\"]*?)(%(?:25)*40))"
)
_PIECES = [b":", b"/", b"//", b"://", b"%3A", b"%3a%2F%2f", b"%253A%252F/", b"@", b"%40", b"%2540", b"a", b" ", b'"']


@pytest.mark.parametrize("end", [b"@", b"%40", b"@b@c"])
def test_authorities_within_one_authority_take_no_longer_than_their_length(end: bytes) -> None:
    for crafted in (b"%3A%2F%2Fa" * 20000, b"%3A%2F%2F%40" * 20000, b"%40" * 60000):
        body = b'{"u":"https://' + crafted + end + b'"}'
        assert len(redact_body(body, NAMES)) == len(body)
        assert redact_body(body, NAMES).endswith(b"*" + end.removeprefix(b"@b") + b'"}' if end != b"%40" else b'%40"}')


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map(b"".join))
def test_a_userinfo_ends_at_the_last_at_sign_that_is_encoded_as_its_slashes_are(text: bytes) -> None:
    def starred(found: "re.Match[bytes]") -> bytes:
        userinfo = found[3] or found[5] or found[7]
        return found[1] + (b"***" if userinfo else b"") + (found[4] or found[6] or found[8])

    assert redact_urls(text, NAMES, one=True) == _USERINFO.sub(starred, text)


@given(password=st.text(st.sampled_from("pw@/:%?&#="), min_size=1, max_size=6), often=st.integers(1, 3))
def test_no_part_of_a_password_in_an_encoded_url_stays(password: str, often: int) -> None:
    url = f"https://me:{quote(password, safe='')}@host/a?b=c"
    for _ in range(often):
        url = quote(url, safe="")
    redacted = redact_urls(b"/?next=" + url.encode(), NAMES, one=True)
    for _ in range(often):
        redacted = unquote_to_bytes(redacted)
    assert redacted == b"/?next=https://***@host/a?b=c"
