"""Upstream URLs and limits."""

import pytest

from cassettes.errors import SpecError
from network.hosts import bracketed
from recorder.settings import Settings, Upstream, parse_upstream


@pytest.mark.parametrize(
    ("text", "expected", "authority"),
    [
        ("http://127.0.0.1:8950", Upstream("http", "127.0.0.1", 8950), "127.0.0.1:8950"),
        ("https://API.Example.com/v1/", Upstream("https", "api.example.com", 443, b"/v1"), "api.example.com"),
        ("https://a.example:443", Upstream("https", "a.example", 443), "a.example"),
        ("http://a.example:443/", Upstream("http", "a.example", 443), "a.example:443"),
        ("http://[::1]:80/x", Upstream("http", "::1", 80, b"/x"), "[::1]"),
        (
            "https://例子.example/路",
            Upstream("https", "xn--fsqu00a.example", 443, b"/%E8%B7%AF"),
            "xn--fsqu00a.example",
        ),
        ("http://my_service", Upstream("http", "my_service", 80), "my_service"),
        ("http://a.example/\udcc2\udcb7", Upstream("http", "a.example", 80, b"/%C2%B7"), "a.example"),
    ],
)
def test_urls_that_are_understood(text: str, expected: Upstream, authority: str) -> None:
    assert parse_upstream(text) == expected
    assert expected.authority == authority
    assert expected.where == f"{bracketed(expected.host)}:{expected.port}"
    assert expected.where.startswith(authority)
    assert expected.url == f"{expected.scheme}://{authority}{expected.prefix.decode()}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "http://"),
        ("api.example.com", "https://api.example.com"),
        ("localhost:3000", "try http://localhost:3000"),
        ("ftp://a.example", "ftp"),
        ("http://", "host"),
        ("http://:80", "host"),
        ("http://a.example:0", "host"),
        ("http://a.example:99999", "host"),
        ("http://a.example:port", "host"),
        ("http://a..example", "host"),
        ("http://[::1", "host"),
        ("http://a b.example", "space"),
        ("http://a.example/\r\nX: y", "control"),
        ("http://me:secret@a.example", "password"),
        ("http://a.example/?x=1", "query"),
        ("http://a.example/#x", "query"),
        ("http://a.example?", "query"),
        ("http://\ud800.example", "host"),
    ],
)
def test_urls_that_are_refused_say_why_on_one_line(text: str, reason: str) -> None:
    with pytest.raises(SpecError) as caught:
        parse_upstream(text)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "\r" not in str(caught.value)


def test_a_body_must_fit_into_a_record() -> None:
    with pytest.raises(SpecError, match="104857600"):
        Settings(parse_upstream("http://a.example"), max_body=1 << 30)


def test_no_password_of_a_url_is_said_again() -> None:
    for url in ("http://me:S3CRET@a.example", "http://a.example/?token=S3CRET", "ftp://me:S3CRET@a.example"):
        with pytest.raises(SpecError) as caught:
            parse_upstream(url)
        assert "S3CRET" not in str(caught.value)
        assert "a.example" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "tried"),
    [
        ("localhost:9911", "http://localhost:9911"),
        ("localhost", "http://localhost"),
        ("127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1"),
        ("192.168.1.7:8000", "http://192.168.1.7:8000"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("api.deepseek.com", "https://api.deepseek.com"),
        ("api.deepseek.com:443/v1", "https://api.deepseek.com:443/v1"),
        ("8.8.8.8", "https://8.8.8.8"),
        ("://localhost:1", "http://localhost:1"),
        ("//api.deepseek.com", "https://api.deepseek.com"),
    ],
)
def test_the_url_that_was_meant_is_named(text: str, tried: str) -> None:
    with pytest.raises(SpecError) as refused:
        parse_upstream(text)

    assert str(refused.value).endswith(f"; try {tried}.")
    assert parse_upstream(tried)
