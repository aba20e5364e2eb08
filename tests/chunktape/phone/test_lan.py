"""Addresses for a phone: the order, the kinds, and what is left out."""

import pytest

from chunktape.phone.lan import Address, addresses, kind_of, ranked


@pytest.mark.parametrize(
    ("interface", "kind"),
    [
        ("eth0", ""),
        ("wlan0", ""),
        ("en0", ""),
        ("Intel(R) Wi-Fi 6 AX201 160MHz", ""),
        ("docker0", "virtual"),
        ("br-1f2a", "virtual"),
        ("VMware Virtual Ethernet Adapter for VMnet8", "virtual"),
        ("Hyper-V Virtual Ethernet Adapter", "virtual"),
        ("vEthernet (WSL (Hyper-V firewall))", "wsl"),
        ("tun0", "vpn"),
        ("utun3", "vpn"),
        ("TAP-Windows Adapter V9", "vpn"),
        ("tailscale0", "vpn"),
    ],
)
def test_what_an_interface_is(interface: str, kind: str) -> None:
    assert kind_of(interface) == kind


def test_the_default_route_stands_first_then_plain_ones() -> None:
    found = [
        Address("172.17.0.1", "docker0", "virtual"),
        Address("127.0.0.1", "lo"),
        Address("169.254.7.7", "eth1"),
        Address("10.0.0.9", "eth2"),
        Address("192.168.1.5", "wlan0"),
    ]

    result = ranked(found, "192.168.1.5")

    assert [one.ip for one in result] == ["192.168.1.5", "10.0.0.9", "172.17.0.1"]
    assert [one.kind for one in result] == ["default", "", "virtual"]


def test_a_vpn_that_has_the_default_route_is_still_called_a_vpn() -> None:
    assert ranked([Address("10.8.0.2", "tun0", "vpn")], "10.8.0.2")[0].kind == "vpn"


def test_this_machine_lists_no_loopback() -> None:
    assert all(not one.ip.startswith("127.") for one in addresses())
