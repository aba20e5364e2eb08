"""`docs/splits.md` and its pictures are what the registry says now."""

from pathlib import Path

import pytest

from chunktape.show.pages import catalogue as document
from player.splits.registry import PROFILES

DOCS = Path(__file__).parents[4] / "docs"


def test_the_page_is_current() -> None:
    """If this fails: `python -m chunktape.show.pages.catalogue docs`."""
    page = (DOCS / "splits.md").read_text("utf-8")

    assert document.renewed(page) == page


def test_the_pictures_are_current() -> None:
    stored = {path.name: path.read_text("utf-8") for path in (DOCS / "img" / "splits").glob("*.svg")}

    assert stored == document.pictures()
    assert set(stored) == {f"{name}.svg" for name in PROFILES}


def test_the_chinese_page_is_current() -> None:
    """If this fails: the same."""
    english, chinese = ((DOCS / f"splits{end}.md").read_text("utf-8") for end in ("", ".zh-CN"))

    assert document.renewed_chinese(chinese, english) == chinese


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="markers"):
        document.renewed("# Splits")


def test_the_page_is_written_and_old_pictures_go(tmp_path: Path) -> None:
    (tmp_path / "splits.md").write_text(f"before\n{document.BEGIN}\nold\n{document.END}\nafter\n", "utf-8")
    (tmp_path / "img" / "splits").mkdir(parents=True)
    (tmp_path / "img" / "splits" / "gone.svg").write_text("", "utf-8")

    document.main(tmp_path)

    page = (tmp_path / "splits.md").read_text("utf-8")
    assert page == f"before\n{document.generated()}\nafter\n"
    assert not (tmp_path / "img" / "splits" / "gone.svg").exists()


def test_the_profile_of_the_page_keeps_the_contract() -> None:
    """The example of the last section runs, and is registered under its name."""
    page = (DOCS / "splits.md").read_text("utf-8")
    code = page.partition("```python\n")[2].partition("```")[0]
    from player.spec.spec import parse_spec
    from player.splits import Body, plan_for

    try:
        exec(compile(code, "docs/splits.md", "exec"), {})
        source = Body(b"data: a\n\ndata: b\n\n", b"text/event-stream")
        split = parse_spec("sandwich,seed=0").split
        assert split is not None
        assert plan_for(source, split).cuts == (1, 9, 10)
        assert PROFILES["sandwich"].about == "One byte of an event alone."
    finally:
        PROFILES.pop("sandwich", None)
