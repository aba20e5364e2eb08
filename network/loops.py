"""The event loop and the interpreter of a process that is ours. Rules

- uvloop runs where it is installed, unless CHUNKTAPE_PORTABLE=1, which switches off everything that Windows and macOS
  lack.
- `sys.setswitchinterval` holds for the whole process, so only our commands set it.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from typing import Final

#: s for which a thread of ours may keep streams waiting; 5 ms is Python's own
SWITCH: Final = 0.00005


def portable() -> bool:
    """Whether the paths that only some systems have are switched off (CHUNKTAPE_PORTABLE=1)."""
    return os.environ.get("CHUNKTAPE_PORTABLE") == "1"


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """The function that makes the event loop of a process of ours."""
    if not portable():
        try:
            import uvloop
        except ImportError:
            pass
        else:
            made: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
            return made
    return asyncio.new_event_loop


def switch_often() -> None:
    """Make threads that compute give Python's lock back to the loop soon."""
    sys.setswitchinterval(SWITCH)
