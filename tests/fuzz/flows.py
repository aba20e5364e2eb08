"""Mutated flow files, for mitmproxy's own Python: `python -m tests.fuzz.flows FIRST END FOLDER`.

Prints how many were taken, how many refused, and the slowest in ns.
"""

import io
import sys
from pathlib import Path
from typing import Any

from mitmproxy import http
from mitmproxy.io import tnetstring
from mitmproxy.test import tflow

from cassettes.seeds import SplitMix64
from tests.fuzz.outcome import fuzz
from tests.fuzz.trees import BYTES, damaged, mutated, pick


def _states() -> list[Any]:
    flow = tflow.tflow(resp=True)
    flow.request = http.Request.make("POST", "https://h/v1?q=1", b'{"q":1}', {"Authorization": "s"})
    flow.response = http.Response.make(200, b"", {"Content-Type": "text/event-stream"})
    flow.response.raw_content = "data: 你\n\ndata: b\n\n".encode()
    flow.request.timestamp_end, flow.response.timestamp_start, flow.response.timestamp_end = 100.0, 100.25, 102.25
    return [one.get_state() for one in (flow, tflow.tflow(resp=True), tflow.tflow(err=True), tflow.ttcpflow())]


def _plain(value: Any) -> Any:
    """The state with what tnetstring has a form for: lists, no tuples."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value


def make(random: SplitMix64) -> bytes:
    """One or two flows, one of them mutated."""
    out, states = io.BytesIO(), [_plain(state) for state in _states()]
    for state in (mutated(pick(states[:2], random), random, BYTES), *states[: random.below(2)]):
        try:
            out.write(tnetstring.dumps(state))
        except (ValueError, UnicodeError, TypeError, RecursionError):  # what tnetstring has no form for
            continue
    return damaged(out.getvalue(), random) if random.below(8) == 0 else out.getvalue()


if __name__ == "__main__":
    first, end, folder = sys.argv[1:]
    print(*fuzz("mitm", range(int(first), int(end)), Path(folder), make))
