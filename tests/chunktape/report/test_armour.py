"""A cassette as lines of text: there and back, also through what pasting does, and what a forged one can't do."""

import codecs
import zlib
from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import SpecError
from chunktape.report import armour
from chunktape.report.armour import BEGIN, END, Armoured, armoured, opened, text_of

SOME = Armoured(bytes(range(256)) * 40, "utf8,seed=7")


@given(st.binary(max_size=2000), st.sampled_from(["", "utf8,seed=7", "event,add=128,body=1d5e2211+reset,at=event:5"]))
def test_there_and_back(data: bytes, spec: str) -> None:
    assert opened(armoured(Armoured(data, spec)), "x") == Armoured(data, spec)


@pytest.mark.parametrize(
    "pasted",
    [
        lambda text: f"Hello,\n\n```text\n{text}```\nbye",
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "".join(f"> > {line}\n" for line in text.splitlines()),
        lambda text: "".join(f"    {line}  \n" for line in text.splitlines()),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text + armoured(Armoured(b"another")),
    ],
)
def test_what_pasting_does_changes_nothing(pasted: object) -> None:
    assert callable(pasted)
    assert opened(pasted(armoured(SOME)), "x") == SOME


def test_a_changed_character_is_found_wherever_it_stands() -> None:
    text = armoured(Armoured(b"some bytes, and some more", "utf8,seed=7"))
    start = text.index("sha256: ") + len("sha256: ")
    for place in [*range(start, start + 64), *range(text.index("\n\n") + 2, text.index(END) - 1)]:
        other = "A" if text[place] != "A" else "B"
        with pytest.raises(SpecError, match="changed or lost"):
            opened(text[:place] + other + text[place + 1 :], "x")


def test_every_begin_of_it_is_refused() -> None:
    text = armoured(SOME)
    for end in range(0, len(text) - 1, 7):
        with pytest.raises(SpecError, match=r"has no cassette|the paste ends"):
            opened(text[:end], "x")


def test_nothing_is_unpacked_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(armour, "LARGEST", 1000)
    bomb = bytes(1_000_000)
    assert opened(armoured(Armoured(bytes(1000))), "x").data == bytes(1000)
    with pytest.raises(SpecError, match="has more than"):
        opened(armoured(Armoured(bomb)), "x")


@pytest.mark.parametrize("packed", [b"", b"no zlib", zlib.compress(b"ab")[:-1], zlib.compress(b"ab") + b"more"])
def test_what_is_not_exactly_one_zlib_stream_is_refused(packed: bytes) -> None:
    text = f"{BEGIN}\nsha256: {sha256(b'ab').hexdigest()}\n\n{b64encode(packed).decode()}\n{END}\n"
    with pytest.raises(SpecError, match="changed or lost"):
        opened(text, "x")


@given(st.text())
def test_any_other_text_is_one_sentence(text: str) -> None:
    with pytest.raises(SpecError):
        opened(text, "x")
    with pytest.raises(SpecError):
        opened(f"{BEGIN}\n{text}\n{END}\n", "x")


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_paste_that_powershell_saved_is_read(coding: str) -> None:
    """Windows PowerShell 5.1 writes what a program prints as UTF-16 with a mark, and lines that end in CRLF."""
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(coding, b"")
    saved = mark + ("你好\n" + armoured(SOME)).replace("\n", "\r\n").encode(coding)

    assert opened(text_of(saved), "x") == SOME
