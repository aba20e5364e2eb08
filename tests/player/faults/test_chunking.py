"""Transfer chunks that are legal and rare: other people's parsers read the same body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import SpecError
from cassettes.model import Interaction, Mark
from player.spec.perform import perform
from tests.support.peers.parsers import by_h11, by_http_client, on_wire
from tests.support.recordings import END, interaction

BODY = b"data: 0123456789abcdefghij\n\ndata: b\n\n"
LENGTH = ((b"Content-Type", b"text/event-stream"), (b"Content-Length", b"37"))
STREAM = interaction([(10, 1, BODY[:28], END), (30, 2, BODY[28:33], Mark.NONE), (40, 3, BODY[33:], END)])
SIZED = interaction([(10, 1, BODY[:28], Mark.NONE), (30, 2, BODY[28:], Mark.NONE)], headers=LENGTH)


def sent(one: Interaction, fault: str) -> list[bytes]:
    return list(perform(one, f"recorded+{fault}").frames().writes)


def test_sizes_have_digits_before_them_and_are_in_upper_case() -> None:
    assert sent(STREAM, "padded-size") == [
        b"",
        b"001C\r\n" + BODY[:28] + b"\r\n",
        b"0009\r\n" + BODY[28:33],
        BODY[33:] + b"\r\n0000\r\n\r\n",
    ]
    assert sent(STREAM, "padded-size,case=lower,pad=1")[1].startswith(b"1c\r\n")


def test_each_size_has_an_extension() -> None:
    assert sent(STREAM, "chunk-extension")[1:] == [
        b"1c;name=value\r\n" + BODY[:28] + b"\r\n",
        b"9;name=value\r\n" + BODY[28:33],
        BODY[33:] + b"\r\n0;name=value\r\n\r\n",
    ]


def test_trailers_are_announced() -> None:
    made = perform(STREAM, "recorded+trailers,n=2")
    assert made.head is not None
    assert made.head.headers[-1] == (b"Trailer", b"X-Trailer-1, X-Trailer-2")
    assert by_h11(on_wire(made)) == (
        BODY,
        [(b"x-trailer-1", b"behind the body"), (b"x-trailer-2", b"behind the body")],
    )


def test_a_body_that_had_a_length_gets_a_transfer_chunk_for_each_piece() -> None:
    assert sent(SIZED, "chunk-extension,kind=bare")[1:] == [
        b"1c;name\r\n" + BODY[:28] + b"\r\n",
        b"9;name\r\n" + BODY[28:] + b"\r\n0;name\r\n\r\n",
    ]
    assert b"Content-Length" not in on_wire(perform(SIZED, "recorded+chunk-extension"))


def test_a_response_without_a_body_has_no_framing() -> None:
    one = interaction(status=204, headers=())
    for fault in ("padded-size", "chunk-extension", "trailers"):
        with pytest.raises(SpecError, match=f"`{fault}` changes the framing"):
            perform(one, f"recorded+{fault}")


@given(
    st.sampled_from([STREAM, SIZED]),
    st.sampled_from(["recorded", "utf8,seed=3", "fixed,n=4", "fixed,n=16"]),
    st.sampled_from(
        [
            "padded-size",
            "padded-size,pad=16",
            "chunk-extension,kind=quoted",
            "chunk-extension,kind=long",
            "trailers,n=3",
        ]
    ),
)
def test_other_parsers_read_the_same_body(one: Interaction, split: str, fault: str) -> None:
    made = perform(one, f"{split}+{fault}")
    assert by_http_client(on_wire(made)) == BODY
    assert by_h11(on_wire(made))[0] == BODY
    assert b"".join(made.frames(chunked=False).writes) == BODY, "a client of HTTP/1.0 gets no framing"
    assert on_wire(made, old=True).endswith(b"\r\n\r\n" + BODY)
