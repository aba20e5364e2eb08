"""A byte order mark before everything, once."""

import pytest

from cassettes.errors import SpecError
from player.spec.perform import perform
from tests.support.recordings import END, interaction


def test_a_mark_is_put_before_a_body_that_has_none() -> None:
    one = interaction([(0, 1, b"data: a\n\n", END), (5, 2, b"data: b\n\n", END)])
    made = perform(one, "bom+reset,at=event:2")
    assert made.body == b"\xef\xbb\xbfdata: a\n\n"
    assert not made.real


def test_a_body_with_one_stays() -> None:
    assert perform(interaction([(0, 1, b"\xef\xbb\xbfdata: a\n\n", END)]), "bom").real


def test_bytes_that_are_no_text_have_none() -> None:
    image = interaction([(0, 1, b"\0\1", END)], headers=((b"Content-Type", b"image/png"),))
    with pytest.raises(SpecError, match="binary"):
        perform(image, "bom")
