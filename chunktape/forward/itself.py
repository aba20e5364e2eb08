"""Whether the upstream is the server itself, whose requests would come back to it without end."""

import ipaddress
import socket

from cassettes.errors import SpecError
from cassettes.messages import say
from chunktape.phone.lan import addresses
from network.hosts import is_loopback
from recorder.settings import Upstream


def refuse_itself(upstream: Upstream, host: str, port: int) -> None:
    """Raise SpecError where the upstream is the address on which a player or recorder listens."""
    if upstream.port == port and not upstream.tls and _is_here(upstream.host, host):
        raise SpecError(
            say(
                "The upstream {upstream} is this server itself. Give the address of the real one, or another --port.",
                upstream=upstream.origin,
            )
        )


def _is_here(name: str, host: str) -> bool:
    """Whether `name` is an address on which a server bound to `host` is reached."""
    everywhere = host in ("0.0.0.0", "::", "")
    if is_loopback(name):
        return everywhere or is_loopback(host)
    if name.lower() in (host.lower(), socket.gethostname().lower()):
        return True
    try:
        wanted = ipaddress.ip_address(name)
    except ValueError:
        return False
    return wanted.is_unspecified or (everywhere and name in {one.ip for one in addresses()})
