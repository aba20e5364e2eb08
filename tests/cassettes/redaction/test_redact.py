"""Redaction takes out what is named, nothing else, and never raises."""

import bz2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import SpecError
from cassettes.model import Request
from cassettes.redaction.kinds import Kind
from cassettes.redaction.redact import Redaction
from cassettes.redaction.stream import scanner_for

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
    data = bz2.compress(b'{"token":"x"}')
    coded = (b"Content-Encoding", b"bzip2")
    assert body(data, JSON, coded) == data
    for headers in ((JSON, coded), (JSON,), ()):
        assert not DEFAULT.stored(Request("POST", b"/", headers, data)).seen
        assert Redaction.none().stored(Request("POST", b"/", headers, data)).seen


def test_a_rule_for_fields_alone_holds_in_the_json_of_a_header() -> None:
    headers = ((b"X-Meta", b'{"pet":"cat","n":"1"}'),)
    assert Redaction(("field:pet",)).headers(headers) == ((b"X-Meta", b'{"pet":"***","n":"1"}'),)


def test_what_only_claims_to_be_encoded_is_looked_into() -> None:
    data = b'{"token":"x"}'
    for coding in (b"gzip", b"identity", b" BR "):
        assert body(data, JSON, (b"Content-Encoding", coding)) == b'{"token":"*"}'
        assert DEFAULT.stored(Request("POST", b"/", ((b"Content-Encoding", coding),), data)).seen
    assert not DEFAULT.stored(Request("POST", b"/", ((b"Content-Encoding", b"br"),), b"\x0b\x02")).seen


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


@given(data=st.binary(), kind=st.sampled_from([b"", b"application/json", FORM[1], b"multipart/form-data; boundary=a"]))
def test_nothing_raises_and_lengths_are_kept(data: bytes, kind: bytes) -> None:
    body(data, (b"content-type", kind))
    DEFAULT.target(data)
    DEFAULT.headers(((data, data), (b"set-cookie", data), (b"location", data)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"/a;jsessionid=S/b?x=1", b"/a;jsessionid=***/b?x=1"),
        (b"/a;token=S;v=1", b"/a;token=***;v=1"),
        (b"/a;token=S?x=1", b"/a;token=***?x=1"),
        (b"/a;token=S#f", b"/a;token=***#f"),
        (b"/a?x=1;token=S;T/U&y=2", b"/a?x=1;token=***&y=2"),  # behind `?` most servers take `;` as a part of it
        (b"/a?to=%3Ftoken%3DS%26x%3D1&y=2", b"/a?to=%3Ftoken%3D***%26x%3D1&y=2"),
        (b"/a?token%3DS%26x=1&y=2", b"/a?token%3D***%26x=1&y=2"),
        (b"/a?to=%253Ftoken%253DS%2526x%253D1", b"/a?to=%253Ftoken%253D***%2526x%253D1"),
        (b"/a#token=S&n=1", b"/a#token=***&n=1"),
        (b"/a?api+key=S&n=1", b"/a?api+key=***&n=1"),
        (b"/a?api%20key=S", b"/a?api%20key=***"),
        (b"/a?api%2Bkey=S", b"/a?api%2Bkey=***"),
        (b"/a?%2574oken=S", b"/a?%2574oken=***"),
        (b"/a?n=1&tok+en=S", b"/a?n=1&tok+en=S"),
        (b"http://me:pw@h/a", b"http://***@h/a"),
        (b"http://me@h:80/a@b", b"http://***@h:80/a@b"),
        (b"http://@h/a", b"http://@h/a"),
        (b"http://h/a?u=//me:pw@h2/", b"http://h/a?u=//***@h2/"),
        (b"/a?u=http%3A%2F%2Fme%3Apw%40h", b"/a?u=http%3A%2F%2F***%40h"),
        (b"/a?mail=me@h", b"/a?mail=me@h"),
        (b"/plain", b"/plain"),
        (b"/a?token=S&token=T&n=1&code=", b"/a?token=***&token=***&n=1&code="),
    ],
)
def test_where_a_pair_and_userinfo_begin_and_end(before: bytes, after: bytes) -> None:
    assert DEFAULT.target(before) == after
    assert DEFAULT.target(after) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"api+key=S%26T&n=1", b"api+key=*****&n=1"),
        (b"n=1;token=ab&x=token", b"n=1;token=**&x=token"),
        (b"a&token=ab", b"a&token=**"),
        (b"a=1\ntoken=ab", b"a=1\ntoken=**"),
        (b"token=a=b", b"token=***"),
        (b"data[api_key]=ab&data[n]=1", b"data[api_key]=**&data[n]=1"),
        (b'q={"token":"ab"}&n=1', b'q={"token":"**"}&n=1'),
        (b"x" * 300 + b"=token&token=ab", b"x" * 300 + b"=token&token=**"),
    ],
)
def test_where_a_pair_of_a_form_begins_and_ends(before: bytes, after: bytes) -> None:
    assert body(before) == after
    for cut in range(len(before) + 1):
        scanner = scanner_for(Kind.FORM, DEFAULT._fields)
        assert scanner.feed(before[:cut]) + scanner.feed(before[cut:]) == after


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (b"Cookie", b"a=1; b=2", b"a=***; b=***"),
        (b"Cookie", b'a="x;y";b=2', b"a=***; b=***"),
        (b"Cookie", b"a=1; =x; b", b"a=***; ***; ***"),
        (b"Cookie", b"a=; b==;;c=3", b"***; ***; c=***"),
        (b"cookie", b" ", b" "),
        (b"Set-Cookie", b"a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT; max-age=5; Odd=x; SECURE",
         b"a=***; Expires=Wed, 21 Oct 2015 07:28:00 GMT; max-age=5; SECURE"),
        (b"Set-Cookie", b"a=; Path=/", b"***; Path=/"),
        (b"Authorization", b"Bearer x", b"Bearer ***"),
        (b"authorization", b"bearer   x y", b"bearer   ***"),
        (b"Authorization", b"AWS4-HMAC-SHA256 Credential=x", b"AWS4-HMAC-SHA256 ***"),
        (b"Authorization", b"Bearer", b"***"),
        (b"Authorization", b"sk-123", b"***"),
        (b"X-Api-Key", b"Basic x", b"Basic ***"),
        (b"Link", b"</a?token=x>; rel=next", b"</a?token=***>; rel=next"),
        (b"Refresh", b"5; url=/a?code=x", b"5; url=/a?code=***"),
        (b"X-Callback-URL", b"/a?code=x", b"/a?code=***"),
        (b"X-Any", b"see https://h/?code=x ok", b"see https://h/?code=*** ok"),
        (b"X-Any", b"/a?code=x", b"/a?code=x"),
    ],
)  # fmt: skip
def test_values_of_headers(name: bytes, before: bytes, after: bytes) -> None:
    assert DEFAULT.headers(((name, before), (b"X-A", b"?"))) == ((name, after), (b"X-A", b"?"))


def test_without_a_rule_nothing_is_touched_not_even_userinfo() -> None:
    for target in (b"http://me:pw@h/?token=S", b"/a;token=S#token=S"):
        assert Redaction.none().target(target) == target
        assert Redaction.none().headers(((b"Location", target),)) == ((b"Location", target),)
    for media in (b'\x89PNG{"token":"S"}', b'\x1f\x8b{"token":"S"}', b'RIFF {"token":"S"}'):
        assert body(media) == media
    asked = Request("POST", b"/", (), b'data: {"token":"S"}\n\n')
    assert DEFAULT.comparable_body(asked) == b'data: {"token":"\0"}\n\n'


def test_a_plus_in_a_name_is_a_blank_which_a_rule_need_not_have() -> None:
    named = Redaction(("query:my key", "field:mykey"))
    assert named.target(b"/?my+key=S&my%2Bkey=S&myykey=S") == b"/?my+key=***&my%2Bkey=S&myykey=S"
    assert named.target(b"/?my%20key=S&a[my+key]=S") == b"/?my%20key=***&a[my+key]=***"
    asked = Request("POST", b"/", (), b"my+key=S&my%2Bkey=S&n+n=S")
    assert named.request(asked).body == b"my+key=*&my%2Bkey=S&n+n=S"


def test_a_text_that_is_shown_has_no_userinfo_either() -> None:
    assert DEFAULT.text("redis://u:p@h/0") == "redis://***@h/0"
    assert DEFAULT.text("me@a.example") == "me@a.example"
