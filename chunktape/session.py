"""`chunktape play` put together from its options: settings, library, upstream, socket, player. Rules

- Errors in the options or files are found here, before the player listens.
- A worker and its parent make the same session. What they do differently is decided in `PlaySession.serve`.
- The parent loads the cassettes, too: it prints the lines of the start and the end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cassettes.errors import ChunktapeError, SpecError
from cassettes.library import folder, is_bundled, located
from cassettes.messages import say, sentence
from chunktape.options import PlayOptions, Serving, Through
from chunktape.settings import refuse_without_upstream, refuse_workers, settings_of
from chunktape.shelf import open_library
from chunktape.workers.worker import Worker, add_report, report_of, this_worker
from network import descriptors
from network.listen import DEFAULT_PORT, Bound, PortTaken, bind
from player.app import PlayerApp
from player.journal.entry import Entry
from player.library.library import Library
from player.matching.subject import Ignored
from player.player import Player
from player.server.server import run
from player.settings import Settings

if TYPE_CHECKING:
    from chunktape.forward.session import Live


@dataclass(frozen=True, slots=True)
class PlaySession:
    """A player that is ready to serve. `worker` is None for the parent and for the only process."""

    options: PlayOptions
    settings: Settings
    library: Library
    live: "Live | None"
    bound: Bound
    app: PlayerApp
    worker: Worker | None

    @property
    def player(self) -> Player:
        """The player behind the application."""
        player: Player = self.app.player
        return player

    def serve(self, ready: Callable[[str | None], None], command: Sequence[str]) -> bool:
        """Serve until a signal comes, here or in workers, each of which runs `command`; False if a worker died.

        `ready` is called once, in the parent or the only process, with the sentence on what the wire lacks, if there is
        one.
        """
        app, bound, worker = self.app, self.bound, self.worker
        descriptors.raise_limit()
        if worker is not None:
            from chunktape.workers.shared import Shared

            shared = Shared(worker, self.player)
            worker.stop_with_parent(shared.received)

            def listening(lacks: str | None) -> None:
                shared.begin()
                worker.say({"wire": lacks})

            run(app, bound, listening, worker.aside())
            worker.say(report_of(self.player))
            return True
        if self.options.load.workers == 1:
            run(app, bound, ready)
            return True
        from chunktape.workers.pool import Pool  # most sessions have one process

        pool = Pool(bound, self.options.load.workers, command)
        pool.run(lambda said: ready(said["wire"]))
        for report in pool.reports:
            add_report(self.player, report)
        return not pool.died


def open_session(
    options: PlayOptions,
    *,
    ended: Callable[[Entry], None],
    warn: Callable[[str], None],
    stopped: Callable[[str], None],
) -> PlaySession:
    """A session from its options. Raises SpecError and CassetteError.

    `ended` gets every request that is over, `warn` lines about late ones, `stopped` the reason why recording stopped.
    """
    worker = this_worker()
    if options.load.workers != 1:
        from chunktape.workers.pool import possible

        options = options._replace(load=options.load._replace(workers=possible(options.load.workers)))
    serving, through = options.serving, options.through
    settings = settings_of(options, worker)
    if options.cutting.fail_under is not None:
        refuse_workers(options.load, "--fail-under")
    ignored = Ignored.of(serving.ignore)
    live: Live | None = None
    bound: Bound | None = None
    if through.upstream is not None:
        refuse_workers(options.load, "--upstream")
        live, bound = _open_live(options, through.upstream, worker, ignored, stopped, warn)
        library = live.library
    else:
        refuse_without_upstream(through)
        library = open_library(_files(serving), serving.like, ignored)
    if settings.mix is not None:
        from player.matching.mix import Named

        settings.mix.check(Named(one.name, one.interaction.number) for one in library.recordings)
    bound = bound or _listen(serving, worker)
    forwarder = live.forwarder if live is not None else None
    app = PlayerApp(library, settings, on_miss=forwarder, on_stop=forwarder.close if forwarder is not None else None)
    app.player.plans.made.prepare(library.recordings, settings.play)
    library.listen(warn)
    app.player.journal.listen(ended)
    if settings.max_late:
        from chunktape.verdict import LateWatch

        app.player.journal.listen(LateWatch(app.player, warn).ended)
    return PlaySession(options, settings, library, live, bound, app, worker)


# ------------------------------------------------------------------------------------------- the parts


def _listen(serving: Serving, worker: Worker | None) -> Bound:
    if worker is not None:
        return worker.bound(serving.host)
    port = serving.port
    try:
        return bind(serving.host, DEFAULT_PORT if port is None else port, exact=port is not None)
    except PortTaken as error:
        from chunktape.doctor.ports import with_holder

        raise with_holder(error) from None


def _open_live(
    options: PlayOptions,
    url: str,
    worker: Worker | None,
    ignored: Ignored,
    stopped: Callable[[str], None],
    warn: Callable[[str], None],
) -> "tuple[Live, Bound]":
    """The way to the upstream, and the socket, whose port shows whether the upstream is the player itself."""
    # most sessions have no upstream, and start without the recorder
    from chunktape.forward.itself import refuse_itself
    from chunktape.forward.session import open_live
    from recorder.settings import Settings, parse_upstream

    serving, through = options.serving, options.through
    recorder = Settings(
        parse_upstream(url), ca=through.ca, insecure=through.insecure, keep_encoding=through.word == "none"
    )
    bound = _listen(serving, worker)
    try:
        refuse_itself(recorder.upstream, bound.host, bound.port)
        live = open_live(
            recorder,
            _played(serving.files, through),
            word=through.word,
            output=through.output,
            like=serving.like,
            ignored=ignored,
            on_failure=stopped,
            tell=warn,
        )
    except ChunktapeError:
        bound.sock.close()
        raise
    return live, bound


def _files(serving: Serving) -> list[Path]:
    """The files given, or the bundled samples. Raises SpecError where there are none."""
    files = [Path(located(file)) for file in serving.files] or sorted(folder().glob("*.cassette"), key=_usual_first)
    if not files:
        raise SpecError(say("No samples are bundled with this installation. Name a file: chunktape play FILE"))
    return files


def _played(files: Sequence[str], through: Through) -> list[Path]:
    """The files given beside an upstream. The one that is recorded into may be missing; the last one is it without
    `--output`, and can't be a bundled one: SpecError. Raises CassetteError for another that is not there.
    """
    into = str(through.output or "")
    if through.word != "none" and not into and files:
        into = files[-1]
        if is_bundled(into):
            words = say(
                "{file} is a bundled cassette, which nothing is recorded into: name a file with --output.", file=into
            )
            raise SpecError(words)
    return [Path(file if file == into else located(file)) for file in files]


def _usual_first(sample: Path) -> tuple[bool, bool, str]:
    """The samples in the order in which a person wants them: the most common API, other chats, then torture."""
    return (sample.stem != "chat-openai", not sample.stem.startswith("chat-"), sample.stem)


# ------------------------------------------------------------------------------------- what is said of it


def start_lines(settings: Settings, count: int) -> list[str]:
    """Lines for the start about `count` workers and about the mix and the variation."""
    lines = []
    if count > 1:
        lines.append(
            say(
                "{count} workers. A request with a seed gets the same answer from each; repeats and unseeded "
                "requests are counted per worker, and journal, plans by id and coverage are each "
                "worker's own.",
                count=count,
            )
        )
    if settings.mix is not None or settings.vary is not None:
        seed = (
            sentence(
                "Draws of this session: --session-seed {seed}. Each worker draws --mix and --vary for itself: "
                "there the same request may get another answer."
            )
            if count > 1
            else sentence("Draws of this session: --session-seed {seed}")
        )
        lines.append(say(seed, seed=settings.session_seed))
    return lines


def notices(max_streams: int, *, forwards: bool = False) -> list[str]:
    """Warnings at the start. `forwards`: a stream may need a connection to the upstream, too."""
    limit, needed = descriptors.limit(), descriptors.needed(max_streams, forwards=forwards)
    if limit is None or limit >= needed:
        return []
    return [
        say(
            "This process may have {limit} files open and can't raise that; {streams} streams at once need "
            "{needed}. Before starting, as root: ulimit -n {needed} (in a container: --ulimit "
            "nofile={needed}); or fewer streams: --max-streams",
            limit=limit,
            streams=max_streams or descriptors.EXPECTED,
            needed=needed,
        )
    ]
