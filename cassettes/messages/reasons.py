"""Why a system or a library refused: its usual reasons, in the person's language. Rules

- The words are those of Linux and macOS (`strerror`, `gai_strerror`) and of OpenSSL, as they write them. Other words
  stay as they came: a reason that nobody translated is worth more than none.
- A reason stands inside a sentence, which names the file or the address.
"""

from typing import Final

from cassettes.messages import say, sentence

_USUAL: Final = frozenset(
    (
        sentence("No such file or directory"),
        sentence("Permission denied"),
        sentence("Operation not permitted"),
        sentence("Is a directory"),
        sentence("Not a directory"),
        sentence("File exists"),
        sentence("File name too long"),
        sentence("File too large"),
        sentence("No space left on device"),
        sentence("Disk quota exceeded"),
        sentence("Read-only file system"),
        sentence("Input/output error"),
        sentence("Too many open files"),
        sentence("Too many levels of symbolic links"),
        sentence("Bad file descriptor"),
        sentence("Broken pipe"),
        sentence("Invalid argument"),
        sentence("Connection refused"),
        sentence("Connection reset by peer"),
        sentence("Connection timed out"),
        sentence("Operation timed out"),
        sentence("No route to host"),
        sentence("Network is unreachable"),
        sentence("Host is down"),
        sentence("Address already in use"),
        sentence("Cannot assign requested address"),
        sentence("Can't assign requested address"),
        sentence("Name or service not known"),
        sentence("nodename nor servname provided, or not known"),
        sentence("Temporary failure in name resolution"),
        sentence("self-signed certificate"),
        sentence("self-signed certificate in certificate chain"),
        sentence("unable to get local issuer certificate"),
        sentence("certificate has expired"),
        sentence("certificate is not yet valid"),
    )
)


def why(told: object) -> str:
    """`told`, an error or a system's words, as a part of a sentence."""
    text = str(getattr(told, "strerror", None) or told)
    return say(text) if text in _USUAL else text
