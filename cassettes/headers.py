"""Reading a header list: pure functions. Names are compared in lower case; values stay bytes."""

from cassettes.model import Headers


def values(headers: Headers, name: bytes) -> list[bytes]:
    """The values of the field `name` (in lower case), in order."""
    return [value for key, value in headers if key.lower() == name]


def tokens(headers: Headers, name: bytes) -> list[bytes]:
    """The comma-separated members of all fields `name` (given in lower case), in lower case."""
    joined = b",".join(values(headers, name))
    return [token for part in joined.lower().split(b",") if (token := part.strip(b" \t"))]


def keeps_alive(version: str, headers: Headers) -> bool:
    """Whether the sender leaves the connection open behind this message (RFC 9112 section 9.3)."""
    connection = tokens(headers, b"connection")
    if version == "1.1":
        return b"close" not in connection
    return b"keep-alive" in connection and b"close" not in connection
