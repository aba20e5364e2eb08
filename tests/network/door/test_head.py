"""A request's head, read once for both servers."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cassettes.errors import RequestError
from cassettes.headers import MAX_HEADERS
from network.door.head import MAX_TARGET, check_beginning, read_request_head, shown


def test_a_head_is_read_as_it_was_sent() -> None:
    head = read_request_head(b"POST /a?b HTTP/1.1\r\nHOST: x\r\nx-Y:  z \r\nx-Y:\r\n\r\n")
    assert (head.method, head.target, head.version, head.encoded) == ("POST", b"/a?b", "1.1", False)
    assert head.headers == ((b"HOST", b"x"), (b"x-Y", b"z"), (b"x-Y", b""))


def test_a_head_has_so_many_fields_and_no_more() -> None:
    """The recorder has to store them."""
    fields = b"a:b\r\n" * MAX_HEADERS
    assert len(read_request_head(b"GET / HTTP/1.1\r\n" + fields + b"\r\n").headers) == MAX_HEADERS
    with pytest.raises(RequestError, match=f"{MAX_HEADERS + 1} > {MAX_HEADERS}") as caught:
        read_request_head(b"GET / HTTP/1.1\r\n" + fields + b"a:b\r\n\r\n")
    assert caught.value.details["code"] == "bad-request"


REFUSED = {
    b"GET /\r\n\r\n": "no-version",
    b"GET /a?key=1\r\nHost: l\r\n\r\n": "no-version",
    b"GET / HTTP/2.0\r\n\r\n": "http-version",
    b"GET / HTTP/3\r\n\r\n": "http-version",
    b"GET / HTTP/1.2\r\n\r\n": "http-version",
    b"GET / HTTP/0.9\r\n\r\n": "http-version",
    b"PRI * HTTP/2.0\r\n\r\n": "http2",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n": "tls",
    b"GET / HTTP/1.1\r\nA : b\r\n\r\n": "bad-request",
    b"GET / HTTP/1.1\r\nA: b\r\n\tc\r\n\r\n": "bad-request",
    b"GET / HTTP/1.1\r\nUpgrade: h2c\r\n c\r\n\r\n": "bad-request",
    b"GET / HTTP/1.1\r\nA: \x00\r\n\r\n": "bad-request",
    b"GET / HTTP/1.1\r\nUpgrade: h2c\x01\r\n\r\n": "bad-request",
    b"GET / HTTP/1.1\r\nA: b\rc\r\n\r\n": "bad-request",
    b"GET / HTTP/1.1\r\nA: b\nB: c\r\n\r\n": "bad-request",
    b"GET / HTTP/1.1\r\nA\r\n\r\n": "bad-request",
    b"GET / HTTP/1.1\r\n: b\r\n\r\n": "bad-request",
    b"GET / HTTP/1.1\r\nA(b: b\r\n\r\n": "bad-request",
    b"BREW / HTTP/1.1\r\n\r\n": "bad-request",
    b"get / HTTP/1.1\r\n\r\n": "bad-request",
    b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n": "bad-request",
    b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n": "bad-request",
    b"GET / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n": "bad-request",
    b"GET / HTTP/1.1\r\nContent-Length: +1\r\n\r\n": "bad-request",
    b"GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n": "bad-request",
    b"GET  / HTTP/1.1\r\n\r\n": "bad-target",
    b"GET /a b HTTP/1.1\r\n\r\n": "bad-target",
    b"GET /a\tb HTTP/1.1\r\n\r\n": "bad-target",
    b"GET /a\x00b HTTP/1.1\r\n\r\n": "bad-target",
    b"GET /a\x7fb HTTP/1.1\r\n\r\n": "bad-target",
    b"GET foo HTTP/1.1\r\n\r\n": "bad-target",
    b"GET host:80 HTTP/1.1\r\n\r\n": "bad-target",
    b"GET ?a HTTP/1.1\r\n\r\n": "bad-target",
    b"GET /%b HTTP/1.1\r\n\r\n" % (b"a" * MAX_TARGET): "target-too-long",
    b"GET /%b HTTP/1.1\r\n\r\n" % ("你".encode() * (MAX_TARGET // 9 + 1)): "target-too-long",
}


@pytest.mark.parametrize("raw", REFUSED, ids=lambda raw: ascii(raw[:40]))
def test_heads_that_are_refused(raw: bytes) -> None:
    with pytest.raises(RequestError) as caught:
        read_request_head(raw)
    assert caught.value.details["code"] == REFUSED[raw]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "big5"])
def test_raw_bytes_of_a_target_are_percent_encoded(encoding: str) -> None:
    sent = "/v1/你好?q=中&x=%20".encode(encoding)
    head = read_request_head(b"GET " + sent + b" HTTP/1.1\r\nHost: l\r\nX: \xe4\xbd\xa0\r\n\r\n")

    expected = b"".join(b"%%%02X" % byte if byte > 0x7F else bytes([byte]) for byte in sent)
    assert (head.target, head.encoded) == (expected, True)
    assert head.headers[1] == (b"X", b"\xe4\xbd\xa0")  # in a value they are allowed


@pytest.mark.parametrize("upgrade", [b"h2c", b"websocket", b"TLS/1.0"])
def test_an_upgrade_is_read_like_any_other_field(upgrade: bytes) -> None:
    raw = (
        b"POST / HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: %b\r\nContent-Length: 3\r\n\r\n" % upgrade
    )
    assert read_request_head(raw).headers[1] == (b"Upgrade", upgrade)


BEGINNINGS = {
    b"\x16": "tls",
    b"\x16\x03\x01": "tls",
    b"PRI * HTTP/2": "http2",
    b"\x05\x01\x00": "bad-request",
    b"\x00": "bad-request",
    b"{": "bad-request",
    b'GET"': "bad-request",
    b"GET /\r\n": "no-version",
    b"GET /\n": "bad-request",
    b"GET / HTTP/1.1\nHost: l\n": "bad-request",
    b"HELO mail\r\n": "no-version",
    b"SSH-2.0-OpenSSH_9.2\r\n": "bad-request",
}


@pytest.mark.parametrize("data", BEGINNINGS, ids=ascii)
def test_what_can_become_no_head_is_seen_before_it_is_whole(data: bytes) -> None:
    with pytest.raises(RequestError) as caught:
        check_beginning(data)
    assert caught.value.details["code"] == BEGINNINGS[data]


@given(st.integers(0, 200))
def test_no_prefix_of_a_good_head_is_refused(size: int) -> None:
    check_beginning(
        b"POST /v1/\xe4\xbd\xa0?a=b HTTP/1.1\r\nHost: localhost:8799\r\nContent-Type: text/plain\r\nA: b\r\n\r\n"[:size]
    )


@given(st.binary(max_size=80))
@example(b"GET / HTTP/1.1\r\nA: b\r\n c")
@example(b"GET /\xff HTTP/1.1\r\n")
def test_whatever_comes_is_read_or_refused(data: bytes) -> None:
    for read in (check_beginning, read_request_head):
        try:
            read(data + b"\r\n\r\n")
        except RequestError as error:
            said = str(error)
        else:
            said = "it was read"
        assert 10 < len(said) < 400


def test_what_is_shown_has_no_secret() -> None:
    assert shown(b"http://user:pass@host/a?key=1") == "http://host/a?"
    assert shown(b"/\xe4\n") == "/\\xe4\\n"
    assert shown(b"/a;sid=S3CRET&b=c d=") == "/a;sid=***&b=*** d="


@pytest.mark.parametrize(
    "raw",
    [
        b'RETvalue-S3CRET"}',  # the rest of a body whose Content-Length counts characters
        b"S3CRET / HTTP/1.1",
        b"token=S3CRET HTTP/1.1",
        b"GET token=S3CRET HTTP/1.1",
        b"GET / HTTP/token=S3CRET",
        b"GET /a?b=S3CRET",
        b"GET / HTTP/1.1\r\nX-Token: a\r\n S3CRET",
        b"GET / HTTP/1.1\r\nX-A: a\r\nS3CRET",
    ],
)
def test_no_refusal_shows_what_may_be_a_secret(raw: bytes) -> None:
    said = []
    for read in (check_beginning, read_request_head):
        try:
            read(raw + b"\r\n\r\n")
        except RequestError as error:
            said.append(str(error))
    assert said
    assert "S3CRET" not in "".join(said)
