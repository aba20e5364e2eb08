"""Judges facts: what works on this machine, and how to fix what does not. Pure. Rules

- Each line is one finding, in the order in which a person meets its subject. It says what was found, and its fix says
  what to type or change.
- A fix is given only where a function of chunktape would fail or mislead. A slower way is only mentioned.
- The surroundings of the program (proxies, addresses, the terminal) are judged in `surroundings`.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from cassettes.messages import say, sentence
from cassettes.messages.columns import columns, indented
from chunktape.doctor.facts import Facts, Finding, Holder
from chunktape.doctor.requirements import fits
from chunktape.doctor.surroundings import addresses, proxy, terminal
from network.descriptors import RESERVE, needed

#: versions of Python and Node from which everything works
OLDEST_PYTHON: Final = (3, 11)
OLDEST_NODE: Final = 18

#: what the findings are called, for `say`
_NAMES: Final = (
    *(sentence("platform"), sentence("python"), sentence("packages"), sentence("port"), sentence("proxy")),
    *(sentence("addresses"), sentence("node"), sentence("terminal"), sentence("loop")),
    *(sentence("descriptors"), sentence("cache")),
)
#: columns of a finding's name
_NAME: Final = 13
_WHO_HAS: Final = {
    "Windows": "netstat -ano | findstr :{port}",
    "Darwin": "lsof -nP -iTCP:{port} -sTCP:LISTEN",
    "Linux": "ss -ltnp 'sport = :{port}'",
}


def platform(facts: Facts) -> Finding:
    """The system, and what is different on it."""
    here = f"{facts.system} {facts.release} {facts.machine}".strip()
    said = {
        "Windows": say("{system}; one process at a time (`--workers` needs Linux or macOS)", system=here),
        "Darwin": say("{system}; clients that vanish are noticed at the next write only", system=here),
    }.get(facts.system, here)
    if facts.wsl:
        said = say("{system}, inside WSL", system=here)
    shared = {"system": facts.system, "release": facts.release, "machine": facts.machine, "wsl": facts.wsl}
    return Finding("platform", said, "", shared)


def python(facts: Facts) -> Finding:
    version = ".".join(map(str, facts.python))
    fix = ""
    if facts.python[:2] < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        fix = say("Install Python {wanted} or newer, and chunktape with it.", wanted=wanted)
    found = f"{facts.implementation} {version}"
    return Finding("python", found, fix, {"version": version, "implementation": facts.implementation})


def packages(facts: Facts) -> Finding:
    """The packages that chunktape needs: all there, in versions that fit."""
    wrong = [one for one in facts.packages if not one.found or not fits(one.found, one.wanted)]
    shared = {one.name: one.found for one in facts.packages}
    if not wrong:
        return Finding("packages", say("all {count}, in versions that fit", count=len(facts.packages)), "", shared)
    said = ", ".join(
        say("{name} {found} (needed: {wanted})", name=one.name, found=one.found, wanted=one.wanted)
        if one.found
        else say("{name} is missing", name=one.name)
        for one in wrong
    )
    words = " ".join(f'"{one.name}{one.wanted}"' for one in wrong)
    return Finding("packages", said, f"python -m pip install {words}", shared)


def port(facts: Facts) -> Finding:
    """Whether the default port can be had."""
    number, who = facts.port.number, facts.port.who
    shared = {"number": number, "holder": facts.port.holder}
    words: dict[Holder, str] = {
        "free": say("{port} is free", port=number),
        "ours": say("{port}: {who} answers there", port=number, who=who or "chunktape"),
        "other": say("{port} is taken by {who}.", port=number, who=who or say("another program")),
        "reserved": say("{port} is reserved by the system, nothing may listen there", port=number),
    }
    fix = ""
    if facts.port.holder == "other":
        fix = say(
            "Stop it (`{command}` names it), or choose another port: `chunktape play FILE --port {other}`; the app's "
            "base URL needs the same one.",
            command=_WHO_HAS.get(facts.system, _WHO_HAS["Linux"]).format(port=number),
            other=number + 1,
        )
    elif facts.port.holder == "reserved":
        fix = say(
            "Choose another port: `chunktape play FILE --port {other}`. On Windows `{command}` lists what is reserved.",
            command="netsh interface ipv4 show excludedportrange protocol=tcp",
            other=number + 1,
        )
    return Finding("port", words[facts.port.holder], fix, shared)


def node(facts: Facts) -> Finding:
    """Node, which `check` needs for a client in JavaScript."""
    major = facts.node.lstrip("v").partition(".")[0]
    shared = {"version": facts.node}
    install = say(
        "Install Node {oldest} or newer; `chunktape check py:module:function` needs none.", oldest=OLDEST_NODE
    )
    if not facts.node:
        return Finding("node", say("not installed, and `chunktape check ./stream.js` needs it"), install, shared)
    if not major.isdecimal() or int(major) < OLDEST_NODE:
        return Finding("node", say("{version} is too old for `chunktape check`", version=facts.node), install, shared)
    return Finding("node", facts.node, "", shared)


def loop(facts: Facts) -> Finding:
    """Which event loop plays the streams."""
    shared = {"uvloop": facts.uvloop, "portable": facts.portable}
    if facts.portable:
        said = say("asyncio, since CHUNKTAPE_PORTABLE=1 is set: the slower paths of every system")
    elif facts.uvloop:
        said = f"uvloop {facts.uvloop}"
    elif facts.system == "Windows" or facts.implementation != "CPython":
        said = say("asyncio: there is no uvloop for {system}", system=f"{facts.system} {facts.implementation}")
    else:
        said = say("asyncio: uvloop is not installed, so one core plays fewer streams")
        return Finding("loop", said, "python -m pip install uvloop", shared)
    return Finding("loop", said, "", shared)


def descriptors(facts: Facts) -> Finding:
    """How many streams at once the limit of open files allows."""
    limit, wanted = facts.descriptors, needed(0)
    shared = {"limit": limit}
    if limit is None:
        return Finding("descriptors", say("no limit of open files"), "", shared)
    streams = f"{max(0, limit - RESERVE):,}"
    said = say("{limit} open files: {streams} streams at once", limit=f"{limit:,}", streams=streams)
    fix = ""
    if limit < wanted:
        fix = say("For load tests raise it in this shell: `ulimit -n {wanted}`.", wanted=wanted)
    return Finding("descriptors", said, fix, shared)


def cache(facts: Facts) -> Finding:
    """The folder in which `check` keeps what failed, to try it first the next time."""
    folder = facts.cache.folder
    shared = {"used": bool(folder), "writable": facts.cache.writable}
    if not folder:
        return Finding(
            "cache", say("none: `check` remembers no failures here (CI, or CHUNKTAPE_CACHE is empty)"), "", shared
        )
    if not facts.cache.writable:
        fix = say("Let it be written, or name another folder: CHUNKTAPE_CACHE=/tmp/chunktape.")
        return Finding("cache", say("{folder} can't be written", folder=folder), fix, shared)
    return Finding("cache", folder, "", shared)


def findings(facts: Facts) -> list[Finding]:
    """All lines, in order."""
    judges = (platform, python, packages, port, proxy, addresses, node, terminal, loop, descriptors, cache)
    return [judge(facts) for judge in judges]


def lines(found: Iterable[Finding], width: int = 0) -> Iterator[str]:
    """The findings for a terminal of `width` columns, 0 for none: `ok`, the name, what was found; the fix below."""
    words = {True: say("ok"), False: say("not ok")}
    at = max(map(columns, words.values())) + 2
    for one in found:
        word = words[one.ok]
        name = say(one.name)
        start = f"{word}{' ' * (at - columns(word))}{name}{' ' * (_NAME - columns(name))}"
        beside = " " * (at + _NAME)
        texts = [one.said, *([f"-> {one.fix}"] if one.fix else [])]
        said = [line for text in texts for line in (indented(text, width, beside) if width else (beside + text,))]
        yield start + said[0][len(beside) :]
        yield from said[1:]
