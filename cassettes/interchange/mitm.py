"""mitmproxy flow files, read by mitmproxy itself (the extra `chunktape[mitm]`). Rules

- Bodies are the raw ones, still in their Content-Encoding. mitmproxy keeps no boundaries: one event is one chunk.
- It keeps the times at which the response began and ended: the stated cadence is stretched between the two. The origin
  says so, if every flow has both.
- A flow without a response, and flows that are not HTTP, are left out and counted.
- mitmproxy's reader raises exceptions of any kind on a strange file; each of them means that the file is not a flow
  file.
"""

import io
import re
from typing import Any

from cassettes.clock import SECOND
from cassettes.errors import CassetteError
from cassettes.interchange.build import (
    LONGEST,
    Imported,
    Response,
    Times,
    by_cadence,
    interaction,
    origin,
    request,
    stretched,
)
from cassettes.interchange.unfit import nothing, unfit
from cassettes.messages import say, sentence
from cassettes.model import Interaction


def read(data: bytes, name: str) -> Imported:
    """The interactions of a flow file. Raises CassetteError; also where mitmproxy is not installed."""
    try:
        from mitmproxy import http
        from mitmproxy.io import FlowReader
    except ImportError:
        raise unfit(
            "Reading {file} needs mitmproxy, which is not installed: pip install 'chunktape[mitm]'", name
        ) from None
    interactions: list[Interaction] = []
    skipped, measured = 0, True
    try:
        for flow in FlowReader(io.BytesIO(data)).stream():
            if isinstance(flow, http.HTTPFlow) and flow.response is not None:
                times = _times(flow)
                measured = measured and times is not by_cadence
                interactions.append(_flow(flow, len(interactions) + 1, name, times))
            else:
                skipped += 1
    except CassetteError:
        raise
    except Exception as error:
        newer = re.search(r"flow format version (\d+)", str(error))
        words = (
            sentence(
                "{file} has flow format version {version}, which the installed mitmproxy can't read. Update "
                "mitmproxy: pip install -U mitmproxy"
            )
            if newer
            else sentence("{file} is not a mitmproxy flow file ({what}). Save one with `mitmdump -w FILE`.")
        )
        what = (str(error) or type(error).__name__)[:80].rstrip(".")
        raise unfit(words, name, version=newer[1] if newer else "", what=what) from None
    if not interactions:
        raise nothing(name)
    notes = (say("Flows without an HTTP response, left out: {count}.", count=skipped),) if skipped else ()
    note = "head and end at their real times" if measured else ""
    return Imported(origin("mitm", name, note=note), tuple(interactions), notes)


def _flow(flow: Any, number: int, name: str, times: Times) -> Interaction:
    asked, got = flow.request, flow.response
    response = Response(got.status_code, got.data.reason, tuple(got.headers.fields), got.raw_content or b"")
    fields = tuple(asked.headers.fields)
    made = request(asked.method, asked.url, fields, asked.raw_content or b"", name)
    return interaction(number, made, response, times)


def _times(flow: Any) -> Times:
    """The cadence between the flow's times of the response's first and last byte; the plain cadence where one is
    missing.
    """
    asked, got = flow.request, flow.response
    if not (asked.timestamp_end and got.timestamp_start and got.timestamp_end):
        return by_cadence
    head_at = max(0, round((got.timestamp_start - asked.timestamp_end) * SECOND))
    last = max(head_at, round((got.timestamp_end - asked.timestamp_end) * SECOND))
    return by_cadence if last > LONGEST else stretched(head_at, last)
