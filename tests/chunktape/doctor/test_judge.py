"""What is said of a machine, and its fix: one value after the other is different from a sound machine."""

from typing import Any

import pytest

from cassettes.messages import speaking
from cassettes.messages.columns import columns
from chunktape.doctor.facts import Cache, Facts, Finding, Package, Port, Terminal
from chunktape.doctor.judge import findings, lines
from chunktape.phone.lan import Address
from tests.chunktape.doctor.machines import SOUND, machine


def named(facts: Facts, name: str) -> Finding:
    return next(one for one in findings(facts) if one.name == name)


def test_a_sound_machine_is_all_ok() -> None:
    found = findings(SOUND)

    assert [one.name for one in found if not one.ok] == []
    assert len({one.name for one in found}) == len(found) == 11


WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("python", {"python": (3, 10, 4)}, "CPython 3.10.4", "Python 3.11"),
    (
        "packages",
        {"packages": (Package("uvicorn", "0.61.0", ">=0.50,<0.60"), Package("click", "8.3", ">=8.2"))},
        "uvicorn 0.61.0 (needed: >=0.50,<0.60)",
        'pip install "uvicorn>=0.50,<0.60"',
    ),
    ("packages", {"packages": (Package("click", "", ">=8.2"),)}, "click is missing", 'pip install "click>=8.2"'),
    (
        "port",
        {"port": Port(8799, "other", "node (pid 7)")},
        "8799 is taken by node (pid 7).",
        "ss -ltnp 'sport = :8799'",
    ),
    ("port", {"port": Port(8799, "other"), "system": "Windows"}, "another program", "netstat -ano | findstr :8799"),
    ("port", {"port": Port(8799, "other"), "system": "Darwin"}, "another program", "lsof -nP -iTCP:8799"),
    ("port", {"port": Port(8799, "reserved"), "system": "Windows"}, "reserved by the system", "--port 8800"),
    ("proxy", {"proxies": {"http_proxy": "http://u:p@10.0.0.1:7890"}}, "http://10.0.0.1:7890", "NO_PROXY=127.0.0.1"),
    (
        "proxy",
        {"proxies": {"ALL_PROXY": "socks5://h:1"}, "bypass": "a.cn"},
        "socks5://h:1",
        "`export NO_PROXY=a.cn,127.0.",
    ),
    ("proxy", {"proxies": {"http_proxy": "p:1"}, "bypass": "localhost"}, "http://p:1", "=localhost,127.0.0.1,::1`"),
    ("proxy", {"proxies": {"http_proxy": "p:1"}, "system": "Windows"}, "http://p:1", "`set NO_PROXY="),
    ("proxy", {"proxies": {"https_proxy": "socks5h://h:1"}}, "socks5h://h:1", "http:// proxies only, not socks5h://"),
    ("addresses", {"addresses": ()}, "none", "Wi-Fi"),
    ("addresses", {"addresses": (Address("10.8.0.2", "tun0", "vpn"),)}, "10.8.0.2 (tun0)", "Wi-Fi"),
    ("addresses", {"wsl": True}, "192.168.1.5", "networkingMode=mirrored"),
    ("node", {"node": ""}, "not installed", "Node 18"),
    ("node", {"node": "v16.20.0"}, "v16.20.0 is too old", "Node 18"),
    ("node", {"node": "?"}, "? is too old", "Node 18"),
    ("terminal", {"terminal": Terminal("ascii", 80, shows=False)}, "ascii, 80 columns", "LC_ALL=C.UTF-8"),
    (
        "terminal",
        {"terminal": Terminal("cp437", 120, shows=False), "system": "Windows", "code_page": 437},
        "code page 437",
        "chcp 65001",
    ),
    ("terminal", {"terminal": Terminal("utf-8", 60, shows=True)}, "60 columns", "80 columns"),
    ("loop", {"uvloop": ""}, "uvloop is not installed", "pip install uvloop"),
    ("descriptors", {"descriptors": 256}, "256 open files: 192 streams", "ulimit -n 2064"),
    ("cache", {"cache": Cache("/var/x", writable=False)}, "/var/x can't be written", "CHUNKTAPE_CACHE="),
]


@pytest.mark.parametrize(("name", "different", "said", "fix"), WRONG)
def test_what_is_wrong_is_named_with_its_fix(name: str, different: dict[str, Any], said: str, fix: str) -> None:
    found = named(machine(**different), name)

    assert not found.ok
    assert said in found.said
    assert fix in found.fix
    with speaking("zh"):
        chinese = named(machine(**different), name)
    assert (chinese.ok, chinese.facts) == (False, found.facts)
    assert chinese.fix != found.fix or found.fix.startswith("python -m pip")


WELL: list[tuple[str, dict[str, Any], str]] = [
    ("port", {"port": Port(8799, "ours", "chunktape 0.1.0")}, "chunktape 0.1.0 answers there"),
    ("proxy", {"proxies": {"http_proxy": "http://p:1"}, "bypass": "a.cn, localhost ,127.0.0.1:8799"}, "go past it"),
    ("proxy", {"proxies": {"HTTP_PROXY": "http://p:1"}, "bypass": "*"}, "go past it"),
    ("proxy", {"proxies": {"https_proxy": "http://p:1"}}, "go past it"),
    ("loop", {"uvloop": "", "system": "Windows"}, "there is no uvloop for Windows"),
    ("loop", {"uvloop": "", "implementation": "PyPy"}, "there is no uvloop for Linux PyPy"),
    ("loop", {"portable": True}, "CHUNKTAPE_PORTABLE=1"),
    ("descriptors", {"descriptors": None}, "no limit"),
    ("cache", {"cache": Cache("")}, "none"),
    ("terminal", {"terminal": Terminal("utf-8", 0, shows=True)}, "not a terminal"),
    ("addresses", {"system": "Darwin"}, "the firewall must let Python in"),
    ("platform", {"system": "Windows"}, "one process at a time"),
    ("platform", {"system": "Darwin"}, "at the next write only"),
    ("platform", {"wsl": True}, "inside WSL"),
]


@pytest.mark.parametrize(("name", "different", "said"), WELL)
def test_what_is_only_different_is_said_and_ok(name: str, different: dict[str, Any], said: str) -> None:
    found = named(machine(**different), name)

    assert found.ok
    assert said in found.said


def test_a_proxy_that_goes_past_this_machine_by_https_alone_is_said_to() -> None:
    """`https_proxy` never meets a player, which speaks http."""
    assert named(machine(proxies={"https_proxy": "http://p:1"}), "proxy").facts["loopback_bypassed"] is False


def test_facts_have_no_name_path_or_address_of_the_machine() -> None:
    """They go into bug reports."""
    told = machine(
        port=Port(8799, "other", "secret-tool (pid 7)"),
        proxies={"http_proxy": "http://ann:pw@proxy.corp:1"},
        cache=Cache("/home/ann/.cache", writable=False),
        addresses=(Address("192.168.7.7", "wlan0", "default"),),
    )
    shared = repr([one.facts for one in findings(told)])

    for word in ("ann", "corp", "pw", "192.168", "/home", "secret-tool"):
        assert word not in shared


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_lines_fit_a_terminal_and_a_fix_stands_below(spoken: str) -> None:
    wrong = machine(node="", port=Port(8799, "other", "node (pid 7)"), descriptors=256)
    with speaking(spoken):
        shown = list(lines(findings(wrong), 80))
        long = list(lines(findings(wrong)))

    assert all(columns(line) <= 80 for line in shown)
    assert len(long) == 11 + 3
    assert sum("-> " in line for line in shown) == 3
    assert " ".join(" ".join(shown).split())[:80] == " ".join(" ".join(long).split())[:80]
