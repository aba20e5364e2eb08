"""Law 4: same body, boundaries, times and spec with a seed: the same plan on every platform and version."""

import json
from hashlib import sha256
from pathlib import Path

from player.splits.planner import plan_for
from player.splits.registry import PROFILES
from tests.player.splits.test_planner import MORE, split
from tests.support.bodies import GOLDEN

GOLDEN_FILE = Path(__file__).parents[1] / "data" / "golden_plans.json"


def by_turn() -> list[str]:
    """Every profile, once for each turn of its rotation."""
    return [
        f"{name},seed={seed}" if profile.seeded else name
        for name, profile in PROFILES.items()
        for seed in range(profile.rotation)
    ]


def digests() -> dict[str, dict[str, str]]:
    """body -> spec -> the first 16 hex digits of SHA-256 over cuts and holds."""
    return {
        name: {
            text: sha256(repr((plan.cuts, plan.holds)).encode()).hexdigest()[:16]
            for text in (*by_turn(), *MORE)
            for plan in (plan_for(source, split(text), "0"),)
        }
        for name, source in GOLDEN.items()
    }


def test_golden_plans() -> None:
    """Law 4: these plans are promised. If a splitter must change, give its profile a new version and keep this one.

    `python -m tests.laws.test_law_04_golden_plans` adds what is new and refuses to change what stands.
    """
    assert digests() == json.loads(GOLDEN_FILE.read_text())


def regenerate() -> None:
    """Add digests of new profiles and bodies to the golden file; a digest that differs stops it, nothing is written."""
    stands = json.loads(GOLDEN_FILE.read_text()) if GOLDEN_FILE.exists() else {}
    now = digests()
    changed = [
        f"{body} {text}"
        for body, specs in stands.items()
        for text, digest in specs.items()
        if now.get(body, {}).get(text) != digest
    ]
    if changed:
        raise SystemExit("these plans are promised and would change: " + ", ".join(changed))
    GOLDEN_FILE.write_text(json.dumps(now, indent=1) + "\n")


if __name__ == "__main__":
    regenerate()
