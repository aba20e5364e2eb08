"""A setting of torture-lf whose client shows the text of each event when it is complete."""

from functools import cache

from cassettes.providers.read import read
from chunktape.check import sweep
from chunktape.check.life.scene import Setting
from chunktape.check.reading import Reading
from chunktape.check.tapes import given
from chunktape.check.values import Drive, Entry, Run, Said

TEXT = Reading("onText", (), "pieces", "text")


@cache
def setting(way: str = "request", profile: str = "device") -> Setting:
    """The setting."""
    (tape,) = given(["torture-lf"])
    body = tape.body.data
    cuts = sweep.baseline(tape.body).cuts
    said, shown = [], ""
    for number, end in enumerate((*cuts, len(body))):
        found = read(body[:end], "sse")
        text = found.choices[0].text if found is not None and found.choices else ""
        if len(text) > len(shown):
            said.append(Said(number, "onText", text[len(shown) :]))
            shown = text
    run = Run(cuts, tuple(said), asked=True, delivered=len(cuts) + 1, ended=True)
    return Setting(tape, Entry("ask", way), Drive(0, profile), TEXT, run)
