"""Requests that no server of ours lets in, and what both say: one table for recorder, player and plain ASGI."""

from dataclasses import dataclass

LOCAL = b"Host: localhost\r\n"
POST = b"POST /a HTTP/1.1\r\n" + LOCAL


@dataclass(frozen=True, slots=True)
class Refused:
    """`sent` gets `status` and `code`; from plain ASGI too, unless that server's own parser stands `before` the app."""

    sent: bytes
    status: int
    code: str
    before: bool = False


def get(target: bytes = b"/a", *fields: bytes, host: bytes = b"localhost", method: bytes = b"GET") -> bytes:
    lines = [b"%b %b HTTP/1.1" % (method, target), *([b"Host: " + host] if host else []), *fields]
    return b"\r\n".join([*lines, b"", b""])


REFUSED = {
    "another origin": Refused(
        get(b"http://evil.example/steal", b"Cookie: sid=1", host=b"evil.example"), 421, "other-origin"
    ),
    "another address": Refused(get(b"http://192.0.2.1/a", host=b"192.0.2.1"), 421, "other-origin"),
    "another port": Refused(get(b"http://localhost:1/a", host=b"localhost:1"), 421, "other-origin"),
    "https to http": Refused(get(b"https://127.0.0.1:443/a", host=b"127.0.0.1:443"), 421, "other-origin"),
    "userinfo": Refused(get(b"http://me:secret@localhost/a"), 400, "bad-target"),
    "ftp": Refused(get(b"ftp://localhost/a"), 400, "bad-target"),
    "no authority": Refused(get(b"http:///a"), 400, "bad-target"),
    "a fragment": Refused(get(b"/a#b"), 400, "bad-target"),
    "star": Refused(get(b"*"), 400, "bad-target"),
    "authority form": Refused(get(b"localhost:80"), 400, "bad-target", before=True),
    "a word": Refused(get(b"a"), 400, "bad-target", before=True),
    "a space": Refused(get(b"/a b"), 400, "bad-target", before=True),
    "two spaces": Refused(b"GET  /a HTTP/1.1\r\n" + LOCAL + b"\r\n", 400, "bad-target", before=True),
    "a NUL": Refused(get(b"/a\0"), 400, "bad-target", before=True),
    "a tab": Refused(get(b"/a\tb"), 400, "bad-target", before=True),
    "a control character": Refused(get(b"/a\x1b[31m"), 400, "bad-target", before=True),
    "DEL": Refused(get(b"/a\x7f"), 400, "bad-target", before=True),
    "a long target": Refused(get(b"/" + b"a" * 65_600), 414, "target-too-long", before=True),
    "a long raw target": Refused(get(b"/" + "你".encode() * 8000), 414, "target-too-long", before=True),
    "no host": Refused(get(host=b""), 400, "one-host", before=True),
    "two hosts": Refused(get(b"/a", b"Host: localhost"), 400, "one-host", before=True),
    "two hosts, one evil": Refused(get(b"/a", b"hOST: evil.example"), 400, "one-host", before=True),
    "an empty host": Refused(b"GET /a HTTP/1.1\r\nHost:\r\n\r\n", 400, "bad-host"),
    "a host with userinfo": Refused(get(host=b"evil.example@localhost"), 400, "bad-host"),
    "a host with a path": Refused(get(host=b"localhost/a"), 400, "bad-host"),
    "rebinding": Refused(get(host=b"evil.example"), 421, "host-not-allowed"),
    "connect": Refused(
        get(b"evil.example:443", host=b"evil.example:443", method=b"CONNECT"), 405, "no-connect", before=True
    ),
    "connect to a path": Refused(get(method=b"CONNECT"), 405, "no-connect"),
    "a websocket": Refused(
        get(
            b"/a",
            b"Connection: Upgrade",
            b"Upgrade: websocket",
            b"Sec-WebSocket-Version: 13",
            b"Sec-WebSocket-Key: eA==",
        ),
        501,
        "no-websocket",
        before=True,  # uvicorn makes a scope of its own of it where it finds a library
    ),
    "gzip": Refused(POST + b"Transfer-Encoding: gzip\r\n\r\n", 400, "bad-request", before=True),
    "gzip, chunked": Refused(
        POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501, "bad-coding", before=True
    ),
    "chunked twice": Refused(
        POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400, "bad-request", before=True
    ),
    "chunks in HTTP/1.0": Refused(
        POST.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "bad-request", before=True
    ),
    "two lengths": Refused(POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\na", 400, "bad-request", before=True),
    "equal lengths": Refused(
        POST + b"Content-Length: 1\r\nContent-Length: 1\r\n\r\na", 400, "bad-request", before=True
    ),
    "a length and chunks": Refused(
        POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "bad-request", before=True
    ),
    "a signed length": Refused(POST + b"Content-Length: +1\r\n\r\na", 400, "bad-request", before=True),
    "a folded field": Refused(get(b"/a", b"A: b", b" c"), 400, "bad-request", before=True),
    "a blank before a colon": Refused(get(b"/a", b"A : b"), 400, "bad-request", before=True),
    "a forbidden name": Refused(get(b"/a", b"A(b): c"), 400, "bad-request", before=True),
    "a forbidden value": Refused(get(b"/a", b"A: b\x01"), 400, "bad-request", before=True),
    "a bare CR": Refused(get(b"/a", b"A: b\rc"), 400, "bad-request", before=True),
    "bare LFs": Refused(b"GET /a HTTP/1.1\nHost: localhost\n\n", 400, "bad-request", before=True),
    "HTTP/0.9": Refused(b"GET /a\r\n", 400, "no-version", before=True),
    "HTTP/2 in words": Refused(b"GET /a HTTP/2.0\r\n" + LOCAL + b"\r\n", 505, "http-version", before=True),
    "HTTP/1.2": Refused(b"GET /a HTTP/1.2\r\n" + LOCAL + b"\r\n", 505, "http-version", before=True),
    "HTTP/2, prior knowledge": Refused(
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes.fromhex("000000040000000000"), 505, "http2", before=True
    ),
    "TLS": Refused(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64), 400, "tls", before=True),
    "SOCKS": Refused(b"\x05\x01\x00", 400, "bad-request", before=True),
    "SSH": Refused(b"SSH-2.0-OpenSSH_9.2\r\n", 400, "bad-request", before=True),
    "an unknown method": Refused(get(method=b"BREW"), 400, "bad-request", before=True),
}
