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

from cassettes.messages import say

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
            "--workers", default=1, show_default=True, type=click.IntRange(1, 256), help=say("load.help-workers")
        ),
        click.option("--max-streams", default=0, type=click.IntRange(0), help=say("load.help-max-streams")),
        click.option("--max-late", metavar="TIME", help=say("load.help-max-late")),
        click.option("--mix", metavar="NAME=WEIGHT,...", help=say("load.help-mix")),
        click.option("--vary", metavar="WHAT=FROM..TO,...", help=say("load.help-vary")),
        click.option("--session-seed", metavar="SEED", help=say("load.help-session-seed")),
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
            click.echo(say("load.no-workers"), err=True)
            self.workers = 1
        if self.mix is not None and config.match != "any":
            raise SpecError(say("load.mix-needs-any", mode=config.match))
        if self.vary is not None and config.play.speed is None:
            raise SpecError(say("load.vary-at-max"))
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
            raise SpecError(say("load.one-process", option=option))

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
        lines = [say("load.workers", count=self.workers)] if self.workers > 1 else []
        drawn = config.mix is not None or config.vary is not None
        seed = "load.seed-workers" if self.workers > 1 else "load.seed"
        return [*lines, *([say(seed, seed=self.session_seed)] if drawn else [])]

    def notices(self, *, forwards: bool = False) -> list[str]:
        """What is not as it should be at the start. `forwards`: a stream may need a connection to the upstream, too."""
        from network import descriptors

        limit, needed = descriptors.limit(), descriptors.needed(self.max_streams, forwards=forwards)
        if limit is None or limit >= needed:
            return []
        streams = self.max_streams or descriptors.EXPECTED
        return [say("load.few-descriptors", limit=limit, streams=streams, needed=needed)]

    def late_line(self, player: "Player") -> str:
        """How many responses were too late; empty where none was, and in a worker."""
        late = player.metrics.counts.late
        return say("load.late-summary", count=late) if late and self.worker is None else ""

    def failed(self, player: "Player") -> bool:
        """Whether a response was too late or a worker died."""
        return bool(player.metrics.counts.late) or self._died

    def _watch(self, player: "Player", warn: Callable[[str], None]) -> None:
        """Say which response was too late, behind its line."""
        from cassettes.clock import MS

        ended, last, config = player.journal.ended, -_WARN_EVERY_MS, player.config
        who = say("load.worker", number=config.worker, of=config.workers) + ": " if config.worker else ""

        def watch(entry: "Entry") -> None:
            nonlocal last
            if ended is not None:
                ended(entry)
            now = player.clock() // MS
            if player.metrics.too_late(entry) and now - last >= _WARN_EVERY_MS:
                last = now
                label = f"{entry.method} {entry.target[:60]}"
                values = {"late": entry.progress.late / MS, "limit": config.max_late / MS}
                warn(who + say("load.late", label=label, count=player.metrics.counts.late, **values))

        player.journal.ended = watch


def _read_max_late(text: str) -> int:
    """`--max-late` in ns. Raises SpecError."""
    from cassettes.errors import SpecError
    from player.schedule.vary import read_time

    ns = read_time(text, "--max-late")
    if ns == 0:
        raise SpecError(say("load.zero-late", found=text[:40]))
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
