"""Reading a header list."""

import pytest

from cassettes.headers import keeps_alive, tokens, values

FIELDS = ((b"Connection", b"Close , x"), (b"A", b"1"), (b"connection", b"Y,,"), (b"a", b" 2"))


def test_values_in_order_and_tokens_of_repeated_fields() -> None:
    assert values(FIELDS, b"a") == [b"1", b" 2"]
    assert tokens(FIELDS, b"connection") == [b"close", b"x", b"y"]
    assert tokens(FIELDS, b"none") == []


@pytest.mark.parametrize(
    ("version", "connection", "stays"),
    [
        ("1.1", b"", True),
        ("1.1", b"Keep-Alive, Close", False),
        ("1.0", b"", False),
        ("1.0", b"Keep-Alive", True),
        ("1.0", b"keep-alive, close", False),
    ],
)
def test_whether_the_connection_stays(version: str, connection: bytes, stays: bool) -> None:
    assert keeps_alive(version, ((b"Connection", connection),)) is stays
