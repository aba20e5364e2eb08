"""The options of `chunktape play` about load, and what follows from them. Rules

- `play` knows one value of this module, `Loading`; what a worker and its parent do differently is decided here.
- The parent loads the cassettes too: it finds bad words and bad files before anything is started, and prints.
- A late response is said at most once a second, with the count so far.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

import click

from cassettes.messages import say, sentence

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from chunktape.workers import Worker
    from network.listen import Bound
    from player.config import Config
    from player.journal.journal import Entry
    from player.library.library import Library
    from player.player import Player

_NAMES: Final = ("workers", "max_streams", "max_late", "mix", "vary", "session_seed")
_WARN_EVERY_MS: Final = 1000


def load_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options; `command` gets them as `load`."""

    @wraps(command)  # with the options that it has already
    def called(**given: Any) -> None:
        words = {name: given.pop(name) for name in _NAMES}
        command(load=Loading(**words), **given)

    options = (
        click.option(
            "--workers",
            default=1,
            show_default=True,
            type=click.IntRange(1, 256),
            help=say("Processes that serve the port, to use more cores. Each has its own turns, journal and settings."),
        ),
        click.option(
            "--max-streams",
            default=0,
            type=click.IntRange(0),
            help=say("Answer 429 while this many responses are being played (of each worker). 0 is no limit."),
        ),
        click.option(
            "--max-late",
            metavar="TIME",
            help=say("Warn about responses that are later than this (5ms, 0.5s), and end with exit code 1."),
        ),
        click.option(
            "--mix",
            metavar="NAME=WEIGHT,...",
            help=say(
                "With --match any: how often which file answers (short=70,reasoning=20); name#3 is one interaction."
            ),
        ),
        click.option(
            "--vary",
            metavar="WHAT=FROM..TO,...",
            help=say(
                "Other times for each response: ttft=200ms..2s (first body bytes), tps=40..80 (frames per second)."
            ),
        ),
        click.option(
            "--session-seed", metavar="SEED", help=say("Seed of what is drawn in this session, to draw the same again.")
        ),
    )
    for option in reversed(options):
        called = option(called)
    return called


@dataclass
class Loading:
    """The words as given, and who this process is: `worker` None for the parent and for the only process."""

    workers: int
    max_streams: int
    max_late: str | None
    mix: str | None
    vary: str | None
    session_seed: str | None
    worker: "Worker | None" = None
    _died: bool = False

    def apply(self, config: "Config") -> "Config":
        """`config` with these settings. Raises SpecError."""
        from cassettes.errors import SpecError
        from chunktape.workers import available, this_worker
        from player.matching.mix import parse_mix
        from player.schedule.vary import parse_vary

        self.worker = this_worker()
        if self.workers > 1 and not available:
            click.echo(
                say(
                    "--workers needs a socket that processes can share, "
                    "which this system does not give: one process serves."
                ),
                err=True,
            )
            self.workers = 1
        if self.mix is not None and config.match != "any":
            raise SpecError(
                say(
                    "--mix chooses for every request, so it needs --match any; found --match {mode}.", mode=config.match
                )
            )
        if self.vary is not None and config.play.speed is None:
            raise SpecError(say("--vary sets times and --speed max has none: leave one of them out."))
        if self.session_seed is None:
            self.session_seed = str(secrets.randbelow(1 << 32))
        return replace(
            config,
            session_seed=self.session_seed,
            mix=parse_mix(self.mix) if self.mix is not None else None,
            vary=parse_vary(self.vary) if self.vary is not None else None,
            max_streams=self.max_streams,
            max_late=_read_max_late(self.max_late) if self.max_late is not None else 0,
            worker=self.worker.number if self.worker else 0,
            workers=self.worker.of if self.worker else 1,
        )

    def refuse_workers(self, option: str) -> None:
        """Raises SpecError with several workers: what `option` asks for has one process see all requests."""
        from cassettes.errors import SpecError

        if self.workers > 1:
            raise SpecError(
                say(
                    "{option} needs one process that sees every request: leave out {option}, or --workers.",
                    option=option,
                )
            )

    def check(self, config: "Config", library: "Library") -> None:
        """Raises SpecError for a mix that names what is not there."""
        from player.matching.mix import Named

        if config.mix is not None:
            config.mix.check(Named(one.name, one.interaction.number) for one in library.recordings)

    def listen(self, host: str, port: int | None) -> "Bound":
        """The socket to serve on. Raises SpecError."""
        from network.listen import DEFAULT_PORT, bind

        if self.worker:
            return self.worker.bound(host)
        return bind(host, DEFAULT_PORT if port is None else port, exact=port is not None)

    def serve(self, app: "Starlette", bound: "Bound", ready: Callable[[], None], warn: Callable[[str], None]) -> None:
        """Serve until a signal comes, here or in workers; `ready` is called once, where people read. `warn` prints a
        line and keeps no stream waiting.
        """
        from chunktape.workers import Pool, command_line
        from network.descriptors import raise_limit
        from player.server.server import run

        raise_limit()
        player: Player = app.state.player
        self._watch(player, warn)
        worker = self.worker
        if worker is not None:
            worker.stop_with_parent()
            run(app, bound, lambda: worker.say({"wire": app.state.wire}))
            worker.say(_report(player))
        elif self.workers > 1:
            context = click.get_current_context()
            words = command_line(context, workers=None, port=None, ready_file=None, session_seed=self.session_seed)
            pool = Pool(bound, self.workers, ["play", *words])

            def all_ready(said: dict[str, Any]) -> None:
                app.state.wire = said["wire"]
                ready()

            pool.run(all_ready)
            self._died = pool.died
            for report in pool.reports:
                _add(player, report)
        else:
            run(app, bound, ready)

    def start_lines(self, config: "Config") -> list[str]:
        """What a person should know at the start."""
        lines = (
            [
                say(
                    "{count} workers. A request with a seed gets the same answer from each; "
                    "repeats and unseeded requests are counted per worker, and journal, "
                    "settings, plans by id and coverage are each worker's own.",
                    count=self.workers,
                )
            ]
            if self.workers > 1
            else []
        )
        drawn = config.mix is not None or config.vary is not None
        words = (
            sentence(
                "Draws of this session: --session-seed {seed}. Each worker draws --mix and --vary for itself: "
                "there the same request may get another answer."
            )
            if self.workers > 1
            else sentence("Draws of this session: --session-seed {seed}")
        )
        return [*lines, *([say(words, seed=self.session_seed)] if drawn else [])]

    def notices(self, *, forwards: bool = False) -> list[str]:
        """What is not as it should be at the start. `forwards`: a stream may need a connection to the upstream, too."""
        from network import descriptors

        limit, needed = descriptors.limit(), descriptors.needed(self.max_streams, forwards=forwards)
        if limit is None or limit >= needed:
            return []
        streams = self.max_streams or descriptors.EXPECTED
        return [
            say(
                "This process may have {limit} files open and can't raise that; {streams} streams at once need "
                "{needed}. Before starting, as root: ulimit -n {needed} (in a container: --ulimit "
                "nofile={needed}); or fewer streams: --max-streams",
                limit=limit,
                streams=streams,
                needed=needed,
            )
        ]

    def late_line(self, player: "Player") -> str:
        """How many responses were too late; empty where none was, and in a worker."""
        late = player.metrics.counts.late
        return (
            say(
                "Responses later than --max-late: {count}. The machine was too slow for this load. Use "
                "--workers, fewer streams, or a core for the player alone.",
                count=late,
            )
            if late and self.worker is None
            else ""
        )

    def failed(self, player: "Player") -> bool:
        """Whether a response was too late or a worker died."""
        return bool(player.metrics.counts.late) or self._died

    def _watch(self, player: "Player", warn: Callable[[str], None]) -> None:
        """Say which response was too late, behind its line."""
        from cassettes.clock import MS

        ended, last, config = player.journal.ended, -_WARN_EVERY_MS, player.config
        who = say("Worker {number} of {of}", number=config.worker, of=config.workers) + ": " if config.worker else ""

        def watch(entry: "Entry") -> None:
            nonlocal last
            if ended is not None:
                ended(entry)
            now = player.clock() // MS
            if player.metrics.too_late(entry) and now - last >= _WARN_EVERY_MS:
                last = now
                label = f"{entry.method} {entry.target[:60]}"
                values = {"late": entry.progress.late / MS, "limit": config.max_late / MS}
                warn(
                    who
                    + say(
                        "LATE: {label} by up to {late:.2f} ms, --max-late is {limit:g} ms; late so far: {count}.",
                        label=label,
                        count=player.metrics.counts.late,
                        **values,
                    )
                )

        player.journal.ended = watch


def _read_max_late(text: str) -> int:
    """`--max-late` in ns. Raises SpecError."""
    from cassettes.errors import SpecError
    from player.schedule.vary import read_time

    ns = read_time(text, "--max-late")
    if ns == 0:
        raise SpecError(
            say(
                "--max-late takes a time above 0, since no write is earlier than its deadline; found {found!r}. "
                "Without the option nothing is late.",
                found=text[:40],
            )
        )
    return ns


def _report(player: "Player") -> dict[str, Any]:
    metrics = player.metrics
    return {
        "journal": player.journal.totals,
        "metrics": metrics.counts.as_json(),
        "lateness": metrics.lateness.histogram.as_counts(),
    }


def _add(player: "Player", report: dict[str, Any]) -> None:
    for name, count in report["journal"].items():
        player.journal.counts[name] += count
    player.metrics.counts.add(report["metrics"])
    player.metrics.lateness.histogram.merge(report["lateness"])
