"""Machines as values: a sound one, and what is different on others."""

from dataclasses import replace
from typing import Any

from chunktape.doctor.facts import Cache, Facts, Package, Port, Terminal
from chunktape.phone.lan import Address

SOUND = Facts(
    system="Linux",
    release="6.1",
    machine="x86_64",
    python=(3, 12, 1),
    implementation="CPython",
    packages=(Package("starlette", "1.0.1", ">=1.0"), Package("uvicorn", "0.55.0", ">=0.50,<0.60")),
    port=Port(8799),
    addresses=(Address("192.168.1.5", "wlan0", "default"), Address("172.17.0.1", "docker0", "virtual")),
    terminal=Terminal("utf-8", 120, shows=True),
    cache=Cache("/home/ann/.cache/chunktape/check"),
    node="v20.1.0",
    uvloop="0.21.0",
    descriptors=20_000,
)


def machine(**different: Any) -> Facts:
    """The sound machine, with what is different."""
    return replace(SOUND, **different)
