"""A reset that takes no byte with it. Rules

- A TCP reset throws away what the client's side has not acknowledged, wherever that waits. So it is sent once all
  before it was, where the system tells that (SIOCOUTQ, Linux tcp(7)); elsewhere once the transport has handed over all.
- It is looked at again after 1 ms, and each time after twice as long, 64 ms at most: a client that reads slowly keeps a
  reset waiting, as it keeps bytes waiting.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from network import sockets

_FIRST_SECONDS: Final = 0.001
_LONGEST_SECONDS: Final = 0.064


def when_taken(waiting: Callable[[], int], then: Callable[[], None], seconds: float = _FIRST_SECONDS) -> None:
    """Call `then` once `waiting` gives 0: now, or in a later round of the running loop."""
    if not waiting():
        then()
    else:
        later = min(2 * seconds, _LONGEST_SECONDS)
        asyncio.get_running_loop().call_later(seconds, when_taken, waiting, then, later)


def reset(transport: asyncio.Transport) -> None:
    """Reset the connection once its client has what was written before. Closing it meanwhile resets it, too."""
    sockets.reset_when_closed(transport.get_extra_info("socket"))
    when_taken(lambda: 0 if transport.is_closing() else sockets.unacknowledged(transport), transport.close)
