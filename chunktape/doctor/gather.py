"""Collects the facts of this machine: the shell of `chunktape.doctor`. Nothing is changed, nothing leaves the
machine.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Final
from urllib.request import getproxies, proxy_bypass

from chunktape.check.kept.memory import folder
from chunktape.doctor.facts import PROXIES, Cache, Facts, Package, Port, Terminal
from chunktape.doctor.ports import look
from chunktape.doctor.requirements import requirements
from chunktape.phone.lan import addresses, inside_wsl
from chunktape.process.terminal import can_show, terminal_width
from network.descriptors import attainable
from network.listen import DEFAULT_PORT
from network.loops import portable

_SECONDS: Final = 10.0
_SHOWN: Final = "你✓█"


def facts(environ: Mapping[str, str] = os.environ, port: Port | None = None) -> Facts:
    """The facts of this machine; `port`: the default port, where it was examined already."""
    proxies, bypass = proxies_of(environ)
    encoding = sys.stdout.encoding or "ascii"
    return Facts(
        system=platform.system(),
        release=platform.mac_ver()[0] or platform.release(),  # macOS 15.1 rather than Darwin 24.1
        machine=platform.machine(),
        python=sys.version_info[:3],
        implementation=platform.python_implementation(),
        packages=tuple(
            Package(one.name, _version(one.name), one.wanted)
            for one in requirements(metadata.requires("chunktape") or ())
            if not one.marked
        ),
        port=port or look(DEFAULT_PORT),
        addresses=tuple(addresses()),
        terminal=Terminal(encoding, terminal_width(), shows=can_show(_SHOWN, encoding)),
        cache=_cache(environ),
        node=_node(),
        proxies=proxies,
        bypass=bypass,
        uvloop=_version("uvloop"),
        portable=portable(),
        descriptors=attainable(),
        wsl=inside_wsl(),
        code_page=_code_page(),
    )


def proxies_of(environ: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Proxies by the variable that names them, else those of the system, and the hosts that go past them."""
    named = {name: environ[name] for one in PROXIES for name in (one, one.upper()) if environ.get(name)}
    bypass = environ.get("no_proxy") or environ.get("NO_PROXY") or ""
    if named or sys.platform not in ("win32", "darwin"):
        return named, bypass
    system = {f"system {scheme}": url for scheme, url in getproxies().items() if scheme in ("http", "https")}
    return system, ",".join(host for host in ("127.0.0.1", "localhost") if proxy_bypass(host))


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _cache(environ: Mapping[str, str]) -> Cache:
    place = folder(environ)
    if place is None:
        return Cache("")
    there = next((one for one in (place, *place.parents) if one.exists()), Path("/"))
    return Cache(str(place), there.is_dir() and os.access(there, os.W_OK | os.X_OK))


def _node() -> str:
    node = shutil.which("node")
    if node is None:
        return ""
    try:
        done = subprocess.run([node, "--version"], capture_output=True, check=False, timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return "?"
    return done.stdout.decode("ascii", "replace").strip()[:40] or "?"


def _code_page() -> int:
    """That of a Windows console; 0 elsewhere, and where there is no console."""
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetConsoleOutputCP())
    return 0
