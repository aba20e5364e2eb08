"""Who is meant by a name."""

import pytest

from network.hosts import allowed_names, bracketed, host_served, is_loopback, split_authority


@pytest.mark.parametrize(
    ("authority", "expected"),
    [
        ("localhost", ("localhost", None)),
        ("LOCALHOST:8799", ("localhost", 8799)),
        ("Dev.Test.:1", ("dev.test", 1)),
        ("host:", ("host", None)),
        ("my_host", ("my_host", None)),
        ("[::1]:80", ("::1", 80)),
        ("[fe80::1%eth0]", ("fe80::1%eth0", None)),
        ("", None),
        ("::1", None),
        ("[::1", None),
        ("[::1]x", None),
        ("[1.2.3]", None),
        ("a b", None),
        ("evil:x:y", None),
        ("host:99999", None),
        ("host:-1", None),
        ("user@localhost", None),
        ("localhost@evil.example", None),
        ("localhost/x", None),
        ("localhost\\", None),
        ("localhost,evil.example", None),
        ("ho\u0142st", None),
    ],
)
def test_an_authority_is_a_name_and_a_port(authority: str, expected: object) -> None:
    assert split_authority(authority) == expected


def test_allowed_names_may_be_written_as_people_do() -> None:
    assert allowed_names(["Mock.Local.", "b.test:8799", "你好.cn", "[::1]:1", "no name"]) == {
        "mock.local",
        "b.test",
        "xn--6qq79v.cn",
        "::1",
        "no name",
    }


@pytest.mark.parametrize("name", ["127.0.0.1", "::1", "192.168.1.7", "localhost", "a.localhost", "mine.example"])
def test_a_host_that_is_served(name: str) -> None:
    assert host_served(name, frozenset({"mine.example"}))


@pytest.mark.parametrize(
    "name", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "127.1", "2130706433", ""]
)
def test_a_host_that_is_not(name: str) -> None:
    assert not host_served(name, frozenset({"mine.example"}))


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("a.localhost", True),
        ("10.0.0.1", False),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("h", False),
    ],
)
def test_what_only_this_machine_reaches(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_a_url_has_brackets_around_an_ipv6_address() -> None:
    assert [bracketed(host) for host in ("::1", "127.0.0.1", "a.example")] == ["[::1]", "127.0.0.1", "a.example"]


def test_names_as_a_person_writes_them_are_compared_in_one_form_and_one_that_is_none_is_left_out() -> None:
    given = ("Mock.Local.", "例子.example", "dev.test:8799", "例..example", "[::1]:1")
    assert allowed_names(given) == {"mock.local", "xn--fsqu00a.example", "dev.test", "::1"}
