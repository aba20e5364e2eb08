"""`docs/options.md` and its Chinese version are what the commands say now."""

from pathlib import Path

import pytest

from chunktape.cli import chunktape
from chunktape.show.pages import options as document

DOCS = Path(__file__).parents[4] / "docs"


def test_the_pages_are_current(tmp_path: Path) -> None:
    """If this fails: `python -m chunktape.show.pages.options docs`."""
    document.main(tmp_path)

    for name in document.PAGES.values():
        assert (tmp_path / name).read_text("utf-8") == (DOCS / name).read_text("utf-8")


@pytest.mark.parametrize("name", document.PAGES.values())
def test_each_command_and_each_option_has_its_row(name: str) -> None:
    text = (DOCS / name).read_text("utf-8")
    parts = {part.partition("\n")[0].strip("`"): part for part in text.split("\n## ")[1:]}

    found = dict(document.commands(chunktape))
    assert list(parts) == list(found)
    for path, command in found.items():
        for option in (one for one in command.params if one.param_type_name == "option"):
            assert all(f"`{opt}`" in parts[path] for opt in option.opts), (path, option.opts)


def test_what_markdown_would_read_as_markup_stands_as_it_is() -> None:
    assert document._plain("a|b <c> `x|y` *z*") == r"a\|b \<c> `x\|y` \*z\*"
