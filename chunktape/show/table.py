"""`chunktape show` in a terminal: tables for people. Rules

- Recorded text reaches rich as `Text`, never as markup, and through `cassettes.printable` first.
- Losses are printed loudly and last, where the eye is. Nothing depends on colour alone.
- The chunk list is printed line by line, so that 100,000 chunks need not be measured first.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cassettes.messages import say, sentence
from cassettes.messages.columns import columns, fit, folded
from cassettes.model import Cassette, EndKind, Header, Headers, Interaction, Mark
from cassettes.printable import preview, printable, word
from chunktape.show.lost import STATES, cut_off, lost, masked
from chunktape.show.says import says

_PREVIEW_LIMIT = 400  # bytes; more than fits any line
_BODY_LIMIT = 4000
#: columns of the table of interactions, by place: the target; those of numbers; those that give way, in order
_TARGET: Final = 2
_FIGURES: Final = (0, 3, 4, 5, 6, 7)
_GIVE_WAY: Final = (4, 5, 6, 7, 3)
#: columns of a terminal that the target keeps, and that lie between two columns
_LEAST_TARGET: Final = 10
_BETWEEN: Final = 2


def _tell(console: Console, text: str, style: str = "") -> None:
    """Print sentences: broken between words in a terminal, and not at all in a pipe."""
    console.print(Text(folded(text, console.width if console.is_terminal else 0), style=style), soft_wrap=True)


def print_cassette(console: Console, cassette: Cassette) -> None:
    """Print its origin, a table of its interactions, and its losses."""
    for header in cassette.headers:
        _tell(console, session_line(header, cassette.interactions))
    if not cassette.interactions:
        _tell(console, say("No interactions."))
    else:
        console.print(_table(cassette.interactions, console.width))
        one = max(cassette.interactions, key=lambda one: len(one.chunks)).number
        path = word(cassette.path)
        _tell(console, say("One of them with its chunks: chunktape show {path} {number}", path=path, number=one))
    print_lost(console, cassette)


def session_line(header: Header, interactions: Iterable[Interaction] = ()) -> str:
    """One line for a person: what was recorded, when, from where, by which tool, and what was taken out or
    generated.
    """
    origin = header.origin
    when = datetime.fromtimestamp(header.started // 10**9, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    source, kind, tool = (printable(text) or "?" for text in (origin.source, origin.kind, header.tool))
    made = sentence("recorded {when} from {source} by {tool}")
    if origin.kind != "recorded":
        made = sentence("{kind} {when} from {source} by {tool}")
    parts = [say(made, kind=kind, when=when, source=source, tool=tool)]
    if not origin.real_bytes:
        parts.append(say("its bytes were generated, not recorded"))
    if not origin.real_times:
        parts.append(say("its times were generated, not recorded"))
    if origin.note:
        parts.append(printable(origin.note))
    if header.redaction:
        parts.append(masked(interactions))
    elif origin.kind == "recorded":
        parts.append(say("no redaction: it may hold secrets"))
    return say("; ").join(parts)


def print_lost(console: Console, cassette: Cassette) -> None:
    """The loud line; nothing for a sound cassette."""
    if text := lost(cassette):
        line = say("{state}: {text}", state=say(STATES[cassette.state]), text=text)
        _tell(console, line, "bold red" if cassette.damage else "bold yellow")
    if text := cut_off(cassette):
        _tell(console, text, "bold yellow")


def _table(interactions: Iterable[Interaction], width: int) -> Table:
    """A row per interaction, in `width` columns: the target gives way first, then whole columns of figures."""
    names = (
        *("#", say("Method"), say("Target"), say("Status")),
        *(say("TTFB"), say("Duration"), say("Chunks"), say("Bytes"), say("Ending")),
    )
    rows = [_cells(one) for one in interactions]
    widths = [max(map(columns, cells)) for cells in zip(names, *(map(str, row) for row in rows), strict=True)]
    widths[_TARGET] = min(widths[_TARGET], _LEAST_TARGET)
    shown = list(range(len(names)))
    for column in _GIVE_WAY:
        if sum(widths[one] + _BETWEEN for one in shown) - _BETWEEN <= width:
            break
        shown.remove(column)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, pad_edge=False)
    for column in shown:
        if column == _TARGET:
            table.add_column(names[column], min_width=widths[_TARGET])  # the only column that may shrink
        else:
            table.add_column(names[column], justify="right" if column in _FIGURES else "left", no_wrap=True)
    for row in rows:
        table.add_row(*(row[column] for column in shown))
    return table


def _cells(one: Interaction) -> tuple[Text, ...]:
    head = one.head
    return (
        Text(str(one.number)),
        Text(one.request.method[:16]),
        Text(preview(one.request.target, _PREVIEW_LIMIT), no_wrap=True, overflow="ellipsis"),
        Text(str(head.status) if head else "-"),
        Text(duration(head.at) if head else "-"),
        Text(duration(one.ending.at)),
        Text(f"{len(one.chunks):,}"),
        Text(f"{len(one.body):,}"),
        Text(str(one.ending.kind), style="" if one.ending.kind is EndKind.COMPLETE else "bold yellow"),
    )


def print_interaction(console: Console, cassette: Cassette, one: Interaction) -> None:
    """One interaction: both heads, the request's body, and every chunk."""
    request, head, ending = one.request, one.head, one.ending
    heads = [f"{request.method} {preview(request.target)} HTTP/{request.version}", *_headers(request.headers), ""]
    if request.body:
        heads += [
            say("Request body, {size} bytes:", size=f"{len(request.body):,}"),
            f"  {preview(request.body, _BODY_LIMIT)}",
            "",
        ]
    if head is None:
        heads.append(say("No response head was received."))
    else:
        heads += [f"HTTP/{head.version} {head.status} {preview(head.reason)}".rstrip(), *_headers(head.headers)]
    console.print(Text("\n".join([*heads, ""])), soft_wrap=True)
    lines = chunk_lines(one, console.width)
    while batch := list(islice(lines, 1000)):
        console.out("\n".join(batch), highlight=False)
    if len(one.chunks):
        legend = say(
            "end: a transfer chunk ends here.  unparsed: bytes that are not valid HTTP.  Gap: since the "
            "chunk before, for the first since the response head."
        )
        _tell(console, f"\n{legend}", "dim")
    counts = {"chunks": f"{len(one.chunks):,}", "size": f"{len(one.body):,}", "framing": one.framing}
    text = say(
        "Ended after {duration}: {kind}. Chunks: {chunks}, bytes: {size}, framing: {framing}.",
        duration=duration(ending.at),
        kind=ending.kind,
        **counts,
    )
    complete = ending.kind is EndKind.COMPLETE
    _tell(console, f"{text} {printable(ending.note)}".rstrip(), "" if complete else "bold yellow")
    if ending.trailers:
        console.print(Text("\n".join([say("Trailers:"), *_headers(ending.trailers)])), soft_wrap=True)
    print_lost(console, cassette)


def _headers(headers: Headers) -> list[str]:
    return [f"  {preview(name)}: {preview(value)}".rstrip() for name, value in headers]


def chunk_lines(one: Interaction, width: int) -> Iterator[str]:
    """A line per chunk, `width` cells at most: number, time, gap, size, mark, and what it says, else its bytes."""
    names = ("#", say("Time ms"), say("Gap ms"), say("Size"), say("Mark"), say("Preview"))
    if not len(one.chunks):
        return
    widths = (
        len(str(len(one.chunks))),
        max(columns(names[1]), len(_ms(one.chunks.times[-1]))),
        max(columns(names[2]), 10),
        max(columns(names[3]), len(f"{max(one.chunks.sizes):,}")),
        max(columns(names[4]), 8 if one.unparsed else 4),
    )
    yield fit(_row(widths, names), width)
    told = says(one)
    before = one.head.at if one.head is not None else 0
    for number, chunk in enumerate(one.chunks, 1):
        mark = "" if chunk.mark is Mark.NONE else chunk.mark.name.lower()
        cells = (str(number), _ms(chunk.at), _ms(chunk.at - before), f"{len(chunk.data):,}", mark)
        words = told.get(number - 1) or preview(chunk.data, _PREVIEW_LIMIT)
        yield fit(_row(widths, (*cells, words)), width)
        before = chunk.at


def _row(widths: tuple[int, ...], cells: tuple[str, ...]) -> str:
    """Numbers right, mark and preview left; cells of Chinese are two wide."""
    *numbers, mark, last = cells
    right = [" " * (width - columns(cell)) + cell for width, cell in zip(widths, numbers, strict=False)]
    return "  ".join([*right, mark + " " * (widths[-1] - columns(mark)), last])


def duration(ns: int) -> str:
    """`0.4 ms`, `812 ms`, `4.31 s`."""
    if ns < 10_000_000:
        return f"{ns / 1e6:.1f} ms"
    return f"{ns / 1e6:,.0f} ms" if ns < 1_000_000_000 else f"{ns / 1e9:,.2f} s"


def _ms(ns: int) -> str:
    return f"{ns / 1e6:,.3f}"
