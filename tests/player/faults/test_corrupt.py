"""`corrupt` and `bad-utf8`: which byte, what it becomes, and that it is the same every time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import SpecError
from cassettes.model import Interaction
from player.spec.perform import perform
from tests.support.recordings import END, interaction, made
from tests.support.strategies import sse

STREAM = interaction([(10, 1, "data: 你好\n\n".encode(), END), (20, 2, b'data: {"a": "b"}\n\n', END)])


@pytest.mark.parametrize("split", ["recorded", "utf8,seed=1", "merge"])
def test_the_byte_behind_the_address_has_other_bits(split: str) -> None:
    assert perform(STREAM, f"{split}+corrupt,at=byte:0,xor=1").body == b"e" + STREAM.body[1:]
    assert perform(STREAM, f"{split}+corrupt,at=end,xor=128").body == STREAM.body[:-1] + b"\x8a"
    assert perform(STREAM, f"{split}+crlf+corrupt,at=event:2,xor=1").body.split(b"\r\n")[2] == b'eata: {"a": "b"}'


@given(sse(), st.integers(0, 50), st.sampled_from(["recorded", "utf8", "merge", "fixed,n=3"]))
def test_one_bit_of_one_byte_is_flipped(one: Interaction, seed: int, split: str) -> None:
    body = perform(one, f"{split}+corrupt,seed={seed}").body
    (index,) = (place for place, (old, new) in enumerate(zip(one.body, body, strict=True)) if old != new)
    assert (one.body[index] ^ body[index]).bit_count() == 1
    assert perform(one, f"corrupt,seed={seed}").body == body  # whatever the split
    done = perform(one, f"{split}+corrupt,seed={seed}").done[0]
    assert done.offset == index
    assert done.at >= 0


def test_seeds_find_all_of_a_body() -> None:
    found = set[int]()
    for seed in range(400):
        body = perform(STREAM, f"recorded+corrupt,seed={seed}").body
        found |= {index for index, pair in enumerate(zip(STREAM.body, body, strict=True)) if len({*pair}) > 1}
    assert found == set(range(len(STREAM.body)))


@pytest.mark.parametrize(
    ("kind", "wrong"), [("lead", b"\xe5"), ("replaced", b"\xe5\xa5?"), ("surrogate", b"\xed\xa0\xbd\xed\xb8\x80")]
)
def test_the_first_character_behind_the_address_is_none(kind: str, wrong: bytes) -> None:
    for split in ("recorded", "utf8,seed=1", "merge"):
        body = perform(STREAM, f"{split}+bad-utf8,at=byte:7,as={kind}").body
        assert body == "data: 你".encode() + wrong + b'\n\ndata: {"a": "b"}\n\n'
        with pytest.raises(UnicodeDecodeError):
            body.decode()


def test_in_ascii_a_lead_byte_is_put_into_a_text() -> None:
    plain = interaction([(1, 1, b'data: {"id": "x1", "n": 1}\n\n', END)])
    assert perform(plain, "recorded+bad-utf8,at=byte:0").body == b'data: {"id": "x\xe41", "n": 1}\n\n'
    assert perform(plain, "recorded+bad-utf8,at=end").body == b'd\xe4ata: {"id": "x1", "n": 1}\n\n'
    with pytest.raises(SpecError, match="`bad-utf8` needs a letter"):
        perform(interaction([(1, 1, b":\n\n", END)]), "recorded+bad-utf8")
    with pytest.raises(SpecError, match="`corrupt` needs a byte"):
        perform(interaction([]), "recorded+corrupt")


@pytest.mark.parametrize("like", ["openai", "anthropic", "gemini", "dashscope", "ndjson", "coze", "dify", "text"])
@pytest.mark.parametrize("kind", ["lead", "replaced", "surrogate"])
def test_no_providers_stream_is_utf8_behind_it(like: str, kind: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        perform(made(like), f"utf8+bad-utf8,as={kind}").body.decode()
