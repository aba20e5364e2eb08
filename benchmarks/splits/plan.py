"""How long a plan takes: every profile on a stream of 100 KB, the first time and after that.

`python -m benchmarks.splits.plan` prints one line per profile. The first plan of a source finds the boundary classes;
the goal is at most 20 ms for every one after it.
"""

from dataclasses import replace
from statistics import median

from cassettes.clock import MS, now_ns
from player.spec.spec import parse_spec
from player.splits import PROFILES, Body, plan_for

_EVENT = 'data: {"id":"chatcmpl-1","choices":[{"index":0,"delta":{"content":"你好 👍 \\n"},"finish_reason":null}]}\n\n'
_RUNS = 9


def source(size: int = 100_000) -> Body:
    """An OpenAI-like stream of about `size` bytes, one event per read, 20 ms apart."""
    event = _EVENT.encode()
    count = size // len(event)
    cuts = tuple(range(len(event), len(event) * (count + 1), len(event)))
    body = event * count + b"data: [DONE]\n\n"
    return Body(body, b"text/event-stream", b"", cuts, tuple(20 * MS * n for n in range(count + 1)), 20 * MS * count)


def measure(stream: Body, text: str) -> tuple[int, int]:
    """(ns of the first plan, median ns of later ones)"""
    split = parse_spec(text).split
    assert split is not None
    fresh = replace(stream)
    times = []
    for run in range(_RUNS + 1):
        before = now_ns()
        plan_for(fresh, split, str(run))
        times.append(now_ns() - before)
    return times[0], int(median(times[1:]))


def main() -> None:
    stream = source()
    print(f"{len(stream.data)} bytes, {len(stream.events) + 1} events; ms")
    for name, profile in PROFILES.items():
        for text in (name, f"{name},all=1") if "all" in profile.parameters else (name,):
            first, later = measure(stream, text)
            print(f"{text:<20} first {first / MS:7.2f}   later {later / MS:7.2f}")


if __name__ == "__main__":
    main()
