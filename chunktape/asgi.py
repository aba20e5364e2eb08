"""`chunktape.asgi:app`: the player for any ASGI server. Rules

- CHUNKTAPE_CASSETTES names files and directories, separated as in PATH; without it the bundled samples are played.
  CHUNKTAPE_ALLOW_HOST names the hosts under which it is reached, separated by commas: `Host` may be an address or
  localhost anyway.
- They are loaded when the lifespan starts; an error fails the start with its sentence. A server that runs no lifespan
  gets them with the first request, and the sentence as its answer until they can be loaded.
- If a file, or a part of one, can't be played, the rest is played, with a warning of the logger `chunktape` (on
  standard error, unless the server configures it).
- Everything else is asked for in the request, with a spec (`/@speed,x=2/...`). Through a foreign server responses go
  out as plain ASGI messages; `docs/behaviour.md` says what is lost.
- The session's seed is drawn; `/@chunktape/health` shows it, and every answer that used a seed names it.
- No frames are made at the start: they are for the wire, and there is none.
- The process is not ours: garbage collection and limits are left alone.
"""

import logging
import os
import secrets
from pathlib import Path

from starlette.types import Receive, Scope, Send

import chunktape

chunktape.check_parts()

# only after `check_parts`
from cassettes.errors import CassetteError, ChunktapeError, http_status  # noqa: E402
from cassettes.library import folder  # noqa: E402
from player.app import PlayerApp  # noqa: E402
from player.journal.opening import losses  # noqa: E402
from player.library.library import Library  # noqa: E402
from player.settings import Settings  # noqa: E402
from player.web import answers  # noqa: E402

CASSETTES = "CHUNKTAPE_CASSETTES"
HOSTS = "CHUNKTAPE_ALLOW_HOST"


def open_player() -> PlayerApp:
    """The player that the environment asks for. Raises CassetteError."""
    settings = Settings(
        allow_hosts=tuple(name.strip() for name in os.environ.get(HOSTS, "").split(",") if name.strip()),
        version=chunktape.__version__,
        session_seed=str(secrets.randbelow(1 << 32)),
    )
    given = os.environ.get(CASSETTES, "")
    named = [Path(part) for part in given.split(os.pathsep) if part]
    try:
        library = Library.open(named or [folder()])
    except CassetteError as error:
        raise CassetteError(f"{CASSETTES}={given}: {error}", path=error.path) from None
    for line in losses(library):
        logging.getLogger("chunktape").warning("chunktape: %s", line)
    return PlayerApp(library, settings)


class Application:
    """An ASGI application that makes its player when it starts."""

    def __init__(self) -> None:
        self._player: PlayerApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind == "lifespan" or self._player is None:
            try:
                self._player = open_player()
            except ChunktapeError as error:
                if kind == "lifespan":
                    await receive()
                    await send({"type": "lifespan.startup.failed", "message": str(error)})
                elif kind == "http":
                    await answers.error(http_status(error), "cassettes", error)(scope, receive, send)
                else:
                    raise
                return
        await self._player(scope, receive, send)


app = Application()
