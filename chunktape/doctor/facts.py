"""The facts of a machine as values, and a finding, the judgement of one of them. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from chunktape.phone.lan import Address

#: who has a port: nobody, a player or recorder of ours, another program, or the system, which has reserved it
Holder = Literal["free", "ours", "other", "reserved"]

#: environment variables for proxies, in the order of precedence; lower case counts first, as in curl
PROXIES: Final = ("http_proxy", "https_proxy", "all_proxy")


@dataclass(frozen=True, slots=True)
class Package:
    """A package that chunktape needs. `found`: its version, empty where it is not installed; `wanted` as `>=1,<2`."""

    name: str
    found: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Port:
    """The default port. `who`: what has it, as far as can be told: `python3 (pid 4711)`, `chunktape 0.1.0`."""

    number: int
    holder: Holder = "free"
    who: str = ""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Standard output. `width` in columns, 0 where it is no terminal. `shows`: whether it can encode 你, ✓ and █."""

    encoding: str
    width: int
    shows: bool


@dataclass(frozen=True, slots=True)
class Cache:
    """The folder in which `check` remembers what failed. `folder`: empty where there is none."""

    folder: str
    writable: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts. `proxies`: variable or `system` -> URL; `bypass`: the hosts that go past the proxies. `node`: its
    version, empty without Node. `descriptors`: how many a process may have, None for no limit.
    """

    system: str
    release: str
    machine: str
    python: tuple[int, int, int]
    implementation: str
    packages: tuple[Package, ...]
    port: Port
    addresses: tuple[Address, ...]
    terminal: Terminal
    cache: Cache
    node: str = ""
    proxies: Mapping[str, str] = field(default_factory=dict)
    bypass: str = ""
    uvloop: str = ""
    portable: bool = False
    descriptors: int | None = None
    wsl: bool = False
    #: Windows: the code page of the console, 65001 for UTF-8; 0 where there is none
    code_page: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. `name` and `facts` are stable, for programs, and `facts` has no name, path or address of the machine,
    because a bug report contains it. `said` and `fix` are for the person who ran it; `fix` is empty where all is well.
    """

    name: str
    said: str
    fix: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.fix
