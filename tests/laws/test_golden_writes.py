"""Golden digests of what a player writes and when: they hold across every change of the code behind it (law 4).

For each cassette of the library and each spec, one digest of its first interaction: deadline (ns), bytes and body
offset of every write, with and without chunk framing. `heads` are all response heads. A digest changes only together
with a decision in docs/design.md; `python -m tests.laws.test_golden_writes` writes the file anew.
"""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from cassettes import store
from cassettes.headers import Framing
from cassettes.library import index
from cassettes.model import Interaction
from player.plans.load import Load
from player.schedule.vary import frames_in, parse_vary
from player.schedule.writes import Writes, encode
from player.settings import Settings
from player.spec.scenario import Scenario, parse_scenario
from player.splits import Body, plan_for, settled
from player.splits.registry import PROFILES
from player.web.heads import BaseUrl, head_bytes, header_list, way

FILE: Final = Path(__file__).parents[1] / "data" / "golden_writes.json"

SPLITS: Final = (
    *(name for name in PROFILES if name != "explicit"),
    "utf8,all=1",
    "lines,all=1",
    "merge,k=3",
    "nginx,first=300,size=400",
)
PACES: Final = (
    "recorded+gap,ms=0",
    "recorded+speed,x=0.5",
    "recorded+speed,x=2",
    "recorded+speed,x=max",
    "recorded+gap,ms=5",
    "recorded+gap,ms=20,jitter=30,seed=9",
    "recorded+speed,x=2,idle-cap=50ms+gap,ms=5",
    "utf8+speed,x=3,idle-cap=20ms+gap,ms=20,jitter=7,seed=3",
    "wechat-cronet+speed,x=0.5+gap,ms=5",
    "event+speed,x=max+gap,ms=5",
)
#: (spec, what --vary says)
VARIED: Final = (
    ("recorded+gap,ms=0", "ttft=200ms..2s,tps=40..80"),
    ("event+gap,ms=5", "tps=12.5"),
    ("utf8+gap,ms=20", "ttft=1s"),
)


def settled_play(one: Interaction, text: str) -> Scenario:
    """The play that `text` asks for, with seed 7 where it draws."""
    play = parse_scenario(text, Scenario())
    return Scenario(
        play.speed,
        "0" if play.gap == "auto" else play.gap,
        settled(play.split, Body.of(one), "7") if play.recut and one.head is not None else play.split,
        play.idle_cap,
        play.jitter,
        play.jitter_seed,
    )


def writes_of(one: Interaction, text: str, *, vary: str = "") -> Iterator[Writes]:
    """The writes of a recording under a spec: with chunk framing and, where nothing varies, without it."""
    play = settled_play(one, text)
    plan = plan_for(Body.of(one), play.split) if play.recut and one.body else None
    schedule = play.schedule(one, plan)
    for chunked in (True,) if vary else (True, False):
        frames = encode(schedule, one.body, one.ending.trailers, chunked=chunked, join=play.joins)
        if vary:
            drawn = Load(Settings(vary=parse_vary(vary), session_seed="11")).draw(play, 5)
            assert drawn is not None
            frames = frames.at(play.vary(schedule, drawn, frames_in(one)))
        yield frames


def digest(one: Interaction, frames: Writes) -> bytes:
    """Of one interaction's writes."""
    rows = zip(frames.times, map(sha256, frames.writes), frames.reached, strict=True)
    text = ";".join(f"{at},{data.hexdigest()},{reached}" for at, data, reached in rows)
    return sha256(f"{text};{frames.framing};{one.ending.kind.value};{frames.delimited}".encode()).digest()


def heads_of(one: Interaction) -> bytes:
    """The head for three kinds of client, each with the recorded cuts and with others."""
    assert one.head is not None
    found = []
    place = BaseUrl(b"http://127.0.0.1:8799", b"/@utf8,seed=7", ("https://api.example.com",))
    for framing in (one.framing, Framing.CHUNKED, Framing.CLOSE):
        for keep_alive in (True, False):
            size = len(one.body) if framing == "length" else None
            for old in (False, True):
                taken = way(one.head, framing, old=old, keep_alive=keep_alive)
                found.append(
                    head_bytes(one.head, header_list(one.head, taken, body_size=size, base_url=place), taken.version)
                )
    return sha256(b"|".join(found)).digest()


def table(name: str, paces: Sequence[str] = PACES, varied: Sequence[tuple[str, str]] = VARIED) -> dict[str, str]:
    """Every digest of one cassette of the library."""
    many = [one for one in store.load(index()[name].path).interactions if one.head is not None]
    # a torture cassette of megabytes is cut byte by byte elsewhere
    first = many[:1]
    splits = SPLITS if len(first[0].body) < 100_000 else ("recorded", "event", "fixed", "nginx", "mtu")
    found: dict[str, str] = {}

    def keep(key: str, parts: list[bytes]) -> None:
        found[key] = sha256(b"".join(parts)).hexdigest()[:16]

    keep("heads", [heads_of(one) for one in many])
    for text in (*splits, *paces):
        keep(text, [digest(one, frames) for one in first for frames in writes_of(one, text)])
    for text, vary in varied:
        keep(
            f"{text} --vary {vary}",
            [digest(one, frames) for one in first for frames in writes_of(one, text, vary=vary)],
        )
    return found


BIG: Final = "torture-big"


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.evidence if name == BIG else ()) for name in index()]
)
def test_what_is_written_and_when_is_what_it_was(name: str) -> None:
    assert table(name) == json.loads(FILE.read_text("utf-8"))[name]


def test_and_so_it_is_of_megabytes() -> None:
    """Some of the digests: each pace is there for shorter ones."""
    assert table(BIG, PACES[-1:], VARIED[:1]).items() <= json.loads(FILE.read_text("utf-8"))[BIG].items()


if __name__ == "__main__":
    tables = {name: table(name) for name in index()}
    FILE.write_text(json.dumps(tables, indent=1) + "\n", "utf-8")
