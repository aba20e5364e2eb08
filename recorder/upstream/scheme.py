"""Which of http and https a server speaks: asked where the one in the upstream's URL brought no answer. Rules

- The wrong scheme is the likeliest mistake of a first recording, and nothing says so: a server of TLS closes a request
  in plain text, or sends an alert; a server of plain HTTP may wait for the end of a line in a ClientHello for ever.
- A question has a connection of its own, changes nothing at the server (a ClientHello; `OPTIONS *`, RFC 9110 section
  9.3.7), and is over after `WAIT` seconds, its connection included: the caller sees to that.
- A server of TLS may answer plain text in plain text, with a 400 (nginx, Apache and Go do): that tells nothing.
"""

import asyncio
import re
import socket
import ssl
from typing import Final

from recorder.upstream.tls import Tls

#: s that a question may take, from its connection to the first bytes of the answer
WAIT: Final = 1.0
#: bytes that tell a TLS record, and that hold the status of an HTTP response
_RECORD: Final = 5
_STATUS: Final = len(b"HTTP/1.1 400")
#: an alert or a message of the handshake (RFC 8446 section 5.1)
_TLS: Final = re.compile(rb"[\x15\x16]\x03[\x00-\x04]")
#: a response to plain text that no server of TLS gives
_PLAIN: Final = re.compile(rb"HTTP/\d\.\d (?!400)\d{3}")


def is_tls(data: bytes) -> bool:
    """Whether `data`, the first bytes of a server, begin an answer in TLS."""
    return _TLS.match(data) is not None


def is_http(data: bytes) -> bool:
    """Whether `data`, the first bytes of a server, begin an HTTP response in plain text."""
    return data.startswith(b"HTTP/")


async def speaks_tls(sock: socket.socket, host: str) -> bool:
    """Whether the server on `sock` answers a ClientHello for `host`. Closes `sock`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # nothing is verified; to load the system's CAs takes 28 ms
    context.set_alpn_protocols(["http/1.1"])
    try:
        hello = Tls(context, host).outgoing()
    except (ValueError, UnicodeError):  # a name that no certificate can have
        sock.close()
        return False
    return is_tls(await _answer(sock, hello, least=_RECORD))


async def speaks_http(sock: socket.socket, authority: str) -> bool:
    """Whether the server on `sock` answers a request in plain text as no server of TLS does. Closes `sock`."""
    lines = (b"OPTIONS * HTTP/1.1", b"Host: " + authority.encode("ascii"), b"Connection: close", b"", b"")
    return _PLAIN.match(await _answer(sock, b"\r\n".join(lines), least=_STATUS)) is not None


async def _answer(sock: socket.socket, question: bytes, *, least: int) -> bytes:
    """The first bytes that the server on `sock` answers; fewer than `least` where it closes or resets."""
    loop, answer = asyncio.get_running_loop(), b""
    try:
        await loop.sock_sendall(sock, question)
        while len(answer) < least and (data := await loop.sock_recv(sock, 64)):
            answer += data
    except OSError:
        pass
    finally:
        sock.close()
    return answer
