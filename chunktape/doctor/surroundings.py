"""Findings about the surroundings of the program: proxies, the addresses for a phone, the terminal. Pure."""

from typing import Final
from urllib.parse import urlsplit

from cassettes.messages import say
from cassettes.printable import safe
from chunktape.doctor.facts import Facts, Finding

#: how a client may name this machine in its base URL
_LOOPBACK: Final = ("127.0.0.1", "localhost")
#: columns into which every table and plan fits
_NARROWEST: Final = 80
#: kinds of addresses that a phone in the same network reaches
_FOR_PHONES: Final = ("default", "")


def proxy(facts: Facts) -> Finding:
    """Whether a client's request to the player would go to a proxy instead, and whether the recorder can use it."""
    missing = [one for one in _LOOPBACK if not _bypassed(one, facts.bypass)]
    shown = ", ".join(f"{name}={without_user(url)}" for name, url in facts.proxies.items())
    shared = {
        "set": sorted(facts.proxies),
        "schemes": sorted({_scheme(url) for url in facts.proxies.values()}),
        "loopback_bypassed": not missing,
    }
    if not facts.proxies:
        return Finding("proxy", say("none is set"), "", shared)
    upwards = {name: url for name, url in facts.proxies.items() if name.lower() != "all_proxy"}
    if any(name.lower() != "https_proxy" for name in facts.proxies) and missing:
        fix = say(
            "Requests to the player may go to the proxy, which answers 502 or nothing. Type `{command}`.",
            command=_let_past(facts),
        )
        return Finding("proxy", shown, fix, shared)
    other = [url for url in upwards.values() if _scheme(url) != "http"]
    if other:
        fix = say(
            "`chunktape record` goes through http:// proxies only, not {scheme}://. Name the proxy's http port, or "
            "put the upstream's host into NO_PROXY.",
            scheme=_scheme(other[0]),
        )
        return Finding("proxy", shown, fix, shared)
    return Finding("proxy", say("{proxies}; requests to this machine go past it", proxies=shown), "", shared)


def _let_past(facts: Facts) -> str:
    """The command after which requests to this machine go past a proxy; present exceptions stay."""
    names = [part.strip() for part in facts.bypass.split(",") if part.strip()]
    whole = safe(",".join(dict.fromkeys((*names, *_LOOPBACK, "::1"))))
    return f"{'set' if facts.system == 'Windows' else 'export'} NO_PROXY={whole}"


def _bypassed(host: str, bypass: str) -> bool:
    """Whether every client goes past the proxy for `host`: by its name alone, as the simplest clients read NO_PROXY."""
    parts = [part.strip().lower().lstrip(".") for part in bypass.replace(" ", ",").split(",")]
    return "*" in parts or host in (part.partition(":")[0] for part in parts)


def _scheme(url: str) -> str:
    """The scheme of a proxy's URL; `http` for `10.0.0.1:7890`, too."""
    return url.partition("://")[0].lower() if "://" in url else "http"


def without_user(url: str) -> str:
    """A proxy's URL without the name and password in it, printable."""
    whole = url if "://" in url else f"http://{url}"
    try:
        parts = urlsplit(whole)
        host = f"{parts.hostname or '?'}{f':{parts.port}' if parts.port else ''}"
    except ValueError:
        return "?"
    return safe(f"{_scheme(url)}://{host}")


def addresses(facts: Facts) -> Finding:
    """Which address a phone in the same network could use."""
    usable = [one for one in facts.addresses if one.kind in _FOR_PHONES]
    kinds = [one.kind or "plain" for one in facts.addresses]
    shared = {"kinds": kinds}
    shown = ", ".join(safe(f"{one.ip} ({one.interface})") for one in (usable or facts.addresses))
    if facts.wsl:
        fix = say(
            "A phone reaches Windows, not WSL: run chunktape in Windows, or set networkingMode=mirrored in .wslconfig."
        )
        return Finding("addresses", shown or say("none"), fix, shared)
    if not usable:
        fix = say("A phone and this computer need one network: join its Wi-Fi. Without a phone nothing is missing.")
        return Finding("addresses", shown or say("none"), fix, shared)
    said = say("{addresses}; a phone needs `--host 0.0.0.0`", addresses=shown)
    if facts.system in ("Windows", "Darwin"):
        said = say("{said}, and the firewall must let Python in", said=said)
    return Finding("addresses", said, "", shared)


def terminal(facts: Facts) -> Finding:
    """Whether the terminal can show Chinese and drawings, and whether tables fit."""
    one = facts.terminal
    shared = {"encoding": one.encoding, "width": one.width, "shows": one.shows, "code_page": facts.code_page}
    width = say("{width} columns", width=one.width) if one.width else say("not a terminal, lines stay long")
    said = f"{one.encoding}, {width}"
    if facts.code_page:
        said = say("{said}, code page {page}", said=said, page=facts.code_page)
    if not one.shows:
        fix = (
            say(
                "What {encoding} lacks (emoji, maybe Chinese) shows as escapes. Set PYTHONUTF8=1 and `chcp 65001`.",
                encoding=one.encoding,
            )
            if facts.system == "Windows"
            else say(
                "What {encoding} lacks (emoji, maybe Chinese) shows as escapes. Set PYTHONUTF8=1, or LC_ALL=C.UTF-8.",
                encoding=one.encoding,
            )
        )
        return Finding("terminal", said, fix, shared)
    if 0 < one.width < _NARROWEST:
        return Finding(
            "terminal", said, say("Make it {columns} columns wide: tables break lines.", columns=_NARROWEST), shared
        )
    return Finding("terminal", said, "", shared)
