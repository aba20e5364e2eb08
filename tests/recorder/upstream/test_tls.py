"""A TLS session over bytes: content whole, cut anywhere, before an error and before the end."""

import contextlib
import functools
import itertools
import ssl
from collections.abc import Iterable

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from recorder.upstream.tls import Tls

VERSIONS = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
CONTENT = bytes(range(256)) * 400
AUTHORITY = trustme.CA()


@functools.cache
def server_context(version: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("a.example", "127.0.0.1").configure_cert(context)
    context.minimum_version = context.maximum_version = version
    return context


@functools.cache
def client_context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


class Server:
    """The other end, in memory."""

    def __init__(self, version: ssl.TLSVersion) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.end = server_context(version).wrap_bio(self._incoming, self._outgoing, server_side=True)

    def take(self, data: bytes) -> None:
        self._incoming.write(data)

    def shake(self) -> None:
        with contextlib.suppress(ssl.SSLWantReadError):
            self.end.do_handshake()

    def out(self) -> bytes:
        return self._outgoing.read()

    def send(self, content: bytes) -> bytes:
        view = memoryview(content)
        while view:
            view = view[self.end.write(view) :]
        return self.out()

    def close(self) -> bytes:
        with contextlib.suppress(ssl.SSLWantReadError):
            self.end.unwrap()
        return self.out()


def connected(version: ssl.TLSVersion = VERSIONS[1], host: str = "a.example") -> tuple[Tls, Server]:
    client, server = Tls(client_context(), host), Server(version)
    for _ in range(4):
        server.take(client.outgoing())
        server.shake()
        assert client.receive(server.out()) == b""
    assert client.established
    return client, server


def cut(data: bytes, size: int) -> Iterable[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_content_is_the_same_however_the_wire_is_cut(version: ssl.TLSVersion, size: int) -> None:
    client, server = connected(version)
    content = CONTENT if size > 1 else CONTENT[:20_000]
    wire = server.send(content) + server.close()
    got = [client.receive(piece) for piece in cut(wire, size)]
    assert b"".join(got) == content
    assert client.closed
    assert client.error is None
    if size > len(wire):
        assert len(got) == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_a_handshake_byte_by_byte(version: ssl.TLSVersion) -> None:
    client, server = Tls(client_context(), "a.example"), Server(version)
    for _ in range(4):
        for piece in cut(client.outgoing(), 1):
            server.take(piece)
            server.shake()
        for piece in cut(server.out(), 1):
            assert client.receive(piece) == b""
    assert client.established
    assert client.receive(server.send(b"hello")) == b"hello"


@given(st.lists(st.binary(min_size=1, max_size=300), max_size=6), st.data())
def test_law_pieces_of_the_wire_joined_are_the_content(records: list[bytes], data: st.DataObject) -> None:
    client, server = connected()
    wire = b"".join(server.send(record) for record in records) + server.close()
    cuts = sorted(data.draw(st.sets(st.integers(1, len(wire) - 1), max_size=12)))
    ends = [0, *cuts, len(wire)]
    got = [client.receive(wire[start:end]) for start, end in itertools.pairwise(ends)]
    assert b"".join(got) == b"".join(records)
    assert client.closed


@pytest.mark.parametrize("version", VERSIONS)
def test_only_close_notify_ends_the_content(version: ssl.TLSVersion) -> None:
    client, server = connected(version)
    assert client.receive(server.send(b"all of it")) == b"all of it"
    assert not client.closed
    behind = server.close() + b"what stands behind the end"
    assert client.receive(behind) == b""
    assert client.closed
    assert client.error is None
    assert client.receive(b"more") == b""


@pytest.mark.parametrize("version", VERSIONS)
def test_what_was_sound_before_a_broken_record_is_given_first(version: ssl.TLSVersion) -> None:
    client, server = connected(version)
    good, bad = server.send(b"good"), bytearray(server.send(b"bad"))
    bad[-1] ^= 1
    assert client.receive(good + bytes(bad) + server.send(b"never")) == b"good"
    assert client.error is not None
    assert not client.closed
    assert client.outgoing()  # the alert
    assert client.receive(server.send(b"more")) == b""


def test_a_certificate_for_another_name_is_an_error_with_an_alert_for_the_server() -> None:
    client, server = Tls(client_context(), "b.example"), Server(VERSIONS[1])
    server.take(client.outgoing())
    server.shake()
    client.receive(server.out())
    assert isinstance(client.error, ssl.SSLCertVerificationError)
    assert "b.example" in client.error.verify_message
    server.take(client.outgoing())
    with pytest.raises(ssl.SSLError, match=r"(?i)bad.certificate|alert"):
        server.end.do_handshake()


def test_what_is_no_tls_is_an_error() -> None:
    client = Tls(client_context(), "a.example")
    client.receive(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    assert client.error is not None
    assert client.error.reason == "WRONG_VERSION_NUMBER"


@pytest.mark.parametrize("host", ["a.example.", "127.0.0.1"])
def test_names_as_certificates_have_them(host: str) -> None:
    assert connected(host=host)[0].established


@pytest.mark.parametrize("version", VERSIONS)
def test_content_given_before_the_handshake_is_sent_behind_it(version: ssl.TLSVersion) -> None:
    client, server = Tls(client_context(), "a.example"), Server(version)
    client.send(CONTENT)
    assert client.unsent == len(CONTENT)
    got = bytearray()
    for _ in range(6):
        server.take(client.outgoing())
        server.shake()
        with contextlib.suppress(ssl.SSLError, ValueError):
            while True:
                got += server.end.read(1 << 20)
        client.receive(server.out())
    assert client.unsent == 0
    assert got == CONTENT


def test_closing_tells_the_server_that_no_more_comes() -> None:
    client, server = connected()
    client.send(b"last words")
    client.close()
    server.take(client.outgoing())
    assert server.end.read(100) == b"last words"
    assert server.end.read(100) == b""


def test_before_the_handshake_and_behind_an_error_there_is_nothing_to_close() -> None:
    client = Tls(client_context(), "a.example")
    client.outgoing()
    client.close()
    assert client.outgoing() == b""
    client.receive(b"no TLS at all, for sure")
    client.outgoing()
    client.close()
    assert client.outgoing() == b""


@pytest.mark.parametrize("size", [1, 1 << 20])
def test_a_server_that_closes_in_the_handshake_has_closed_and_made_no_error(size: int) -> None:
    client = Tls(client_context(), "a.example")
    for piece in cut(b"\x15\x03\x03\x00\x02\x01\x00", size):  # close_notify (RFC 8446 section 6)
        assert client.receive(piece) == b""
    assert client.closed
    assert client.error is None
    assert not client.established


@pytest.mark.parametrize("version", VERSIONS)
def test_a_server_that_closes_behind_us_has_closed_and_made_no_error(version: ssl.TLSVersion) -> None:
    client, server = connected(version)
    client.close()
    assert client.receive(server.close()) == b""
    assert client.closed
    assert client.error is None
