"""The pages of one language, laid out for the generator. Rules

- Nothing is written twice: a page of the site is a file of the repository.
- A page without a Chinese version stands in the Chinese site in English, below a line that says so.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Final

from website.links import CHINESE, HOME, OUTSIDE, english, made_of, place, turned
from website.nav import NAV

#: of the Chinese site, above a page that is in English
NOT_YET: Final = "> 本页还没有中文版，以下是英文原文。\n\n"
_CODE: Final = re.compile(r"(^ *```.*?^ *```$)", re.MULTILINE | re.DOTALL)
_HAN: Final = r"\u2018-\u201d\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
_BROKEN: Final = re.compile(rf"(?<=[{_HAN}])\n *(?=[{_HAN}])")


def pages() -> list[str]:
    """All pages of the site, by the name of the English one."""
    sources = ["README.md", *(f"docs/{page.name}" for page in (HOME / "docs").glob("*.md"))]
    return sorted({place(english(one)) for one in [*sources, *OUTSIDE]})


def lay_out(folder: Path, language: str) -> None:
    """Write the pages of a language, and all files that they link to, into `folder`, made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    copied: set[str] = set()
    for page in pages():
        file = made_of(page, language)
        text = (HOME / file).read_text("utf-8")
        if CHINESE in file:
            text = _unbroken(text)
        above = NOT_YET if language == "zh" and CHINESE not in file else ""
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / page).write_text(above + turned(text, file, language, copied.add), "utf-8", newline="\n")
    for file in sorted(copied):
        to = folder / (file.removeprefix("docs/") if file.startswith("docs/") else f"files/{file}")
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(HOME / file, to)
    for file in ("site.css", "favicon.svg"):
        shutil.copyfile(HOME / "website" / file, folder / file)


def _unbroken(text: str) -> str:
    """Chinese without the line ends inside its sentences, which HTML would show as spaces."""
    return "".join(part if index % 2 else _BROKEN.sub("", part) for index, part in enumerate(_CODE.split(text)))


def configuration(language: str, docs: str, site: str) -> str:
    """The generator's configuration: shared settings, and the words of this language. Paths are relative."""
    of_project = [
        f"docs_dir = {json.dumps(docs)}",
        f"site_dir = {json.dumps(site)}",
        "nav = [",
        *(f"  {_group(index, language)}," for index in range(len(NAV))),
        "]",
        "extra.alternate = [",
        f'  {{ name = "English", lang = "en", link = "{"./" if language == "en" else "../"}" }},',
        f'  {{ name = "简体中文", lang = "zh", link = "{"./zh/" if language == "en" else "./"}" }},',
        "]",
    ]
    base = (HOME / "website" / "zensical.toml").read_text("utf-8")
    base = base.replace("[project]\n", "\n".join(["[project]", *of_project, ""]), 1)
    return base.replace("[project.theme]\n", f'[project.theme]\nlanguage = "{language}"\n', 1)


def _group(index: int, language: str) -> str:
    title, entries = NAV[index]
    inside = ", ".join(f"{{ {_quoted(getattr(name, language))} = {_quoted(page)} }}" for name, page in entries)
    return f"{{ {_quoted(getattr(title, language))} = [{inside}] }}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
