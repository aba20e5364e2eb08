"""The picture of the READMEs says what is true, in both languages, and can be read on light and dark paper."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "img"
PICTURES = ("cut.svg", "cut.zh-CN.svg")
SVG = "{http://www.w3.org/2000/svg}"


def words(name: str) -> list[str]:
    tree = ElementTree.fromstring((IMAGES / name).read_text("utf-8"))
    return [text.text or "" for text in tree.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", PICTURES)
def test_the_bytes_and_both_outputs_are_those_of_a_decoder(name: str) -> None:
    shown = words(name)
    cells = [one for one in shown if re.fullmatch("[0-9a-f]{2}", one)]
    body = bytes.fromhex("".join(cells))
    assert body.decode() == '"你好"'

    pieces = body[:2], body[2:]
    wrong = "".join(piece.decode("utf-8", "replace") for piece in pieces)
    assert [wrong.strip('"'), body.decode().strip('"')] == [one for one in shown if one.endswith("好") and len(one) > 1]


def test_both_languages_draw_the_same() -> None:
    one, two = (
        re.sub(r">[^<>]+<", "><", (IMAGES / name).read_text("utf-8").partition("</title>")[2]) for name in PICTURES
    )
    assert one == two


@pytest.mark.parametrize("name", PICTURES)
def test_every_colour_has_one_for_dark_paper_and_its_own_paper(name: str) -> None:
    text = (IMAGES / name).read_text("utf-8")
    light, dark = text.partition("</style>")[0].split("@media (prefers-color-scheme: dark)")
    assert set(re.findall(r"\.[\w-]+", light.partition("<style>")[2])) == set(re.findall(r"\.[\w-]+", dark))
    assert "fill=" not in text.partition("</style>")[2]
    tree = ElementTree.fromstring(text)
    assert (tree.findall(f"{SVG}rect")[0].get("class"), tree.findtext(f"{SVG}title")) != ("page", None)
