"""TLS towards the upstream: bytes of the wire in, content out, and the reverse. Sans-IO: no socket, no clock. Rules

- A session stands on `ssl.MemoryBIO`, so that the connection below it is plain TCP on every event loop: pausing stops
  the reads of the socket, and no decrypted byte waits where an end of file could drop it.
- One call of `receive` gives all content that its bytes complete. Content that was decrypted before an error, or before
  the end, is given first; `error` and `closed` say what came behind it.
- Only `closed`, the peer's close_notify, ends the content; where a TCP connection ends without it, content is missing
  (RFC 8446 section 6.1).
- Each call may produce bytes for the wire: `outgoing` gives them, and they must be sent at once.
"""

import ssl
from typing import Final

#: the largest content of one record (RFC 8446 section 5.1), the amount that is read and written at a time
_RECORD: Final = 16 << 10


class Tls:
    """The client's side of one session with `host`. Construction begins the handshake: `outgoing` has the first flight.

    Raises ValueError or UnicodeError for a host name that can't stand in a certificate.
    """

    def __init__(self, context: ssl.SSLContext, host: str) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        # A root's dot and an address' zone stand in no certificate; a server name has no dot at its end (RFC 6066 3).
        name = host.rstrip(".").partition("%")[0]
        self._session = context.wrap_bio(self._incoming, self._outgoing, server_hostname=name)
        self._unsent = memoryview(b"")
        #: whether the handshake is over
        self.established = False
        #: the first bytes of the peer, up to the end of the read that had the first one
        self.beginning = b""
        #: whether the peer's close_notify came
        self.closed = False
        #: the error that ended the session, or None
        self.error: ssl.SSLError | None = None
        self._go_on()

    def receive(self, data: bytes) -> bytes:
        """The content that is complete with `data`, the bytes of one read; may be empty."""
        if self.closed or self.error is not None:
            return b""
        if not self.established:
            self.beginning = self.beginning or data
        self._incoming.write(data)
        return self._go_on()

    def send(self, content: bytes) -> None:
        """Encrypt `content`, once the handshake is over and the content given before it is encrypted."""
        assert not self._unsent
        self._unsent = memoryview(content)
        self._send_on()

    @property
    def unsent(self) -> int:
        """Bytes of content that are not encrypted yet, because the peer must first go on with its own handshake."""
        return len(self._unsent)

    def outgoing(self) -> bytes:
        """Bytes for the wire, each once."""
        return self._outgoing.read() if self._outgoing.pending else b""

    def close(self) -> None:
        """Send close_notify: no more content comes from this side."""
        if self.established and self.error is None:
            try:
                self._session.unwrap()
            except ssl.SSLError:  # the peer's close_notify is not here yet, and is not waited for
                pass

    def _go_on(self) -> bytes:
        pieces: list[bytes] = []
        try:
            if not self.established:
                self._session.do_handshake()
                self.established = True
            while self._incoming.pending:
                piece = self._session.read(_RECORD)
                if not piece:
                    self.closed = True
                    break
                pieces.append(piece)
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLZeroReturnError:
            self.closed = True
        except ssl.SSLError as error:
            self.error = error
        if self._unsent:
            self._send_on()
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _send_on(self) -> None:
        try:
            while self._unsent and self.established and self.error is None:
                self._unsent = self._unsent[self._session.write(self._unsent[:_RECORD]) :]
        except ssl.SSLWantReadError:  # in the middle of a handshake that the peer asked for (TLS 1.2)
            pass
        except ssl.SSLError as error:
            self.error = error
