"""The default name of a cassette."""

from datetime import datetime
from pathlib import Path

from recorder.settings import Upstream


def default_cassette(upstream: Upstream, folder: Path = Path("cassettes")) -> Path:
    """`cassettes/HOST-DATE-TIME.cassette`, in local time."""
    host = upstream.authority.replace("[", "").replace("]", "").replace(":", "-")
    return folder / f"{host}-{datetime.now().astimezone():%Y%m%d-%H%M%S}.cassette"
