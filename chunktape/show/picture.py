"""A plan as a picture: events above, pieces below, and when each piece leaves. Rules

- It is SVG with integers only, so that the same plan gives the same file everywhere.
- Colours are readable on light and dark grounds, and never the only sign: a cut inside an event also has a mark.
- The width is the body; the time line is the recorded stream, longer where a plan holds pieces.
"""

from collections.abc import Sequence
from html import escape

from player.splits.plan import Body, Plan, arrivals

_WIDTH = 960
_LEFT = 64
#: in the picture itself, so that it needs no page around it
_LEGEND = "grey: events as recorded; blue: pieces; red mark: a cut inside an event; tick: a piece leaves"
_FILLS = ("#4c78a8", "#9ecae9")


def _x(offset: int, size: int) -> int:
    return _LEFT + offset * _WIDTH // max(size, 1)


def _boxes(edges: Sequence[int], size: int, top: int, height: int, fills: tuple[str, str]) -> list[str]:
    """Boxes between neighbouring edges, two paths in all: neighbours differ in fill."""
    paths: tuple[list[str], list[str]] = ([], [])
    for index in range(len(edges) - 1):
        left, right = _x(edges[index], size), _x(edges[index + 1], size)
        paths[index % 2].append(f"M{left} {top}H{max(left + 1, right - 1)}V{top + height}H{left}z")
    return [f'<path d="{"".join(path)}" fill="{fill}"/>' for path, fill in zip(paths, fills, strict=True) if path]


def _label(text: str, top: int) -> str:
    return f'<text x="0" y="{top}">{escape(text)}</text>'


def svg(source: Body, plan: Plan, title: str) -> str:
    """The picture of a plan. `title` is read out by screen readers and shown above."""
    size = len(source.data)
    edges = [0, *plan.cuts, size] if size else [0]
    inside = sorted(set(plan.cuts).difference(source.events))
    times = arrivals(source, plan)
    total = max([source.ended, *times, 1])
    marks = "".join(f"M{_x(cut, size)} 76v8" for cut in inside)
    seen = sorted({_LEFT + at * _WIDTH // total for at in times})
    ticks = "".join(f"M{x} 98v12" for x in seen)
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 8} 146" role="img" '
        'font-family="system-ui, sans-serif" font-size="12" fill="#777">',
        f"<title>{escape(title)}</title>",
        f'<text x="{_LEFT}" y="14">{escape(title)}</text>',
        _label("events", 38),
        *_boxes([0, *source.events, size] if size else [0], size, 26, 16, ("#bbb", "#ddd")),
        _label("pieces", 65),
        *_boxes(edges, size, 50, 22, (_FILLS[0], _FILLS[1])),
        f'<path d="{marks}" stroke="#d62728" stroke-width="1"/>' if marks else "",
        _label("time", 109),
        f'<path d="M{_LEFT} 104h{_WIDTH}" stroke="#bbb"/>',
        f'<path d="{ticks}" stroke="#4c78a8" stroke-width="2"/>' if ticks else "",
        f'<text x="{_LEFT}" y="124">0</text>',
        f'<text x="{_LEFT + _WIDTH}" y="124" text-anchor="end">{total // 1_000_000} ms</text>',
        f'<text x="{_LEFT}" y="142">{_LEGEND}</text>',
        "</svg>",
    ]
    return "\n".join(row for row in rows if row) + "\n"
