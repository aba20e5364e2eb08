"""The measured parts of `docs/faults.md`: one for each fault and rewrite, and a short table of all. Rules

- A part has one table per spec, of symptoms and their clients. Clients with the same symptom stand together.
- `read` parses the text of `parts`, so that a test can compare it with today's results.
"""

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from benchmarks.harness import machine
from benchmarks.symptoms.clients import LIMIT_MS, Client
from benchmarks.symptoms.sample import specs, specs_by_name
from benchmarks.symptoms.words import SIGNS, Symptom

#: client name -> spec -> what it showed
Results = Mapping[str, Mapping[str, Symptom]]

_PART: Final = re.compile(r"<!-- measured: ([a-z0-9-]+) -->\n(.*?)<!-- end: \1 -->", re.DOTALL)
_SPEC: Final = re.compile(r"^`([^`]+)`:$", re.MULTILINE)
_HEAD: Final = ("| the client's code sees | client |", "| :-- | :-- |")


def parts(results: Results, clients: Sequence[Client], command: str) -> dict[str, str]:
    """The text of every part by name."""
    found = {name: "\n\n".join(_tables(results, mine)) for name, mine in specs_by_name().items()}
    return found | {"symptoms": _overview(results, clients, command)}


def _tables(results: Results, asked: Iterable[str]) -> Iterable[str]:
    for spec in asked:
        alike: dict[str, list[str]] = {}
        for client, seen in results.items():
            alike.setdefault(seen[spec].words, []).append(client)
        rows = [f"| {words} | {', '.join(names)} |" for words, names in alike.items()]
        yield "\n".join([f"`{spec}`:", "", *_HEAD, *rows])


def _overview(results: Results, clients: Sequence[Client], command: str) -> str:
    versions = ", ".join(f"{client.name} {client.version()}" for client in clients if client.name in results)
    absent = [f"{client.name} (no {client.missing})" for client in clients if client.name not in results]
    lines = [f"{time.strftime('%Y-%m-%d')} · {machine.describe()}  ", f"`{command}` · {versions}"]
    lines += [f"Not run here: {', '.join(absent)}."] if absent else []
    width = max(map(len, specs())) + 2
    shown = [client.short for client in clients]
    lines += ["", "```", "".ljust(width) + " ".join(name.rjust(5) for name in shown)]
    for spec in specs():
        signs = [results[one.name][spec].sign if one.name in results else "-" for one in clients]
        lines.append(spec.ljust(width) + " ".join(sign.rjust(5) for sign in signs))
    meaning = [f"- `{sign}` {text}" for sign, text in SIGNS.items()]
    short = ", ".join(f"`{client.short}` {client.name}" for client in clients)
    return "\n".join(
        [
            *lines,
            "```",
            "",
            *meaning,
            "- a number: so often the client asked by itself",
            "",
            f"Columns: {short}. Time limits: {LIMIT_MS // 1000} s, as each client counts them.",
        ]
    )


def read(page: str) -> dict[str, dict[str, str]]:
    """spec -> client name -> words, as they stand in the page."""
    found: dict[str, dict[str, str]] = {}
    for part in _PART.finditer(page):
        pieces = _SPEC.split(part[2])
        for spec, table in zip(pieces[1::2], pieces[2::2], strict=True):
            rows = [line.strip("| ").rsplit(" | ", 1) for line in table.splitlines() if line.startswith("| ")]
            found[spec] = {
                client: words for words, names in rows if names not in ("client", ":--") for client in names.split(", ")
            }
    return found


def versions(page: str) -> dict[str, str]:
    """client name -> the version that was measured."""
    line = re.search(r"^`[^`]*symptoms[^`]*` · (.*)$", page, re.MULTILINE)
    found: dict[str, str] = {}
    for one in line[1].split(", ") if line else ():
        name, _, version = one.rpartition(" ")
        found[name] = version
    return found
