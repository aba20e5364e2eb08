"""The targets of a page's links on the site. Rules

- A link is followed in the repository first; its target there decides its target on the site.
- A page leads to the page of the reader's language; the page's own twin in the other language, to the other site.
- A file that is not a page is copied below `files/`; a link to a folder without a README becomes plain words.
- Code is left alone.
"""

import re
from collections.abc import Callable
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Final

from website.headings import moved

HOME: Final = Path(__file__).resolve().parents[1]
CHINESE: Final = ".zh-CN"
#: pages besides `docs/*.md`: file of the repository -> page of the site, in English
OUTSIDE: Final = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    **{f"examples/{name}/README.md": f"examples/{name}.md" for name in ("miniprogram", "uniapp", "ci", "deploy")},
}

_LINK: Final = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)")
CODE: Final = re.compile(r"(^ *```.*?^ *```$|`+[^`\n]+`+(?!\]))", re.MULTILINE | re.DOTALL)


def english(source: str) -> str:
    """The English version of a file: its name without the language."""
    return source.replace(f"{CHINESE}.md", ".md")


def place(source: str) -> str:
    """The site's page for a file of the repository; empty for a file that is not a page."""
    name = english(source)
    if name in OUTSIDE:
        return OUTSIDE[name]
    return name.removeprefix("docs/") if dirname(name) == "docs" and name.endswith(".md") else ""


def meant(source: str, link: str) -> str:
    """The file of the repository that a link in `source` means; a folder with a README means that one."""
    path = normpath(join(dirname(source), link))
    suffix = CHINESE if CHINESE in source else ""
    for readme in (f"{path}/README{suffix}.md", f"{path}/README.md"):
        if (HOME / readme).is_file():
            return readme
    return path


def made_of(page: str, language: str) -> str:
    """The file of the repository that a page of the site is made of: the Chinese version, where there is one."""
    named = {to: file for file, to in OUTSIDE.items()}.get(page, f"docs/{page}")
    translated = named.replace(".md", f"{CHINESE}.md")
    return translated if language == "zh" and (HOME / translated).is_file() else named


def turned(text: str, source: str, language: str, copied: Callable[[str], None]) -> str:
    """The text of the page `source` with its links as the site of a language has them.

    `copied` is told of each file that has to lie beside.
    """
    here = place(source)

    def one(link: re.Match[str]) -> str:
        image, words, path, anchor = link[1], link[2], meant(source, link[3]), link[4] or ""
        page = place(path)
        if page and page == here and path != source:
            return f'<a href="{_other(here, to_chinese=CHINESE in path)}">{words}</a>'
        if page:
            return f"[{words}]({relpath(page, dirname(here) or '.')}{_anchor(anchor, path, made_of(page, language))})"
        if not (HOME / path).is_file():
            return words
        copied(path)
        to = path.removeprefix("docs/") if path.startswith("docs/") else f"files/{path}"
        return f"{image}[{words}]({relpath(to, dirname(here) or '.')})"

    return "".join(part if index % 2 else _LINK.sub(one, part) for index, part in enumerate(CODE.split(text)))


def _anchor(anchor: str, linked: str, shown: str) -> str:
    """The anchor in the version that is shown: another than the one that was linked has other words."""
    if not anchor or linked == shown:
        return anchor
    return "#" + moved(anchor[1:], *((HOME / one).read_text("utf-8") for one in (linked, shown)))


def _other(page: str, *, to_chinese: bool) -> str:
    """The address of the same page in the other language, from where it stands: `zh/` lies in the English site."""
    folder = page.removesuffix("index.md").removesuffix(".md")
    folder = f"{folder}/" if folder else ""
    up = "../" * folder.count("/")
    return f"{up}zh/{folder}" if to_chinese else f"{up}../{folder}"
