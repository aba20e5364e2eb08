"""Where both servers listen."""

import socket

import pytest

from cassettes.errors import SpecError
from network.listen import bind, url_of

pytestmark = [pytest.mark.wire, pytest.mark.portable]


def test_a_taken_port_gives_the_next_free_one() -> None:
    first = bind("127.0.0.1", 0)
    second = bind("127.0.0.1", first.port)

    assert second.port > first.port
    assert second.moved
    assert not first.moved
    first.sock.close()
    second.sock.close()


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host", "256.1.1.1"])
def test_an_address_that_is_not_ours_is_refused(host: str) -> None:
    with pytest.raises(SpecError, match="--host"):
        bind(host, 0)


def test_ipv6_is_written_in_brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    found = socket.getaddrinfo("127.0.0.1", 0, type=socket.SOCK_STREAM)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)  # not every machine has an IPv6 loopback
    bound = bind("::1", 0)
    assert bound.url == f"http://[::1]:{bound.port}"
    bound.sock.close()


def test_a_port_that_must_be_that_one_is_an_error_that_names_it() -> None:
    first = bind("127.0.0.1", 0)
    with first.sock, pytest.raises(SpecError, match=str(first.port)):
        bind("127.0.0.1", first.port, exact=True)


def test_a_name_with_several_addresses_is_bound_at_an_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    found = socket.getaddrinfo("127.0.0.1", 0, type=socket.SOCK_STREAM)
    six = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", 0, 0, 0))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [six, *found])
    bound = bind("localhost", 0)
    assert bound.sock.getsockname()[0] == "127.0.0.1"
    bound.sock.close()


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:1"),
        ("0.0.0.0", "http://127.0.0.1:1"),
        ("", "http://127.0.0.1:1"),
        ("::", "http://[::1]:1"),
        ("fe80::1", "http://[fe80::1]:1"),
        ("localhost", "http://localhost:1"),
    ],
)
def test_any_address_is_shown_as_one_that_works_here(host: str, url: str) -> None:
    assert url_of(host, 1) == url
