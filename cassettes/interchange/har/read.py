"""HAR 1.2, as browsers, proxies and test tools save it. Rules

- Entries that can't be played are left out and counted, by kind and with their places: WebSocket connections, URLs that
  use no network, tunnels, entries without a response or without its body, and entries that break HAR 1.2.
- Bodies are those of `cassettes.interchange.har.bodies`; decoded ones lose their Content-Encoding. One body that was
  not on the wire in this form (written again from events or params, or with characters lost) marks the file's bytes as
  made.
- Times are those of `cassettes.interchange.har.times`.
- A zip is one of Playwright's, with the HAR and its bodies in files: see `cassettes.interchange.har.zipped`.
- Chunks, times and ending of our own exports stand in `_chunktape`, and come back as they were.
"""

import json
from collections.abc import Collection
from typing import Any, Final

from cassettes.errors import CassetteError
from cassettes.interchange.bom import as_utf8
from cassettes.interchange.build import Imported, origin
from cassettes.interchange.har.entries import BODILESS, Found, LeftOut, interaction_of
from cassettes.interchange.har.nodes import MOST_DIGITS, Node, Wrong, decimal
from cassettes.interchange.har.zipped import HarZip, is_zip
from cassettes.interchange.unfit import nothing, unfit, without_bodies
from cassettes.messages import say, sentence
from cassettes.model import Origin

#: the reason for leaving out an entry that breaks HAR 1.2
_BAD: Final = sentence("Entries that are not as HAR 1.2 says, left out: {count} ({places}).")
#: places named in a sentence; the count says how many there are
_SHOWN: Final = 3


def read(data: bytes, name: str) -> Imported:
    """The interactions of a HAR file. Raises CassetteError for another kind of file, or one with no playable entry."""
    entries = _entries(data, name)
    found: list[Found] = []
    left_out: dict[str, list[str]] = {}
    for index, value in enumerate(entries):
        place = f"log.entries[{index}]"
        try:
            found.append(interaction_of(Node(value, place), name, len(found) + 1))
        except LeftOut as reason:
            left_out.setdefault(str(reason), []).append(place)
        except Wrong as error:
            left_out.setdefault(_BAD, []).append(str(error))
    said = [say(words, count=len(places), places=_listed(places)) for words, places in sorted(left_out.items())]
    if not found:
        raise _nothing(left_out, said, name)
    if lost := sum(one.asked == "lost" for one in found):
        said.append(without_bodies(lost))
    return Imported(_origin(found, name), tuple(one.interaction for one in found), tuple(said))


def _origin(found: list[Found], name: str) -> Origin:
    """The file's origin: what in it is real. The note is language-neutral, as everything in a cassette."""
    made = {
        "bodies written again from events": sum(one.body == "made" for one in found),
        "bodies with lost characters": sum(one.body == "lossy" for one in found),
        "request bodies written again from params": sum(one.asked == "made" for one in found),
    }
    spans = {"only head and end at their real times": sum(one.times == "span" for one in found)}
    note = "; ".join(f"{what}: {count}" for what, count in (made | spans).items() if count)
    real_times = all(one.times == "events" for one in found)
    return origin("har", name, real_bytes=not any(made.values()), real_times=real_times, note=note)


def _nothing(left_out: Collection[str], said: list[str], name: str) -> CassetteError:
    if not left_out:
        return nothing(name)
    if set(left_out) == {BODILESS}:
        return unfit(
            "{file} has no response bodies. Export it with content: in DevTools keep the Network panel open "
            "while the stream runs, then choose Export HAR (with content).",
            name,
        )
    return unfit("{file} has no entry that can be played. {reasons}", name, reasons=" ".join(said))


def _listed(places: list[str]) -> str:
    return ", ".join(places[:_SHOWN]) + (", ..." if len(places) > _SHOWN else "")


def _entries(data: bytes, name: str) -> list[Any]:
    if not is_zip(data):
        return _parsed(data, name)
    try:
        files = HarZip(data)
        entries = _parsed(files.har, name)
        files.put_bodies(entries)
    except Wrong as error:
        raise _unreadable(name, error) from None
    return entries


def _unreadable(name: str, what: object) -> CassetteError:
    return unfit(
        "{file} is not a HAR: it can't be read as JSON or a zip of Playwright ({what}). Export it again, completely.",
        name,
        what=what,
    )


def _parsed(data: bytes, name: str) -> list[Any]:
    text, _ = as_utf8(data)
    try:
        value = json.loads(
            text.removeprefix(b"\xef\xbb\xbf"), parse_float=decimal, parse_int=_integer, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        place = f"{error.msg}: line {error.lineno} column {error.colno}"
        raise _unreadable(name, place) from None
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        raise _unreadable(name, what) from None
    except RecursionError:
        raise _unreadable(name, "nested too deeply") from None
    log = value.get("log") if isinstance(value, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        raise unfit(
            "{file} is not a HAR: expected JSON with log.entries. In DevTools: Network, Export HAR with content.", name
        )
    return entries


def _integer(text: str) -> int | None:
    return int(text) if len(text) < MOST_DIGITS else None


def _no_number(text: str) -> None:
    """Refuse Infinity and NaN, which JSON does not have."""
