"""Runs every client with every spec, each client at a player of its own, which counts its requests."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from benchmarks.symptoms.clients import Client
from benchmarks.symptoms.sample import write
from benchmarks.symptoms.words import Symptom, symptom
from chunktape.client.process import running


def measured(client: Client, specs: Sequence[str], work: Path) -> dict[str, Symptom]:
    """The symptoms of each spec at `client`. `work`: a folder for the cassette."""
    file = work / f"{client.short}.cassette"
    with running("chunktape", "play", str(write(file)), "--port", "0") as player:
        seen = {one["name"]: one for one in client.ask([(spec, f"{player.url}/@{spec}") for spec in specs])}
        asked = _asked(player.url)
    return {spec: symptom(seen[spec], asked[spec]) for spec in specs}


def _asked(url: str) -> "Counter[str]":
    """How many requests had each spec, without a browser's preflights."""
    journal: dict[str, Any] = httpx.get(f"{url}/@chunktape/journal?limit=100000", trust_env=False).json()
    return Counter(entry["spec"] for entry in journal["entries"] if entry["method"] != "OPTIONS")
