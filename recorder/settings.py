"""The settings of a recorder, as frozen values. Rules

- The values of an `Upstream` or of `Settings` were checked when they were made; nothing checks them again.
- Text that makes no sense raises SpecError, which says what to write instead.
- Sizes are bytes, times are seconds.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

from cassettes.errors import SpecError
from cassettes.messages import say, sentence
from cassettes.model import Headers
from cassettes.redaction.redact import Redaction
from network.door.admission import PORTS
from network.door.incoming import HEAD_LIMIT, HEAD_SECONDS
from network.door.refusal import LINGER
from network.hosts import bracketed, ip_of, is_loopback
from network.listen import DEFAULT_PORT, KEEP_ALIVE_SECONDS

DEFAULT_MAX_BODY: Final = 32 * 1024 * 1024
#: a body must fit into one record, which may have 128 MiB (cassettes.file.records.MAX_RECORD)
MAX_BODY_LIMIT: Final = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upstream:
    """The server to which requests go. `prefix` is put before the client's target: empty, or a path that begins with
    `/` and does not end with one.
    """

    scheme: str
    host: str
    port: int
    prefix: bytes = b""

    @property
    def tls(self) -> bool:
        return self.scheme == "https"

    @property
    def where(self) -> str:
        """Host and port, as a URL writes them."""
        return f"{bracketed(self.host)}:{self.port}"

    @property
    def authority(self) -> str:
        """The value of Host: without the scheme's default port (RFC 9110 section 7.2)."""
        return bracketed(self.host) if self.port == PORTS[self.scheme] else self.where

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        return self.origin + self.prefix.decode("ascii")


def _speaks_http(bare: str) -> bool:
    """Whether `host:port/path` names this machine or one of the local network, where few servers have a certificate."""
    try:
        host = urlsplit(f"//{bare}").hostname or ""
    except ValueError:
        return False
    address = ip_of(host)
    return is_loopback(host) if address is None else address.is_private or address.is_link_local


def parse_upstream(text: str) -> Upstream:
    """Read `https://api.example.com/v1` as an Upstream. Raises SpecError, which says what is wrong with it."""

    clean = Redaction.default().target(text.encode("utf-8", "surrogatepass"))
    shown = ascii(clean.decode("utf-8", "surrogatepass"))[1:-1]

    def wrong(reason: str, **values: object) -> SpecError:
        return SpecError(
            say(
                "The upstream must be a URL like https://api.example.com/v1; {url} is not: {reason}.",
                url=shown,
                reason=say(reason, **values),
            )
        )

    if re.search(r"[\x00-\x20\x7f\\]", text):
        raise wrong(sentence("it has a space, a backslash or a control character"))
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise wrong(sentence("it names no usable host and port")) from None
    if parts.scheme not in PORTS:
        if "://" in text and parts.scheme:
            raise wrong(sentence("{scheme} is neither http nor https"), scheme=parts.scheme)
        bare = shown.rpartition("://")[2].lstrip("/")
        meant = "http" if _speaks_http(bare) else "https"
        raise wrong(
            sentence("it begins with neither http:// nor https://; try {scheme}://{url}"), scheme=meant, url=bare
        )
    if parts.username is not None or parts.password is not None:
        raise wrong(sentence("it has a user name or password; send them from the app instead"))
    if parts.query or parts.fragment or "?" in text or "#" in text:
        raise wrong(sentence("a query or fragment can't stand in a base URL"))
    if port == 0:
        raise wrong(sentence("it names no usable host and port"))
    return Upstream(
        parts.scheme,
        _host(parts, wrong(sentence("it names no usable host and port"))),
        port or PORTS[parts.scheme],
        _prefix(parts),
    )


def _host(parts: SplitResult, wrong: SpecError) -> str:
    host = parts.hostname or ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            raise wrong from None
    legal = r"[0-9a-f:.]+(%[\w.-]+)?" if ":" in host else r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?"
    if not re.fullmatch(legal, host) or ".." in host:
        raise wrong
    return host


def _prefix(parts: SplitResult) -> bytes:
    path = parts.path.rstrip("/")  # what is not UTF-8 in a shell's words comes as surrogates
    return quote(path, safe="/%:@!$&'()*+,;=-._~", errors="surrogateescape").encode("ascii")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a recorder, given once at its start."""

    upstream: Upstream
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    #: True: the port was asked for by number, so no other one is tried
    port_is_exact: bool = False
    allow_hosts: frozenset[str] = field(default_factory=frozenset)
    keep_encoding: bool = False
    #: read on to the end of a stream whose client left
    drain: bool = False
    #: a file with certificates to trust besides the system's
    ca: str = ""
    insecure: bool = False
    max_body: int = DEFAULT_MAX_BODY
    #: fields that every request gets on its way to the upstream; they are not recorded
    marks: Headers = ()
    #: bytes of a request's head, and of a response that are held before they can be parsed
    max_head: int = HEAD_LIMIT
    head_timeout: float = HEAD_SECONDS
    #: s of silence in the middle of a request's body
    body_timeout: float = 75.0
    keep_alive: float = KEEP_ALIVE_SECONDS
    connect_timeout: float = 10.0
    #: as `network.door.refusal.LINGER`
    linger: float = LINGER

    def __post_init__(self) -> None:
        if not 0 <= self.max_body <= MAX_BODY_LIMIT:
            raise SpecError(
                say("--max-body takes 0 to {most} bytes, not {found}.", found=self.max_body, most=MAX_BODY_LIMIT)
            )
