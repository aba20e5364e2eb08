"""Redaction takes out what is named, nothing else, and never raises."""

import gzip
import json
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import SpecError
from cassettes.model import Request
from cassettes.redaction.redact import Redaction

pytestmark = pytest.mark.core

DEFAULT = Redaction.default()
FORM = (b"content-type", b"application/x-www-form-urlencoded")
JSON = (b"Content-Type", b"application/json; charset=utf-8")


def body(data: bytes, *headers: tuple[bytes, bytes]) -> bytes:
    """The redacted request body; the same when redacted again, and of the same length."""
    once = DEFAULT.request(Request("POST", b"/", headers, data))
    assert DEFAULT.request(once) == once
    assert len(once.body) == len(data)
    return once.body


def test_headers_keep_their_order_case_and_number() -> None:
    before = ((b"AUTHORIZATION", b"Bearer sk-1"), (b"x-a", b"1"), (b"Cookie", b"a=b"), (b"cookie", b""), (b"X-A", b"2"))
    after = ((b"AUTHORIZATION", b"Bearer ***"), (b"x-a", b"1"), (b"Cookie", b"a=***"), (b"cookie", b""), (b"X-A", b"2"))
    assert DEFAULT.headers(before) == after
    assert Redaction.none().headers(before) == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"sid=s3; Path=/; HttpOnly; SameSite=Lax", b"sid=***; Path=/; HttpOnly; SameSite=Lax"),
        (b'sid="a;b"; Secure', b"sid=***; Secure"),
        (b"s3cret", b"***"),
        (b"sid=***; Secure", b"sid=***; Secure"),
    ],
)
def test_a_cookie_that_is_set_keeps_its_name_and_attributes(before: bytes, after: bytes) -> None:
    assert DEFAULT.headers(((b"Set-Cookie", before),)) == ((b"Set-Cookie", after),)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"/v1?key=AIza&alt=sse", b"/v1?key=***&alt=sse"),
        (b"/v1?a=1;token=x&%74oken=y&b", b"/v1?a=1;token=***&%74oken=***&b"),
        (b"/v1?auth%5Btoken%5D=x&token=&token", b"/v1?auth%5Btoken%5D=***&token=&token"),
        (b"/v1?%ff%=x&\xff=y&sign=z#token=q", b"/v1?%ff%=x&\xff=y&sign=***#token=***"),
        (b"/token=x", b"/token=x"),
        (b"https://a.b/?access_token=a=b?c", b"https://a.b/?access_token=***"),
    ],
)
def test_query(before: bytes, after: bytes) -> None:
    assert DEFAULT.target(before) == after
    assert DEFAULT.target(after) == after
    assert Redaction.none().target(before) == before


def test_the_query_of_a_url_in_a_header_is_redacted_too() -> None:
    assert DEFAULT.headers(((b"Location", b"/cb?code=c1&x=2"),)) == ((b"Location", b"/cb?code=***&x=2"),)
    assert DEFAULT.headers(((b"X-Other", b"/cb?code=c1"),)) == ((b"X-Other", b"/cb?code=c1"),)


def test_a_form_keeps_lengths_and_names() -> None:
    assert body(b"token=a%20b&x=1&pass[password]=p", FORM) == b"token=*****&x=1&pass[password]=*"
    assert body(b"token=abc&x=1") == b"token=***&x=1"


def test_json_is_found_by_its_type_or_its_look() -> None:
    data, out = b'{"code":"0a1b","d":{"session_key":"k="}}', b'{"code":"****","d":{"session_key":"**"}}'
    assert body(data, JSON) == body(data) == body(data, (b"content-type", b"text/plain")) == out


def test_what_is_neither_json_nor_a_form_stays() -> None:
    for data in (b"", b"token: abc", b"\x89PNG\xff token=1 ", b"\xff\xfe{\x00"):
        assert body(data) == data


def test_multipart() -> None:
    head = (b"content-type", b'multipart/form-data; boundary="b1"')
    data = (
        b'--b1\r\nContent-Disposition: form-data; name="token"\r\n\r\ns3\r\ncret\r\n'
        b'--b1\r\nContent-Disposition: form-data; name="file"; filename="token"\r\n\r\ndata\r\n--b1--\r\n'
    )
    assert body(data, head) == data.replace(b"s3\r\ncret", b"**\r\n****")
    assert body(data) == body(data, JSON) == body(data, head)


def test_an_encoded_body_is_left_alone_and_that_is_known() -> None:
    data = gzip.compress(b'{"token":"x"}')
    coded = (b"Content-Encoding", b"gzip")
    assert body(data, JSON, coded) == data
    for headers in ((JSON, coded), (JSON,), ()):
        assert not DEFAULT.sees(Request("POST", b"/", headers, data))
        assert Redaction.none().sees(Request("POST", b"/", headers, data))


def test_what_only_claims_to_be_encoded_is_looked_into() -> None:
    data = b'{"token":"x"}'
    for coding in (b"gzip", b"identity", b" BR "):
        assert body(data, JSON, (b"Content-Encoding", coding)) == b'{"token":"*"}'
        assert DEFAULT.sees(Request("POST", b"/", ((b"Content-Encoding", coding),), data))
    assert not DEFAULT.sees(Request("POST", b"/", ((b"Content-Encoding", b"br"),), b"\x0b\x02"))


def test_a_response_body_is_scanned_only_for_what_was_asked() -> None:
    assert DEFAULT.scanner() is None
    scanner = Redaction.default(["body:answer"]).scanner()
    assert scanner is not None
    assert scanner.feed(b'data: {"token":"t","ans') + scanner.feed(b'wer":"42"}\n\n') == (
        b'data: {"token":"t","answer":"**"}\n\n'
    )


def test_rules_are_listed_once_and_a_bad_one_is_refused() -> None:
    assert Redaction.default(DEFAULT.rules).rules == DEFAULT.rules
    assert Redaction.default(["body:x"]).rules == (*DEFAULT.rules, "body:x")
    with pytest.raises(SpecError):
        Redaction(("nonsense",))


SECRET = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).map(lambda text: f"s3cr3t{text}")
NAMES = st.sampled_from(["token", "api_key", "apiKey", "client_secret", "password", "sign", "code", "session_key"])


@given(name=NAMES, secret=SECRET, other=st.text(st.characters(codec="utf-8"), max_size=8))
def test_no_secret_is_left_and_a_second_time_changes_nothing(name: str, secret: str, other: str) -> None:
    """Law 10, over the request as a whole."""
    raw = secret.encode()
    header_safe = raw.replace(b"\r", b"").replace(b"\n", b"")
    headers = ((b"Authorization", b"Bearer " + header_safe), (b"X-Api-Key", header_safe), (b"X-Other", b"kept"))
    target = b"/?" + urlencode([("q", other), (name, secret)]).encode()
    for kind, data in (
        (JSON, json.dumps({"a": [{name: secret, "q": other}], "n": 1}).encode()),
        (JSON, json.dumps({name: {"deep": [secret]}}, ensure_ascii=False).encode()),
        (FORM, urlencode({name: secret, "q": other}).encode()),
    ):
        out = DEFAULT.request(Request("POST", target, (*headers, kind), data))
        assert b"s3cr3t" not in repr(out).encode()
        assert DEFAULT.request(out) == out
        assert len(out.body) == len(data)
        if kind is JSON:
            json.loads(out.body)
        else:
            assert dict(parse_qsl(out.body.decode(), keep_blank_values=True))["q"] == other


@given(data=st.binary(), kind=st.sampled_from([b"", b"application/json", FORM[1], b"multipart/form-data; boundary=a"]))
def test_nothing_raises_and_lengths_are_kept(data: bytes, kind: bytes) -> None:
    body(data, (b"content-type", kind))
    DEFAULT.target(data)
    DEFAULT.headers(((data, data), (b"set-cookie", data), (b"location", data)))
