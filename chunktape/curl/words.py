"""Splits a pasted command line into words, as bash or Windows' cmd would. Rules

- Pure: nothing is expanded, no variable, no glob, no command substitution; such characters stay as they are.
- bash: quotations '...', "..." and $'...' (ANSI-C), a backslash before any character, a backslash at a line's end.
- cmd: a caret before any character, also at a line's end; then the C runtime's rules for quotes and backslashes. Chrome
  writes ^" around an argument, and ^ before characters that cmd would interpret; both its old and new forms work.
  Browsers double every backslash in an argument, though the C runtime undoes that only before a quote. One backslash
  was meant, so a pair inside quotes becomes one.
- The words end where the shell would begin another command or a redirection, or at a line end.
- Text that is not ASCII is UTF-8; bytes of $'\\xe4' that are not UTF-8 become surrogate escapes.
"""

import re
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say

_ANSI_C: Final = re.compile(
    r"\\(?:x(?P<x>[0-9a-fA-F]{1,2})|u(?P<u>[0-9a-fA-F]{1,4})|U(?P<U>[0-9a-fA-F]{1,8})|(?P<o>[0-7]{1,3})"
    r"|c(?P<c>.)|(?P<e>.))",
    re.DOTALL,
)
_ESCAPES: Final = dict(zip("abeEfnrtv", "\a\b\x1b\x1b\f\n\r\t\v", strict=True))
#: cmd: the first quotation is opened by ^", or by " where lines end in a caret
_CMD: Final = re.compile(r"[^'\"]*\^\"|[^'\"]*\"(?s:.*)[ \"]\^\n|[^'\"]*[^'\"\\]\^\n")
_BASH_ENDS: Final = frozenset("|;&<>\n")
_CMD_ENDS: Final = frozenset("|&<>\n")


def split(text: str) -> list[str]:
    """The words of one command. Raises SpecError where a quotation does not end."""
    text = text.strip().replace("\r\n", "\n")
    return _argv(_without_carets(text)) if _CMD.match(text) else _bash(text)


class _Words:
    """Words under construction."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._open: list[str] | None = None

    def add(self, text: str) -> None:
        """Add text to the open word; empty text opens one."""
        self._open = self._open or []
        self._open.append(text)

    def close(self) -> None:
        if self._open is not None:
            self.done.append("".join(self._open))
            self._open = None


def _bash(text: str) -> list[str]:
    words = _Words()
    at = 0
    while at < len(text):
        character = text[at]
        if character in _BASH_ENDS:
            break
        if character in " \t":
            words.close()
            at += 1
        elif character == "\\":
            if text[at + 1 : at + 2] != "\n":
                words.add(text[at + 1 : at + 2])
            at += 2
        elif character == "'" or text.startswith("$'", at):
            at = _single(text, at, words)
        elif character == '"':
            at = _double(text, at + 1, words)
        else:
            words.add(character)
            at += 1
    words.close()
    return words.done


def _unclosed() -> SpecError:
    return SpecError(say('The command ends inside a quotation. Paste it as a whole: "Copy as cURL (bash)" or "(cmd)".'))


def _single(text: str, at: int, words: _Words) -> int:
    """'...' or $'...' from `at`; gives the place behind it."""
    ansi = text[at] == "$"
    start = at + 2 if ansi else at + 1
    end = start
    while end < len(text) and text[end] != "'":
        end += 2 if ansi and text[end] == "\\" else 1
    if end >= len(text):
        raise _unclosed()
    words.add(_ansi_c(text[start:end]) if ansi else text[start:end])
    return end + 1


def _double(text: str, at: int, words: _Words) -> int:
    """The rest of "..." from `at`, behind the first quote; gives the place behind it."""
    words.add("")
    while at < len(text):
        character = text[at]
        if character == '"':
            return at + 1
        if character == "\\" and text[at + 1 : at + 2] in ("\\", '"', "$", "`", "\n"):
            words.add("" if text[at + 1] == "\n" else text[at + 1])
            at += 2
        else:
            words.add(character)
            at += 1
    raise _unclosed()


def _ansi_c(text: str) -> str:
    """The value of $'text': escapes as bash has them, bytes joined to UTF-8."""

    def value(found: re.Match[str]) -> bytes:
        if found["x"] or found["o"]:
            return bytes([int(found["x"], 16) if found["x"] else int(found["o"], 8) & 255])
        if code := found["u"] or found["U"]:
            number = int(code, 16)
            return chr(number).encode("utf-8", "surrogatepass") if number <= 0x10FFFF else found[0].encode()
        if found["c"]:
            return bytes([ord(found["c"]) & 31])
        return _ESCAPES.get(found["e"], found["e"]).encode("utf-8", "surrogateescape")

    out, last = bytearray(), 0
    for found in _ANSI_C.finditer(text):
        out += text[last : found.start()].encode("utf-8", "surrogateescape") + value(found)
        last = found.end()
    out += text[last:].encode("utf-8", "surrogateescape")
    return _joined(bytes(out))


def _joined(data: bytes) -> str:
    """UTF-8 to text; two \\u escapes that are halves of one character become that character."""
    try:
        return data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape")


def _without_carets(text: str) -> str:
    """The text as cmd passes it to the program: without carets, except inside a quotation that no caret opened."""
    out: list[str] = []
    quoted = False
    at = 0
    while at < len(text):
        character = text[at]
        if character == "^" and not quoted:
            at += 1
            if text[at : at + 1] == "\n":  # the line goes on; the next character is taken as it is
                at += 1
            out.append(text[at : at + 1])
        elif character in _CMD_ENDS and not quoted:
            break
        else:
            quoted ^= character == '"'
            out.append(character)
        at += 1
    return "".join(out)


def _argv(text: str) -> list[str]:
    """The words as Microsoft's C runtime takes them from a command line, with pairs of backslashes undone."""
    words = _Words()
    quoted = False
    at = 0
    while at < len(text):
        character = text[at]
        if character == "\\":
            slashes = len(text) - at - len(text[at:].lstrip("\\"))
            at += slashes
            if text[at : at + 1] == '"':
                words.add("\\" * (slashes // 2) + ('"' if slashes % 2 else ""))
                at += slashes % 2
            else:
                words.add("\\" * ((slashes + 1) // 2 if quoted else slashes))
        elif character == '"':
            if quoted and text[at + 1 : at + 2] == '"':
                words.add('"')
                at += 2
            else:
                quoted = not quoted
                words.add("")
                at += 1
        elif character in " \t" and not quoted:
            words.close()
            at += 1
        else:
            words.add(character)
            at += 1
    if quoted:
        raise _unclosed()
    words.close()
    return words.done
