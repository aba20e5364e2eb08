"""One interaction on its way into a file: every part of it, in order, and what is known of it afterwards."""

import bz2
import gzip

import pytest

from cassettes.headers import is_encoded
from cassettes.model import Chunk, Ending, EndKind, Headers, Mark, Request, ResponseHead
from cassettes.redaction.redact import Redaction, Redactor, Stored

HEAD = ResponseHead(5, 201, b"Made", ((b"Set-Cookie", b"sid=abc; Path=/"), (b"X-A", b"1")), "1.0")
ANSWER = Redaction.default(["body:answer"])


def chunks(redactor: Redactor, *pieces: bytes, mark: Mark = Mark.NONE) -> bytes:
    made = [redactor.chunk(Chunk(7, number, data, mark)) for number, data in enumerate(pieces)]
    assert [(one.at, one.read, one.mark, len(one.data)) for one in made] == [
        (7, number, mark, len(data)) for number, data in enumerate(pieces)
    ]
    return b"".join(one.data for one in made)


def test_each_part_goes_without_its_secrets_and_otherwise_as_it_came() -> None:
    redactor = Redactor(Redaction.default())
    asked = Request("PUT", b"/a?token=x&n=1", ((b"Authorization", b"Bearer x"),), b'{"token":"x","n":1}', "1.0", 3)
    assert redactor.request(asked) == Request(
        "PUT", b"/a?token=***&n=1", ((b"Authorization", b"Bearer ***"),), b'{"token":"*","n":1}', "1.0", 3
    )
    other = Request("GET", b"/made-before")
    assert redactor.request(asked, Stored(other, seen=True)) is other
    assert redactor.head(HEAD) == ResponseHead(
        5, 201, b"Made", ((b"Set-Cookie", b"sid=***; Path=/"), (b"X-A", b"1")), "1.0"
    )
    assert chunks(redactor, b'{"token":"stays"}') == b'{"token":"stays"}'
    ending = Ending(EndKind.TRUNCATED, 9, 4, ((b"X-Auth-Token", b"x"), (b"X-Sum", b"1")), "note")
    assert redactor.ending(ending) == Ending(
        EndKind.TRUNCATED, 9, 4, ((b"X-Auth-Token", b"***"), (b"X-Sum", b"1")), "note"
    )
    assert (redactor.unseen, redactor.raw, redactor.idle) == (0, False, True)


def test_a_rule_for_the_body_of_responses_is_applied_over_its_chunks() -> None:
    redactor = Redactor(ANSWER)
    assert not redactor.idle
    assert chunks(redactor, b'{"an', b"", b'swer":"fo', b'rty","n":1}') == b'{"answer":"*****","n":1}'
    assert Redactor(Redaction.none()).idle


@pytest.mark.parametrize(
    ("codings", "encoded"),
    [
        ((), False),
        ((b"identity",), False),
        ((b" Identity , identity",), False),
        ((b"",), False),
        ((b"gzip",), True),
        ((b"identity, gzip",), True),
        ((b"gzip, identity",), True),
        ((b"identity", b"br"), True),
        ((b"identity", b""), False),
    ],
)
def test_an_encoding_is_any_of_several_codings_that_is_not_identity(codings: tuple[bytes, ...], encoded: bool) -> None:
    headers: Headers = tuple((b"Content-ENCODING", coding) for coding in codings)
    assert is_encoded((*headers, (b"Accept-Encoding", b"gzip"))) is encoded
    redactor = Redactor(ANSWER)
    redactor.head(ResponseHead(0, 200, b"", headers))
    assert redactor.unseen == int(encoded)
    assert Redaction.default().stored(Request("POST", b"/", headers, b"\x0b\x02abc")).seen is not encoded


def test_bodies_that_could_not_be_looked_into_are_counted_once() -> None:
    closed = gzip.compress(b"{}")
    for body, unseen in ((closed, 1), (b"<a>b</a>", 1), (b"{}", 0), (b"", 0), (b"\x89PNG....", 0)):
        redactor = Redactor(ANSWER)
        redactor.request(Request("GET", b"/"))
        redactor.head(ResponseHead(0, 200))
        chunks(redactor, body[:3], body[3:])
        redactor.ending(Ending(EndKind.COMPLETE))
        assert redactor.unseen == unseen, body
    twice = Redactor(ANSWER)
    twice.head(ResponseHead(0, 200, b"", ((b"Content-Encoding", b"gzip"),)))
    chunks(twice, closed)
    twice.ending(Ending(EndKind.COMPLETE))
    assert twice.unseen == 1
    both = Redactor(ANSWER)
    both.request(Request("POST", b"/", (), bz2.compress(b"{}")))
    both.head(ResponseHead(0, 200, b"", ((b"Content-Encoding", b"gzip"),)))
    assert both.unseen == 2
    nothing = Redactor(Redaction.none())
    nothing.request(Request("POST", b"/", (), closed))
    nothing.head(ResponseHead(0, 200, b"", ((b"Content-Encoding", b"gzip"),)))
    chunks(nothing, closed)
    nothing.ending(Ending(EndKind.COMPLETE))
    assert nothing.unseen == 0


def test_bytes_that_are_no_http_are_searched_as_head_or_as_body() -> None:
    raw = b"HTTP/2 200\r\nSet-Cookie: sid=x\r\nLocation: /?token=x\r\n\r\n"
    whole = Redactor(Redaction.default())
    assert chunks(whole, raw, mark=Mark.UNPARSED) == (b"HTTP/2 200\r\nSet-Cookie:******\r\nLocation: /?token=*\r\n\r\n")
    assert whole.raw
    behind = Redactor(Redaction.default())
    behind.head(HEAD)
    assert chunks(behind, b"a: /?token=x\r\nSet-Cookie: x\r\n", mark=Mark.UNPARSED) == (
        b"a: /?token=x\r\nSet-Cookie:**\r\n"
    )
    assert behind.raw
    kept = Redactor(Redaction.none())
    assert chunks(kept, raw, mark=Mark.UNPARSED) == raw
    assert not kept.raw
    body = Redactor(ANSWER)
    body.head(HEAD)
    assert chunks(body, b'{"answer":"ab', b'cd"}', mark=Mark.UNPARSED) == b'{"answer":"****"}'


def test_what_is_shown_to_people_has_no_secrets_of_json_or_pairs() -> None:
    redaction = Redaction.default()
    assert redaction.text('say {"token": "abc", "n": 1}') == 'say {"token": "***", "n": 1}'
    assert redaction.text("token=abc&n=1") == "token=***&n=1"
    assert redaction.text("plain \u4f60") == "plain \u4f60"
    assert redaction.text("bad \udcff token") == "bad \ufffd token"
    assert Redaction.none().text("token=abc") == "token=abc"


def test_what_is_compared_has_one_nul_for_a_secret_of_any_length() -> None:
    redaction = Redaction.default()
    for secret in (b"a", b"abc", b"***"):
        body = b'{"token":"%b","n":"\0\0"}' % secret
        assert redaction.comparable_body(Request("POST", b"/", (), body)) == b'{"token":"\0","n":"\0\0"}'
        assert redaction.comparable_body(Request("POST", b"/", (), b"token=%b&n=1" % secret)) == b"token=\0&n=1"
        text = f'{{"token": "{secret.decode()}", "n": 1}}'
        assert redaction.comparable_text(text) == '{"token": "\0", "n": 1}'
        assert redaction.comparable_text(f"  [{text}]") == '  [{"token": "\0", "n": 1}]'
        assert redaction.comparable_text(f"x{text}") == f"x{text}"
    assert redaction.comparable_body(Request("POST", b"/")) == b""
    assert redaction.comparable_text("") == ""
    escaped = r"see https://{0}@h/?a=1\u0026token={0} now"
    secrets = {redaction.comparable_text(escaped.format(secret)) for secret in ("ab", "***", r"a\u002bb")}
    assert secrets == {escaped.format("\0")}
    assert Redaction.none().comparable_text('{"token": "a"}') == '{"token": "a"}'
    assert redaction.comparable_text('{"a": "\ud800"}') == '{"a": "\ufffd\ufffd\ufffd"}'


def test_a_request_is_seen_where_rules_could_be_applied() -> None:
    def sees(body: bytes, *codings: bytes) -> bool:
        request = Request("POST", b"/", tuple((b"content-encoding", one) for one in codings), body)
        return Redaction.default().stored(request).seen

    assert sees(b"")
    assert sees(b"a=1")
    assert sees('{"a":1}'.encode("utf-16"))
    assert sees("a=1".encode("utf-16-be"))
    assert not sees('{"a":1}'.encode("utf-32"))
    assert not sees(b"PK\x03\x04....")
    assert sees(b"\x89PNG....")
    for plain in (b'  {"a":1}', b"[1]", b'["a"]', b"data: x", b"event: y", b"{}"):
        assert sees(plain, b"gzip")
    for coded in (b"{x", b"a=1", b"\x1f\x8b", b"hello"):
        assert not sees(coded, b"gzip")


def test_a_reason_that_is_a_query_or_has_a_url_goes_without_its_secrets() -> None:
    for reason, stored in (
        (b"token=x&a=1", b"token=***&a=1"),
        (b"See https://u:p@a", b"See https://***@a"),
        (b"OK", b"OK"),
    ):
        assert Redactor(Redaction.default()).head(ResponseHead(0, 401, reason, (), "1.1")).reason == stored
        assert Redactor(Redaction.none()).head(ResponseHead(0, 401, reason, (), "1.1")).reason == reason
