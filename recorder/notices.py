"""What the console says of requests beside the streams: refused ones, and what was understood otherwise. Rules

- Each sentence once per client: an app that asks every second must not push out everything else.
- Bounded: behind `LINES` of them nothing more is said.
"""

from collections.abc import Callable
from typing import Final

from cassettes.errors import ChunktapeError
from cassettes.messages import say
from network.door.head import RequestHead, shown
from network.door.refusal import code_of
from network.door.words import unknown_name

LINES: Final = 1000


class Notices:
    """`tell` takes a line for a person, in the event loop."""

    def __init__(self, tell: Callable[[str], None] | None = None) -> None:
        self._tell = tell
        self._said: set[str] = set()

    def refused(self, error: ChunktapeError, client: str) -> None:
        """A request of `client` (its address) was answered with `error`."""
        self._once(
            say("Refused a request of {client} ({code}): {message}", client=client, code=code_of(error), message=error)
        )

    def admitted(self, head: RequestHead, client: str) -> None:
        """A request goes on: say what of it was changed, and what does not do what its name says."""
        if head.encoded:
            message = say(
                "the target came with bytes that no URL may have, and is taken as {target}", target=shown(head.target)
            )
            self._once(say("A request of {client}: {message}", client=client, message=message))
        unknown = unknown_name(head.headers, head.target)
        if unknown is not None:
            self._once(say("A request of {client}: {message}", client=client, message=unknown))

    def _once(self, line: str) -> None:
        if self._tell is None or line in self._said or len(self._said) >= LINES:
            return
        self._said.add(line)
        self._tell(line)
