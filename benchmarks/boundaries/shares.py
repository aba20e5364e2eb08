"""The share of planned boundaries that real clients see. Rules

- The player is ours, on loopback.
- Planned boundaries are those of the plan that the player names in `X-Chunktape-Plan`; a client's are the ends of its
  pieces. Bytes must be equal, or the run ends.
- Boundaries that were not planned are counted. Without a gap there can be some: all pieces are one burst, and TCP may
  deliver a part of it to a client that reads meanwhile (seen at 4,096 bytes of a new connection).
- Figures are medians of `RUNS` runs.
"""

from dataclasses import replace
from hashlib import sha256
from statistics import median
from typing import Final

from benchmarks.boundaries.clients import CLIENTS, Seen, asked
from cassettes.library import folder
from cassettes.model import Interaction
from cassettes.store import load
from player.app import PlayerApp
from player.library.library import Library
from player.server.server import serving
from player.spec.spec import parse_spec
from player.splits import Body, plan_for

RUNS: Final = 5
TAPE: Final = folder() / "chat-openai.cassette"
SPLITS: Final = ("event", "utf8", "utf8,all=1")
GAPS: Final = ("0", "5", "device", "assured")


def planned(source: Body, spec: str) -> frozenset[int]:
    """The cuts of the plan that a response named."""
    split = parse_spec(spec).split
    assert split is not None
    return frozenset(plan_for(source, split).cuts)


def share(source: Body, seen: Seen) -> float:
    """The share of planned boundaries that were seen, 0 to 1. Raises AssertionError for other bytes."""
    assert seen.digest == sha256(source.data).hexdigest(), f"{seen.spec}: other bytes"
    wanted = planned(source, seen.spec)
    return len(seen.cuts & wanted) / len(wanted) if wanted else 1.0


def unplanned(source: Body, seen: Seen) -> list[int]:
    """The boundaries that were not planned."""
    return sorted(seen.cuts - planned(source, seen.spec))


def sample() -> Interaction:
    """The stream that is measured: a recorded chat with Chinese text, asked for with GET."""
    one = load(TAPE).interactions[0]
    return replace(one, request=replace(one.request, method="GET", target=b"/sample", body=b"", headers=()))


#: (client, split, gap)
Cell = tuple[str, str, str]


async def measure() -> tuple[dict[Cell, float], dict[str, int]]:
    """The median share of each cell, and per gap how many boundaries were not planned."""
    one = sample()
    app = PlayerApp(Library([replace(load(TAPE), interactions=(one,), path="")]))
    source = Body.of(one)
    shares: dict[Cell, list[float]] = {}
    others = dict.fromkeys(GAPS, 0)
    async with serving(app) as url:
        for client in CLIENTS:
            cells = [(client, split, gap) for split in SPLITS for gap in GAPS]
            urls = [f"{url}/@{split}+speed,x=max+gap,ms={gap}/sample" for _, split, gap in cells]
            for _ in range(RUNS):
                for cell, seen in zip(cells, await asked(client, app, url, urls), strict=True):
                    shares.setdefault(cell, []).append(share(source, seen))
                    others[cell[2]] += len(unplanned(source, seen))
    return {cell: median(found) for cell, found in shares.items()}, others


def table(shares: dict[Cell, float], others: dict[str, int]) -> str:
    """Markdown: a row per client and split, a column per gap."""
    lines = ["| client | split | " + " | ".join(f"gap `{gap}`" for gap in GAPS) + " |"]
    lines.append("| :-- | :-- |" + " --: |" * len(GAPS))
    for client in CLIENTS:
        for split in SPLITS:
            cells = (f"{shares[client, split, gap] * 100:.1f} %" for gap in GAPS)
            lines.append(f"| {client} | `{split}` | " + " | ".join(cells) + " |")
    lines.append("| not planned, all runs | | " + " | ".join(str(others[gap]) for gap in GAPS) + " |")
    return "\n".join(lines)
