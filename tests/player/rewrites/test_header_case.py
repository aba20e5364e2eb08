"""Names of header lines in other letters; values, order and doubles stay."""

import pytest

from player.spec.perform import perform
from tests.support.recordings import END, interaction

ONE = interaction([(0, 1, b"\x1f\x8b", END)], headers=((b"content-TYPE", b"A/b"), (b"x-two", b"1"), (b"X-Two", b"2")))


@pytest.mark.parametrize(
    ("spec", "names"),
    [
        ("header-case", [b"content-type", b"x-two", b"x-two"]),
        ("header-case,to=upper", [b"CONTENT-TYPE", b"X-TWO", b"X-TWO"]),
        ("header-case,to=title", [b"Content-Type", b"X-Two", b"X-Two"]),
    ],
)
def test_names_and_nothing_else(spec: str, names: list[bytes]) -> None:
    made = perform(ONE, spec)
    assert made.head is not None
    assert made.head.headers == tuple(zip(names, [b"A/b", b"1", b"2"], strict=True))
    assert (made.body, made.real) == (ONE.body, False)
