"""Finds who has a port of this machine: the port is bound and released; where that fails, its owner is asked and looked
for. Rules

- Only loopback is asked, without a proxy. No wait is longer than two seconds, and an answer without a length is not
  read: it may be a stream that never ends.
- On Linux the process is found through /proc, where it is one of the person's own; elsewhere a command is named.
"""

import errno
import json
import os
import re
import socket
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Final

from cassettes.messages import say, sentence, together
from cassettes.printable import safe
from chunktape.doctor.facts import Holder, Port
from network.listen import PortTaken

_SECONDS: Final = 2.0
_LISTEN: Final = "0A"


def look(number: int) -> Port:
    """Who has the port `number` on loopback."""
    holder = _holder(number)
    if holder != "other":
        return Port(number, holder)
    ours = _ours(number)
    if ours:
        return Port(number, "ours", ours)
    return Port(number, "other", _process(number) if sys.platform == "linux" else "")


def held_by(number: int) -> str:
    """A sentence that says who has the port, for a person whose server did not get it; empty where nobody can tell."""
    found = look(number)
    if not found.who:
        return ""
    words = (
        sentence("{port} is taken by {who}, perhaps a player or recorder of yours in another terminal.")
        if found.holder == "ours"
        else sentence("{port} is taken by {who}.")
    )
    return say(words, port=number, who=found.who)


def moved(wanted: int, port: int) -> list[str]:
    """The lines for a person whose server listens on `port`, since `wanted` was taken: the loud one, and one that says
    who has it, if that is known. To ask may take seconds.
    """
    words = sentence(
        "PORT {wanted} IS TAKEN: listening on {port} instead. Change the base URL, or stop what uses {wanted}."
    )
    return [say(words, wanted=wanted, port=port), *filter(None, [held_by(wanted)])]


def with_holder(error: PortTaken) -> PortTaken:
    """`error`, with who has the port where that is known."""
    known = held_by(error.port)
    return PortTaken(together(error.args[0], "\n", known), error.port) if known else error


def _holder(number: int) -> Holder:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR), 1)
        try:
            probe.bind(("127.0.0.1", number))
            probe.listen(1)
        except OSError as error:
            return held(error.errno or 0, os.name, connects=_connects(number))
    return "free"


def held(code: int, system: str, *, connects: bool) -> Holder:
    """The holder that the error `code` of binding means. Windows gives EACCES for a port that a program has for itself
    alone, and for one of a reserved range, where no program answers.
    """
    if code == errno.EADDRINUSE or (system == "nt" and connects):
        return "other"
    return "reserved"


def _connects(number: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", number), _SECONDS):
            return True
    except OSError:
        return False


def _ours(number: int) -> str:
    """`chunktape 0.1.0` where a player or a recorder of ours answers; empty for anything else."""
    try:
        told = health("127.0.0.1", number)
    except (OSError, HTTPException):
        return ""
    version = told.get("version") if told.get("ok") is True else None
    return safe(f"chunktape {version}"[:40]) if isinstance(version, str) and version else ""


def health(host: str, port: int) -> dict[str, Any]:
    """What a player or a recorder of ours says of itself; empty for any other answer. Raises OSError, HTTPException."""
    connection = HTTPConnection(host, port, timeout=_SECONDS)
    try:
        connection.request("GET", "/@chunktape/health")
        answer = connection.getresponse()
        told = json.loads(answer.read(min(65536, answer.length or 0)))
    except (ValueError, RecursionError):
        return {}
    finally:
        connection.close()
    return told if isinstance(told, dict) else {}


def listening(table: str, number: int) -> set[str]:
    """The inodes of the sockets that listen on port `number`, from the text of /proc/net/tcp or tcp6."""
    found = set()
    for line in table.splitlines()[1:]:
        fields = line.split()
        if len(fields) > 9 and fields[3] == _LISTEN and int(fields[1].rpartition(":")[2], 16) == number:
            found.add(fields[9])
    return found


def _process(number: int) -> str:
    """`node (pid 4711)`, or empty where the owner may not be seen."""
    inodes: set[str] = set()
    for name in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            inodes |= listening(Path(name).read_text("ascii"), number)
        except OSError:
            continue
    wanted = {f"socket:[{inode}]" for inode in inodes}
    for pid, link in _sockets():
        if link in wanted:
            try:
                name = Path(f"/proc/{pid}/comm").read_text("utf-8", "replace").strip()
            except OSError:
                name = "?"
            return safe(f"{name} (pid {pid})")
    return ""


def _sockets() -> Iterator[tuple[str, str]]:
    """(process, what its descriptor is) for all that may be read."""
    for folder in Path("/proc").iterdir():
        if not re.fullmatch(r"\d+", folder.name):
            continue
        try:
            names = os.listdir(folder / "fd")
        except OSError:
            continue
        for name in names:
            try:
                yield folder.name, os.readlink(folder / "fd" / name)
            except OSError:
                continue
