"""`play` with `--upstream`: library, taping and forwarder put together, from the words of the command line. Rules

- Every error in the options is found before the player listens, but for an upstream that is the player itself: that is
  seen once its port is known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cassettes.errors import SpecError
from cassettes.messages import say, sentence
from cassettes.redaction.redact import Redaction
from chunktape.forward.forwarder import Forwarder
from chunktape.forward.taping import NoWriter, Taping, TellingWriter, open_writer, plan, with_session
from chunktape.new_cassette import default_cassette, recorded_header
from chunktape.shelf import is_text, open_shelf, watched
from player.library.library import Library
from player.matching.subject import Ignored
from recorder.session import Session, Writer
from recorder.settings import Settings, Upstream
from recorder.upstream.dial import Dialer


@dataclass(frozen=True, slots=True)
class Live:
    """A library, and the forwarder for requests that it does not answer."""

    library: Library
    forwarder: Forwarder
    taping: Taping
    upstream: Upstream

    def start_lines(self) -> list[str]:
        """Lines that say where requests go."""
        if self.taping.path is None:
            lines = [
                say(
                    "  Requests without a recording go to {upstream} and are not recorded (--record new keeps them).",
                    upstream=self.upstream.url,
                )
            ]
        else:
            words = (
                sentence("  Requests without a recording go to {upstream} and are recorded into {path}.")
                if self.taping.answers
                else sentence("  EVERYTHING GOES TO {upstream} and is recorded into {path}; nothing is replayed.")
            )
            lines = [say(words, upstream=self.upstream.url, path=self.taping.path)]
        if self.taping.backup is not None:
            lines.append(say("  The old recording is kept in {path}.", path=self.taping.backup))
        return lines

    def summary(self, counts: dict[str, int]) -> str:
        """A line that says how many requests were forwarded."""
        if self.taping.path is None or self.forwarder.session.failure:
            return say(
                "Went through to {upstream}: {count}, unrecorded.",
                count=counts["forwarded"],
                upstream=self.upstream.url,
            )
        values = {"count": counts["forwarded"], "recorded": counts["recorded"], "upstream": self.upstream.url}
        return say(
            "Went through to {upstream}: {count}, of them recorded into {path}: {recorded}.",
            path=self.taping.path,
            **values,
        )


def target_of(given: list[Path], upstream: Upstream) -> Path:
    """The file to record into without --output: the last cassette given, else a new one in the last directory given."""
    last = next((path for path in reversed(given) if not is_text(path)), None)
    if last is None:
        return default_cassette(upstream)
    return default_cassette(upstream, last) if last.is_dir() else last


def open_live(
    settings: Settings,
    given: list[Path],
    *,
    word: str,
    output: Path | None,
    like: str,
    ignored: Ignored,
    on_failure: Callable[[str], None],
    tell: Callable[[str], None] = lambda line: None,
) -> Live:
    """Load the given files and begin the session's cassette, if there is to be one. Raises CassetteError, SpecError."""
    if output is not None and word == "none":
        raise SpecError(say("--output needs --record once, new or all: nothing is recorded without it."))
    if output is not None and output not in given:
        given = [*given, output]
    missing = None if word == "none" else output or (given[-1] if given else None)
    dialer = Dialer(settings)  # an error in --ca must leave no file behind
    path = output or target_of(given, settings.upstream)
    found, skipped = open_shelf(given, like, may_be_missing=missing)
    taping = plan(word, found, path)
    if taping.path is None:
        library = Library(found, ignored, skipped=skipped, cut_off=False)
        library.watch(watched(given, like))
        forwarder = Forwarder(settings, dialer, Session(NoWriter(), Redaction.none(), on_failure=on_failure), tell=tell)
    else:
        redaction = Redaction.default()
        header = recorded_header(settings.upstream, redaction)
        writer = open_writer(taping, header)
        library = Library([], ignored, skipped=skipped)
        telling: Writer = writer
        if taping.grows:
            found, position = with_session(found, taping.path, header)
            library = Library(found, ignored, skipped=skipped, recording_into=position, cut_off=False)
            telling = TellingWriter(writer, lambda one: library.add(position, one))
        session = Session(telling, redaction, on_failure=on_failure)
        forwarder = Forwarder(settings, dialer, session, taping.path.name, tell)
    return Live(library, forwarder, taping, settings.upstream)
