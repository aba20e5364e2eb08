"""Tables of docs/performance.md from measured sections. Rules

- Figures are medians over the runs, worst cases where the column says so, and all runs for a target.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.harness.results import Section
from benchmarks.harness.tables import heading, put, short, table
from benchmarks.performance import overload, recording, replay, startup
from benchmarks.performance.targets import TARGETS
from benchmarks.subjects import ours, peers


def _runs(values: Iterable[float]) -> str:
    return " ".join(short(value) for value in values) or "–"


def _notes(section: Section) -> str:
    return "".join(f"\n\nNot measured: {note}." for note in section.notes)


def _targets(sections: Mapping[str, Section]) -> str:
    rows = []
    for target in TARGETS:
        runs = target.runs(sections)
        kept = target.kept(runs)
        worst = (max if target.kind == "most" else min)(runs) if runs else None
        verdict = {True: "kept", None: "not measured", False: f"**missed** (worst {short(worst)})"}[kept]
        sign = "≤" if target.kind == "most" else "≥"
        rows.append([target.text, f"{sign} {target.bound:g} {target.unit}", _runs(runs), verdict])
    return table(["", "target", "each run", ""], rows)


def _replay(section: Section) -> str:
    rows = []
    for cell in sorted(section.cells(), key=list(replay.CELLS).index):
        for subject in section.subjects():
            p99 = section.all(subject, cell, "p99_ms")
            if not p99:
                continue
            mid = {k: section.median(subject, cell, k) for k in
                   ("p50_ms", "drift_ms", "kept", "cpu_ms_per_1000", "share", "kib_per_stream")}  # fmt: skip
            ratios = section.ratios(subject, peers.LIMIT, cell, "cpu_ms_per_1000")
            done = sum(section.all(subject, cell, "completed")) / sum(section.all(subject, cell, "streams"))
            rows.append([
                subject, cell, _runs(p99), short(mid["p50_ms"]), short(min(section.all(subject, cell, "min_ms"))),
                short(mid["drift_ms"]), f"{(mid['kept'] or 0):.1%}", short(mid["cpu_ms_per_1000"]),
                short(sorted(ratios)[len(ratios) // 2]) if ratios and cell not in ("1", "50") else "–",
                short(mid["share"]), short(mid["kib_per_stream"]) if cell != "1" else "–", f"{done:.0%}",
            ])  # fmt: skip
    head = ("player", "streams", "p99 ms, each run", "p50 ms", "earliest ms", "drift ms", "boundaries kept",
            "CPU ms / 1,000 chunks", "× C writer", "CPU share", "KiB / stream", "complete")  # fmt: skip
    return table(head, rows)


def _overload(section: Section) -> str:
    rows = []
    for cell in section.cells():
        for subject in section.subjects():
            p99 = section.all(subject, cell, "p99_ms")
            if not p99:
                continue
            ratios = section.all(subject, cell, "p99_x")
            mid = {key: section.median(subject, cell, key) for key in ("p50_ms", "kept", "share", "streams")}
            rows.append([
                subject, cell, short(mid["streams"]), _runs(p99), _runs(ratios), short(mid["p50_ms"]),
                short(max(section.all(subject, cell, "max_ms"))), f"{mid['kept'] or 0:.1%}", short(mid["share"]),
                f"{sum(section.all(subject, cell, 'completed')) / sum(section.all(subject, cell, 'streams')):.0%}",
            ])  # fmt: skip
    head = ("player", "load", "streams", "p99 ms, each run", f"× {overload.QUIET}", "p50 ms", "most ms",
            "boundaries kept", "CPU share", "complete")  # fmt: skip
    return table(head, rows)


def _speed(section: Section) -> str:
    rows = []
    for cell in section.cells():
        for subject in section.subjects():
            rates = section.all(subject, cell, "streams_per_s")
            if not rates:
                continue
            ratio = {
                other: section.ratios(subject, other, cell, "streams_per_s") for other in ("nginx static", peers.LIMIT)
            }
            against = [short(sorted(one)[len(one) // 2]) if one else "–" for one in ratio.values()]
            rows.append([subject, cell, short(section.median(subject, cell, "streams_per_s")), _runs(rates),
                         short(section.median(subject, cell, "MB_per_s")), *against,
                         short(section.median(subject, cell, "share")),
                         short(section.median(subject, cell, "client_share"))])  # fmt: skip
    head = (
        "player",
        "response",
        "responses/s",
        "each run",
        "MB/s",
        "× nginx static",
        "× C writer",
        "CPU share",
        "client's share",
    )
    return table(head, rows)


def _recorder(section: Section) -> str:
    rows = []
    for subject in section.subjects():
        p99 = section.all(subject, recording.LATENCY, "latency_p99_ms")
        direct = section.all(recording.DIRECT, recording.LATENCY, "latency_p99_ms")
        added = [mine - without for mine, without in zip(p99, direct, strict=False)]
        rows.append([
            subject,
            short(section.median(subject, recording.LATENCY, "latency_p50_ms")),
            _runs(p99),
            "–" if subject == recording.DIRECT else _runs(added),
            short(section.median(subject, recording.LATENCY, "cpu_ms_per_1000")),
            short(section.median(subject, recording.FASTEST, "streams_per_s")),
            _runs(section.all(subject, recording.FASTEST, "streams_per_s")),
            _runs(section.all(subject, recording.TIMES, "time_p99_ms")),
        ])  # fmt: skip
    head = ("proxy", "latency p50 ms, 50 streams", "p99 ms, each run", "added p99 ms", "CPU ms / 1,000 chunks",
            "streams/s", "each run", "recorded time error p99 ms, 100 streams")  # fmt: skip
    return table(head, rows)


def _load(section: Section) -> str:
    keys = ("seconds", "grown_x", "held_x", "peak_x", "file_x")
    rows = [[row.cell, str(row.run), *(short(row.values[key]) for key in keys)] for row in section.rows]
    return table(
        ("chunks", "run", "load s", "resident memory × body", "held × body", "peak × body", "file × body"), rows
    )


def _startup(section: Section) -> str:
    rows = []
    for subject in section.subjects():
        values = section.all(subject, startup.CELL, "start_ms")
        rows.append([subject, short(section.median(subject, startup.CELL, "start_ms")), _runs(values)])
    return table(("player", "ms to the first answer", "each run"), rows)


def _soak(section: Section) -> str:
    return table(("", "figure"), [[row.cell, short(row.values["value"])] for row in section.rows])


def _many(section: Section) -> str:
    rows = [[cell, _runs(section.all(ours.NAME, cell, "value"))] for cell in section.cells()]
    return table(("", "each run"), rows)


_TABLES = {
    "replay": _replay,
    "overload": _overload,
    "speed": _speed,
    "recorder": _recorder,
    "many": _many,
    "load": _load,
    "startup": _startup,
    "soak": _soak,
}


def parts(sections: Mapping[str, Section]) -> dict[str, str]:
    """The text of every part that was measured, by name."""
    made = {name: heading(s) + _TABLES[name](s) + _notes(s) for name, s in sections.items()}
    if set(sections) - {"soak"}:
        made["targets"] = _targets(sections)
    return made


def write(document: Path, sections: Mapping[str, Section]) -> None:
    """Replace the measured parts of `document`."""
    put(document, parts(sections))
