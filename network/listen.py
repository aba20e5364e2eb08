"""A listening socket: the port, or the next free one. Rules

- The port is bound before anything else, so that a port in use leaves no file behind.
- Where the default port is taken, the next free one is bound, and the caller prints it. A port that was asked for by
  number is bound, or it is an error.
- A name that has several addresses is bound at one of them, IPv4 where there is one.
"""

import errno
import os
import socket
from dataclasses import dataclass
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say, sentence
from cassettes.messages.reasons import why
from network.hosts import bracketed

#: the default port of both servers, so that the base URL stays when a recording is played
DEFAULT_PORT: Final = 8799
TRIES: Final = 100
#: connections that the system holds until they are accepted
BACKLOG: Final = 2048
#: s of silence between two requests after which a connection is closed
KEEP_ALIVE_SECONDS: Final = 75
#: the address to show in place of one that means all addresses
_SHOWN: Final = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}
_MAX_PORT: Final = 65535


def url_of(host: str, port: int) -> str:
    """The base URL under which a server bound to `host` is reached from this machine."""
    return f"http://{bracketed(_SHOWN.get(host, host))}:{port}"


class PortTaken(SpecError):
    """The port that was asked for by number, `port`, is in use."""

    def __init__(self, message: str, port: int) -> None:
        super().__init__(message)
        self.port = port


@dataclass(frozen=True, slots=True)
class Bound:
    """A listening socket; `wanted` is the port that was asked for."""

    sock: socket.socket
    host: str
    port: int
    wanted: int

    @property
    def url(self) -> str:
        return url_of(self.host, self.port)

    @property
    def moved(self) -> bool:
        """Whether the wanted port was taken."""
        return self.wanted not in (0, self.port)


def bind(host: str, port: int, *, exact: bool = False) -> Bound:
    """A socket on `port`; when it is taken, on the next free one unless it must be `exact`. Port 0 means any free port.
    Raises PortTaken, or SpecError where nothing can be bound.
    """
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise SpecError(
            say(
                "--host needs an address of this machine; {host!r} is not one ({error}).",
                host=host,
                error=why(error),
            )
        ) from None
    family, kind, proto, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
    last = port if exact or not port else min(port + TRIES - 1, _MAX_PORT)
    for number in range(port, last + 1):
        sock = socket.socket(family, kind, proto)
        # on Windows SO_REUSEADDR would share a port with its owner
        sock.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR), 1)
        try:
            sock.bind((address[0], number, *address[2:]))
            sock.listen(BACKLOG)
        except OSError as error:
            sock.close()
            taken = error.errno == errno.EADDRINUSE or (os.name == "nt" and error.errno == errno.EACCES)
            if taken and number < last:
                continue
            if taken:
                words = sentence(
                    "Port {port} on {host} is in use. Stop what uses it, or give another --port (0 takes any free one)."
                )
                raise PortTaken(say(words, host=host, port=number), number) from None
            words = sentence("Can't listen on {host} port {port}: {error}. Check --host and --port.")
            raise SpecError(say(words, host=host, port=number, error=why(error))) from None
        sock.setblocking(False)
        return Bound(sock, host, sock.getsockname()[1], port)
    raise AssertionError("the loop returns or raises")
