"""The responses to requests that no recording answers, and their entries in the journal."""

from collections.abc import Sequence

from starlette.responses import Response

from cassettes.errors import RequestError, SpecError
from cassettes.messages import say
from cassettes.model import Headers
from network.door.refusal import code_of, status_of
from player.journal.entry import Entry
from player.matching.index import Near
from player.plans.load import RETRY_AFTER
from player.player import Player
from player.replay.asked import Asked
from player.web import answers


def refused(entry: Entry, error: RequestError | SpecError, cors: Headers) -> Response:
    """The answer to a request that can't be read, or asks for what can't be played."""
    entry.refused(status_of(error), str(error))
    code = "spec" if isinstance(error, SpecError) else code_of(error)
    closes = ((b"connection", b"close"),) if code == "body-too-slow" else ()
    return answers.error(entry.status, code, error, (*cors, *closes))


def missed(player: Player, entry: Entry, asked: Asked, near: Sequence[Near]) -> Response:
    """404 with the recordings that are `near`, and what would help."""
    from player.replay.miss import explain  # for the first miss

    message, details = explain(asked.subject, near, player.library.recordings, player.journal)
    entry.missed(message)
    return answers.error(404, "no-match", message, asked.cors(), details)


def limited(player: Player, entry: Entry, cors: Headers) -> Response:
    """429 as a provider gives it: a client that retries by itself may."""
    limit, active = player.settings.max_streams, player.metrics.claimed
    message = say(
        "Responses being played: {active}; --max-streams allows {limit}. Try again in {seconds} s.",
        active=active,
        limit=limit,
        seconds=RETRY_AFTER,
    )
    entry.limited(message)
    return answers.ErrorResponse(429, "too-many-streams", message, ((b"retry-after", b"%d" % RETRY_AFTER), *cors))


def failed(entry: Entry, error: Exception) -> None:
    """An error of ours, which the console and the journal say."""
    entry.failed(say("an error of chunktape, please report it: {error}", error=f"{type(error).__name__}: {error}"))
