"""The lines printed when other machines can reach us: the addresses, whom they are for, and a code to scan. Rules

- The address of the default route comes first, then the others with their interface's name and kind.
- The URL is always text; the QR code only on a terminal that is wide enough and can show it.
- The code leads to a page that says "reached", so that network trouble shows before the app is blamed.
"""

import sys
from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from cassettes.messages import say, sentence
from cassettes.messages.columns import folded
from chunktape.phone.lan import Address, addresses, inside_wsl
from chunktape.process.terminal import can_show
from network.listen import url_of
from player.control.hello import PATH, page

_EVERYWHERE: Final = ("0.0.0.0", "::", "")
_BLOCKS: Final = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
_BORDER: Final = 2  #: modules around the code; readers want some light

#: kind of an address -> a remark about it
_KINDS: Final = {
    "default": sentence("{interface}, the default route"),
    "virtual": sentence("{interface}: virtual, only this computer and its containers reach it"),
    "vpn": sentence("{interface}: VPN, a phone reaches it only inside the same VPN"),
    "wsl": sentence("{interface}: WSL, not for a phone"),
}


def reachable(host: str) -> list[Address]:
    """The addresses at which a server bound to `host` is reached from elsewhere, best first."""
    if host in _EVERYWHERE:
        return addresses()
    known = {one.ip: one for one in addresses()}
    return [known.get(host, Address(host, ""))]


def lines(found: Sequence[Address], port: int, *, warning: str, wsl: bool, windows: bool) -> Iterator[str]:
    """The sentences. `warning`: the one for a player or for a recorder."""
    for number, one in enumerate(found):
        what = say(_KINDS[one.kind], interface=one.interface) if one.kind else one.interface
        words = sentence("  {url}  ({what})") if number else sentence("  Base URL on a phone: {url}  ({what})")
        line = say(words, url=url_of(one.ip, port), what=what)
        yield line if what else line.partition("  (")[0].partition("  （")[0]
    if not found:
        yield say("  No address that a phone could use was found: is this computer on a network?")
    yield say(warning)
    if wsl:
        yield say(
            "  This is WSL: a phone reaches Windows, not this address. Run it in Windows, or set "
            "networkingMode=mirrored in .wslconfig and allow port {port} in the Windows firewall.",
            port=port,
        )
    if windows:
        yield say(
            "  If Windows asks whether Python may be reached from networks, allow private networks; if you "
            "said no before, allow it in the Windows firewall."
        )


def qr(url: str) -> list[str]:
    """The code as lines of half blocks: light is drawn, dark is left out, for light text on a dark ground."""
    import segno

    rows = [list(row) for row in segno.make(url, error="l", micro=False).matrix_iter(border=_BORDER)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(_BLOCKS[bool(top), bool(low)] for top, low in zip(*pair, strict=True)) for pair in pairs]


def tell(console: Console, host: str, port: int, *, warning: str) -> None:
    """Print the addresses, the sentences and the code of a server that listens on `host`, which is not loopback."""
    page("", "", "")  # its first use is slow and must not delay a stream later
    found = reachable(host)
    for line in lines(found, port, warning=warning, wsl=inside_wsl(), windows=sys.platform == "win32"):
        shown = folded(line, console.width if console.is_terminal else 0)
        console.print(Text(shown, style="bold yellow" if line == say(warning) else ""), soft_wrap=True)
    if not found:
        return
    hello = url_of(found[0].ip, port) + PATH
    console.print(Text(say("  Scan to check that the phone reaches it: {url}", url=hello)), soft_wrap=True)
    code = qr(hello)
    if console.is_terminal and console.width >= len(code[0]) and can_show("".join(_BLOCKS.values()), console.encoding):
        for line in code:
            console.print(Text(line, style="bright_white on black"), soft_wrap=True)
