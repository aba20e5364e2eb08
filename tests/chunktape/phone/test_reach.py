"""What is said when other machines can reach us."""

import io
from itertools import pairwise

import pytest
import segno
from rich.console import Console

from chunktape.phone import reach
from chunktape.phone.lan import Address
from chunktape.phone.reach import lines, qr, reachable, tell
from network.listen import url_of

WARNING = "Warning: everyone on the networks of these addresses can read these recordings now."
FOUND = [
    Address("192.168.1.5", "wlan0", "default"),
    Address("10.0.0.9", "eth2"),
    Address("172.17.0.1", "docker0", "virtual"),
    Address("10.8.0.2", "tun0", "vpn"),
    Address("172.20.0.1", "vEthernet (WSL)", "wsl"),
]


def test_the_default_route_first_and_what_the_others_are() -> None:
    told = list(lines(FOUND, 8799, warning=WARNING, wsl=False, windows=False))
    assert told[0] == "  Base URL on a phone: http://192.168.1.5:8799  (wlan0, the default route)"
    assert told[1] == "  http://10.0.0.9:8799  (eth2)"
    assert [word in line for word, line in zip(("docker0: virtual", "tun0: VPN", "WSL"), told[2:5], strict=True)]
    assert told[5].startswith("Warning: everyone on the networks")
    assert len(told) == 6


def test_wsl_windows_and_no_network() -> None:
    told = list(lines([], 8799, warning=WARNING, wsl=True, windows=True))
    assert [line.split()[0] for line in told] == ["No", "Warning:", "This", "If"]
    assert "8799" in told[2]


def test_an_address_that_was_asked_for_stands_alone() -> None:
    assert [one.ip for one in reachable("192.168.77.7")] == ["192.168.77.7"]
    alone, _ = lines(reachable("192.168.77.7"), 1, warning=WARNING, wsl=False, windows=False)
    assert alone.endswith("http://192.168.77.7:1")
    assert url_of("fe80::1", 80) == "http://[fe80::1]:80"


def test_the_code_is_the_url_with_light_around_it() -> None:
    url = "http://192.168.1.5:8799/@chunktape/hello"
    code = qr(url)
    assert {len(one) == len(other) for one, other in pairwise(code)} == {True}
    light = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
    rows = [[light[character][half] for character in line] for line in code for half in (0, 1)]
    expected = [list(row) for row in segno.make(url, error="l", micro=False).matrix_iter(border=2)]
    assert rows[: len(expected)] == expected
    assert not any(rows[0] + rows[1])


@pytest.mark.parametrize(
    ("terminal", "width", "encoding", "drawn"),
    [(True, 80, "utf-8", True), (False, 80, "utf-8", False), (True, 20, "utf-8", False), (True, 80, "ascii", False)],
)
def test_the_code_is_drawn_only_where_it_can_be_scanned_and_the_url_always(
    terminal: bool, width: int, encoding: str, drawn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "addresses", lambda: FOUND)
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding)
    tell(
        Console(file=out, force_terminal=terminal, width=width, highlight=False),
        "0.0.0.0",
        8799,
        warning=WARNING,
    )
    out.flush()
    text = raw.getvalue().decode("utf-8")
    assert "http://192.168.1.5:8799/@chunktape/hello" in text
    assert ("▄" in text) is drawn
