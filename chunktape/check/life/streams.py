"""Long streams of the shape that a client reads, for its time. Pure. Rules

- An event of the tape is repeated, or its text is. The events before and behind it stay (of a long tape only its ends),
  so that the client reads it.
- The event is the one with the longest text that the client shows and that stands in its bytes unescaped, once.
- `many` events are slow for a client that scans everything so far. `one` long event is slow for a client that scans the
  unfinished event with each piece.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from chunktape.check.life.scene import Setting

#: bytes up to which the whole tape is kept around the event, and how many events at each end of a longer one
_SHORT: Final = 1024
_KEPT: Final = 4


@dataclass(frozen=True)
class Stretched:
    """A tape that can be made longer at one of its events."""

    setting: Setting

    @cached_property
    def _place(self) -> tuple[int, int, bytes]:
        """Where the event begins and ends, and its text; empty where there is none."""
        setting = self.setting
        body, shown = setting.tape.body.data, setting.reading.shown(setting.baseline)
        ends = (0, *setting.cuts, setting.size)
        sizes = (0, *shown.after)
        found = (0, 0, b"")
        for number in range(1, len(ends) - 1):  # the first piece may have a byte order mark
            start, end = ends[number : number + 2]
            said = shown.events if setting.reading.how == "events" else shown.text
            text = "".join(said[sizes[number] : sizes[number + 1]]).encode(errors="surrogatepass")
            if len(text) > len(found[2]) and body[start:end].count(text) == 1:
                found = (start, end, text)
        return found

    @cached_property
    def _around(self) -> tuple[bytes, bytes]:
        """The bytes before and behind the event; of a long tape only the first and last events."""
        start, end, _ = self._place
        body, cuts = self.setting.tape.body.data, self.setting.cuts
        if len(body) <= _SHORT:
            return body[:start], body[end:]
        return body[: min(start, cuts[min(_KEPT, len(cuts)) - 1])], body[max(end, cuts[-min(_KEPT, len(cuts))]) :]

    def many(self, size: int) -> bytes:
        """A stream of about `size` bytes with many events; empty where the tape has no such event."""
        start, end, text = self._place
        before, behind = self._around
        count = max(1, (size - len(before) - len(behind)) // max(1, end - start))
        return before + self.setting.tape.body.data[start:end] * count + behind if text else b""

    def one(self, size: int) -> bytes:
        """A stream of about `size` bytes with one long event; empty where the tape has no such event."""
        start, end, text = self._place
        before, behind = self._around
        count = max(1, (size - len(before) - len(behind) - (end - start)) // max(1, len(text)))
        event = self.setting.tape.body.data[start:end]
        return before + event.replace(text, text * count) + behind if text else b""
