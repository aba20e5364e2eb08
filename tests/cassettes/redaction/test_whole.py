"""Whole bodies by their kind: what is in them is found, and no crafted one takes long or raises."""

import re

import pytest

from cassettes.redaction.pairs import redact_urls
from cassettes.redaction.registry import NAMES as WORDED
from cassettes.redaction.registry import Names
from cassettes.redaction.whole import redact_body, redact_json_in, wide_order

pytestmark = pytest.mark.core

PART = b"--b\nContent-Disposition: %b"
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
        b"a=%22" + b"a@" * 99999,
    ],
)
def test_a_crafted_body_takes_no_longer_than_its_length(crafted: bytes) -> None:
    """A pattern that looks for its end again and again would take minutes; the limit is that of every test."""
    assert len(redact_body(crafted, NAMES)) == len(crafted)
    assert re.search(rb"\0", redact_body(crafted, NAMES, hide=True)) is None
