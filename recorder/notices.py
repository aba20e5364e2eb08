"""Console lines about requests that were refused, or that were not understood as they were meant. Rules

- Each sentence is printed once per client, so that an app that asks every second does not push out everything else.
- After `LINES` sentences no more are printed. Advice about the upstream (`recorder.exchange.advice`) keeps both rules.
"""

from collections.abc import Callable
from typing import Final

from cassettes.errors import ChunktapeError
from cassettes.messages import say
from network.door.head import RequestHead, shown
from network.door.our_names import unknown_name
from network.door.refusal import code_of

LINES: Final = 1000


class Once:
    """Tells a person each sentence once, and `LINES` of them at most."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._said: set[str] = set()

    def __call__(self, line: str) -> None:
        if line not in self._said and len(self._said) < LINES:
            self._said.add(line)
            self._tell(line)


class Notices:
    """Prints each notice once. `tell` takes a line for a person, and is called in the event loop."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._once = Once(tell)

    def refused(self, error: ChunktapeError, client: str) -> None:
        """A request of `client` (its address) was answered with `error`."""
        self._once(
            say("Refused a request of {client} ({code}): {message}", client=client, code=code_of(error), message=error)
        )

    def admitted(self, head: RequestHead, client: str) -> None:
        """A request is forwarded: say what was changed in it, and which of its names do nothing."""
        if head.encoded:
            message = say(
                "the target came with bytes that no URL may have, and is taken as {target}", target=shown(head.target)
            )
            self._once(say("A request of {client}: {message}", client=client, message=message))
        unknown = unknown_name(head.headers, head.target)
        if unknown is not None:
            self._once(say("A request of {client}: {message}", client=client, message=unknown))
