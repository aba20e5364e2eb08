"""`docs/options.md` and its Chinese version, from the commands: `python -m chunktape.show.pages.options docs`.

Rules
- The words are those of `--help`. They are translated when a command's module is loaded, so each language is written by
  a process of its own.
- A test compares both pages with what this makes.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from cassettes.messages import language, say
from chunktape.cli import chunktape

MODULE: Final = "chunktape.show.pages.options"
_CODE: Final = re.compile(r"(`[^`]*`)")
#: characters that Markdown would read as markup
_MARK: Final = re.compile(r"[\\|<*_\[\]]")
PAGES: Final = {"en": "options.md", "zh": "options.zh-CN.md"}


def commands(group: click.Command, path: str = "chunktape") -> Iterator[tuple[str, click.Command]]:
    """Each command, with its whole name, in the order of `--help`."""
    if not isinstance(group, click.Group):
        yield path, group
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None and not command.hidden:
            yield from commands(command, f"{path} {name}")


def page() -> str:
    """The whole page in the person's language."""
    twin = PAGES["en" if language() == "zh" else "zh"]
    lines = [
        f"<!-- made by python -m {MODULE} docs; don't edit by hand -->",
        "",
        f"# {say('Commands and options')}",
        "",
        f"[{'English' if language() == 'zh' else '中文'}]({twin})",
        "",
        say("Every command of chunktape with its options: what `--help` says, on one page."),
        "",
    ]
    for path, command in commands(chunktape):
        lines += _section(path, command)
    return "\n".join(lines).rstrip() + "\n"


def _section(path: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    arguments = " ".join(one.make_metavar(context) for one in command.params if isinstance(one, click.Argument))
    options = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    yield from (f"## `{path}`", "", _plain(" ".join((command.help or "").split())), "")
    yield from ("```", " ".join(word for word in (path, "[OPTIONS]" if options else "", arguments) if word), "```", "")
    if options:
        yield from (f"| {say('option')} | {say('what it does')} |", "|:--|:--|")
        yield from (_row(option, context) for option in options)
        yield ""


def _row(option: click.Option, context: click.Context) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    takes = "" if option.is_flag or option.count else f" {_code(option.make_metavar(context))}"
    beside = (
        [f"{say('default:')}{'' if language() == 'zh' else ' '}`{option.default}`"]
        if option.show_default is True and option.default
        else []
    )
    if isinstance(option.type, click.IntRange | click.FloatRange):
        beside.append(f"`{_range(option.type)}`")
    words = " ".join([_plain(option.help or ""), f"({', '.join(beside)})" if beside else ""])
    return f"| {names}{takes} | {words.strip()} |"


def _range(kind: "click.IntRange | click.FloatRange") -> str:
    low = f"{kind.min} ≤ " if kind.min is not None else ""
    high = f" ≤ {kind.max}" if kind.max is not None else ""
    return f"{low}x{high}"


def _code(text: str) -> str:
    return "`" + text.replace("|", r"\|") + "`"


def _plain(text: str) -> str:
    """Help as Markdown: markup characters are escaped, code stays code."""
    parts = _CODE.split(text)
    return "".join(
        part.replace("|", r"\|") if index % 2 else _MARK.sub(r"\\\g<0>", part) for index, part in enumerate(parts)
    )


def main(docs: Path) -> None:
    """Write both pages below `docs`."""
    for spoken, name in PAGES.items():
        env = {**os.environ, "CHUNKTAPE_LANG": spoken, "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-m", MODULE], env=env, check=True, capture_output=True, encoding="utf-8"
        )
        (docs / name).write_text(done.stdout, "utf-8", newline="\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        sys.stdout.write(page())
