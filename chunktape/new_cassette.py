"""A new cassette: its name, where nobody gave one, and the header of a recording."""

from datetime import datetime
from pathlib import Path

from cassettes.clock import wall_clock_ns
from cassettes.model import Header, Origin
from cassettes.redaction.redact import Redaction
from chunktape import TOOL
from recorder.settings import Upstream


def default_cassette(upstream: Upstream, folder: Path = Path("cassettes")) -> Path:
    """`cassettes/HOST-DATE-TIME.cassette`, in local time."""
    host = upstream.authority.replace("[", "").replace("]", "").replace(":", "-")
    return folder / f"{host}-{datetime.now().astimezone():%Y%m%d-%H%M%S}.cassette"


def recorded_header(upstream: Upstream, redaction: Redaction) -> Header:
    """The header of a recording that begins now."""
    return Header(TOOL, wall_clock_ns(), Origin("recorded", upstream.url), redaction.rules)
