"""The words of the measured tables, for the Chinese pages. Rules

- A text that begins another one stands behind it: the first that fits is replaced.
- Texts with figures in them are expressions, whose groups are `n1`, `n2` ... in the sentence.
"""

import re
from typing import Final

from cassettes.messages import sentence

#: docs/faults.md, `benchmarks/symptoms`
SYMPTOMS: Final = (
    sentence("the client's code sees"),
    sentence("| client |"),
    sentence("then the body says an error"),
    sentence("then ends without an error"),
    sentence("the words in another order"),
    sentence("the whole answer, no error"),
    sentence("the whole answer"),
    sentence("ends early, without an error"),
    sentence("another text, without an error"),
    sentence("another text"),
    sentence("no error raised"),
    sentence("a part is missing"),
    sentence("a part twice"),
    sentence("hangs until the client's own time limit"),
    sentence("hangs until its time limit"),
    sentence("hangs for ever: its time limit doesn't count here"),
    sentence("hangs for ever"),
    sentence("a status other than 200, which the code must look at"),
    sentence("a number: so often the client asked by itself"),
    sentence("not run here"),
    sentence("an error"),
    sentence("never asked"),
    sentence("Time limits: 3 s, as each client counts them."),
    sentence("What clients show was not measured yet."),
    sentence("nothing; "),
    sentence("no word; "),
    sentence("; no "),
    sentence(" on H5"),
    sentence("Columns: "),
)
#: docs/splits.md and docs/check.md, `benchmarks/decoders`: what is wrong with each decoder of `tests/js/decoders`
DECODERS: Final = (
    sentence("UTF-8: a fresh TextDecoder for each chunk"),
    sentence("UTF-8: decodeURIComponent(escape()) per chunk, the chunk that throws is dropped"),
    sentence("lines: no carry, JSON errors swallowed"),
    sentence("line ends: CRLF turned into LF per chunk"),
    sentence("events: takes one chunk for one event"),
    sentence("sentinel: compared with the whole chunk"),
    sentence("sentinel: a chunk that includes it is not read"),
    sentence("events: a regular expression per chunk, no carry"),
    sentence("events: only the first {...} of a chunk"),
    sentence("UTF-8: decoded by hand without a carry"),
    sentence("events: waits for a blank line at the end, then reads only one event"),
    sentence("comments: one ends the reading of its chunk"),
    sentence("UTF-8: all decoded again, sliced by the old length"),
    sentence("UTF-8: the carry knows characters of three bytes only"),
    sentence("lines: the last one is read before its line end, then again"),
    sentence("fields: the event name is reset with each chunk"),
    sentence("events: with a carry only the first event is read"),
    sentence("UTF-8: the carry is overwritten, not added to"),
    sentence("lines: a chunk of white space is dropped"),
    sentence('events: a chunk that begins with "data:" resets the carry'),
    sentence("UTF-8: everything is held while the end is not whole"),
    sentence("events: everything is held until a chunk ends with a blank line"),
    sentence("size: String.fromCharCode with a whole chunk as arguments"),
    sentence("lines: line ends at the start of a chunk are dropped"),
    sentence("lines: the carry is overwritten, not added to"),
    sentence("events: only the last one of a chunk is shown"),
    sentence("JSON: the escape state is lost at the end of a chunk"),
    sentence("start: the first chunk must begin with a whole field name"),
    sentence("BOM: looked for in the first chunk only"),
    sentence("BOM: dropped at the start of every chunk"),
    sentence("UTF-8: the carry looks at the last byte only"),
    sentence("JSON: an escape cut in two is shown half"),
    sentence('fields: "data:" is taken off chunk by chunk'),
    sentence("comments: a chunk that begins with a colon is dropped"),
    sentence("NDJSON: no carry from chunk to chunk"),
    sentence("line ends: knows LF LF only"),
    sentence('fields: needs the space after "data:"'),
    sentence("fields: a comment goes to JSON.parse"),
    sentence("fields: the last data line of an event wins"),
    sentence("JSON: braces are counted inside strings, too"),
    sentence('events: split at "data:" wherever it stands'),
    sentence("line ends: U+2028, U+2029 and U+0085 count"),
    sentence("UTF-8: code points above U+FFFF are cut to 16 bits"),
    sentence("BOM: kept in front of the first field name"),
    sentence("NDJSON: the last record without LF is lost"),
    sentence("| decoder |"),
    sentence("| split bug | stream | found by |"),
    sentence("| content bug | stream |"),
    sentence("| bug | stream |"),
    sentence("Requests that each profile needs, by the number of the bug ("),
    sentence(": does not find it there):"),
    sentence("Content bugs, which fail with one event per piece as well:"),
    sentence("Right decoders, and how many plans of the ten of "),
    sentence(" each passed, all it was given: "),
)
#: docs/check.md, `benchmarks/check`
SPEED: Final = (
    sentence("| client, profile | bytes | plans "),
    sentence("| bare runs/s | check runs/s "),
    sentence("| of bare | by processor time | wanted | making plans |"),
    sentence("every cut, packed"),
    sentence("pieces of one byte"),
    sentence("|  | s | wanted |"),
    sentence("every cut of a stream of 60 KB, packed, from the start of Node on"),
    sentence(" of a stream of 7 KB, from the command to the verdict"),
)
#: docs/journeys.md, `benchmarks/journeys`
JOURNEYS: Final = (
    sentence("| journey |"),
    sentence("build the wheel and install it into an empty environment"),
    sentence("Record, play, get the same answer"),
    sentence("Your own module, and the cut that breaks it"),
    sentence("Your own recording, in the example project"),
    sentence("A colleague's bug, from one file and one line"),
    sentence("An answer that you write, seen in the app"),
    sentence("CI is red: the smallest case"),
    sentence("Recorded again: what is different"),
)
#: expression -> the sentence with its groups
COUNTED: Final = (
    (re.compile(r"(\d+) of (\d+) words"), sentence("{n1} of {n2} words")),
    (re.compile(r"asked (\d+) times"), sentence("asked {n1} times")),
    (re.compile(r"status (\d+)"), sentence("status {n1}")),
    (re.compile(r"runs (\d+), load (\d+) before"), sentence("runs {n1}, load {n2} before")),
    (re.compile(r"Check finds (\d+) of (\d+)\. "), sentence("Check finds {n1} of {n2}. ")),
    (
        re.compile(
            r"The (\d+) for which random sizes need more than (\d+) runs "
            r"take it (\d+) runs instead of ([\d,]+) or more, ([\d/]+); "
        ),
        sentence(
            "The {n1} for which random sizes need more than {n2} runs take it {n3} runs instead of {n4} or more, {n5}; "
        ),
    ),
    (
        re.compile(r"(\d+) of them take it at most ([\d/]+) each\. "),
        sentence("{n1} of them take it at most {n2} each. "),
    ),
    (
        re.compile(
            r"Of the others, chance finds (\d+) in fewer than (\d+) runs, so that one run is more than that share\."
        ),
        sentence("Of the others, chance finds {n1} in fewer than {n2} runs, so that one run is more than that share."),
    ),
)
