"""Which addresses of this machine a phone could use, best first, and what each one is. Rules

- The address of the default route comes first: it is the one that other devices of the network reach.
- The kind of an interface is found from its name, where the name is well known; otherwise it stays empty.
- Loopback is not listed: on a phone it is the phone itself. No packet is sent to find this out.
"""

import ipaddress
import platform
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import ifaddr

#: kind -> names of interfaces, on Linux, macOS and Windows (there the adapter's description)
_KINDS: Final = (
    ("wsl", re.compile(r"wsl", re.IGNORECASE)),
    (
        "vpn",
        re.compile(r"^(tun|tap|wg|utun|ppp|ipsec|tailscale|zt)|vpn|wireguard|tap-windows|zerotier|openconnect", re.I),
    ),
    (
        "virtual",
        re.compile(
            r"^(docker|veth|br-|virbr|vmnet|vboxnet|bridge|cni|flannel|lxc|podman)|hyper-v|vmware|virtualbox", re.I
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Address:
    """One IPv4 address. `kind`: `default` (the default route's), `virtual`, `vpn`, `wsl`, or empty."""

    ip: str
    interface: str
    kind: str = ""


def kind_of(interface: str) -> str:
    """The kind of an interface, by its name; empty for an unknown one."""
    return next((kind for kind, names in _KINDS if names.search(interface)), "")


def ranked(found: Iterable[Address], default_ip: str) -> list[Address]:
    """`found` without loopback and link-local addresses: the default route's first, then plain ones, then the rest."""
    usable = [
        replace(one, kind="default" if one.ip == default_ip and not one.kind else one.kind)
        for one in found
        if not ipaddress.ip_address(one.ip).is_loopback and not ipaddress.ip_address(one.ip).is_link_local
    ]
    plain = ("", "default")
    return sorted(usable, key=lambda one: (one.ip != default_ip, one.kind not in plain, one.interface, one.ip))


def default_route_ip() -> str:
    """The address this machine would use towards the internet, or empty. A UDP `connect` sends no packet."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: an address for documentation
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def addresses() -> list[Address]:
    """The addresses of this machine, best first."""
    found = [
        Address(str(ip.ip), adapter.nice_name, kind_of(adapter.nice_name))
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if ip.is_IPv4
    ]
    return ranked(found, default_route_ip())


def inside_wsl() -> bool:
    """Whether this is Linux under WSL, whose addresses a phone can't reach without a port proxy."""
    return "microsoft" in platform.release().lower()
