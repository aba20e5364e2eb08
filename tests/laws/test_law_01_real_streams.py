"""Law 1 on real provider streams and on the library: every profile gives back the same bytes (3 and 5 as well)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from cassettes.boundaries.coverage import coverage
from cassettes.store import load
from player.splits.exhaust import Exhaustion
from player.splits.plan import Body, arrivals
from player.splits.planner import plan_for
from player.splits.registry import PROFILES
from player.splits.split import Split
from tests.support.bodies import recorded
from tests.support.corpus import FILES, SAMPLED, begun

ROOT = Path(__file__).parents[2]
LIBRARY = sorted((ROOT / "cassettes" / "library").glob("*.cassette"))


def _keep_the_bytes(source: Body) -> None:
    for name, profile in PROFILES.items():
        parameters = (("all", "1"),) if "all" in profile.parameters else ()
        plan = plan_for(source, Split(name, parameters))
        pieces = plan.pieces(source.data)
        assert b"".join(pieces) == source.data, name
        times = arrivals(source, plan)
        assert times == sorted(times), name
        if profile.targets:
            missed = {row.id for row in coverage(source.boundaries, plan.cuts).rows if row.positions and not row.hits}
            assert not missed.intersection(profile.targets), name


def _corpus(path: Path, size: int | None) -> Iterator[Body]:
    """The responses of a VCR file (their first `size` bytes), recorded in pieces of a kilobyte."""
    for interaction in yaml.safe_load(path.read_text("utf-8"))["interactions"]:
        yield recorded(begun(interaction["response"]["body"]["string"].encode(), size), 1000, b"text/event-stream")


@pytest.mark.corpus
@pytest.mark.parametrize("size", SAMPLED)
@pytest.mark.parametrize("path", FILES)
def test_every_profile_on_every_real_stream(path: Path, size: int | None) -> None:
    seen = set()
    for source in _corpus(path, size):
        if source.data not in seen:
            seen.add(source.data)
            _keep_the_bytes(source)
            assert Exhaustion(source, "structural").requests < Exhaustion(source, "single").requests


@pytest.mark.parametrize(
    "most", [pytest.param(300_000, id="sample"), pytest.param(None, marks=pytest.mark.evidence, id="whole")]
)
@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_every_profile_on_the_library(path: Path, most: int | None) -> None:
    kept = [one for one in load(path).interactions if most is None or len(one.body) <= most]
    assert kept
    for interaction in kept:
        _keep_the_bytes(Body.of(interaction))
