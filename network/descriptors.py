"""How many descriptors a process may have open (`ulimit -n`), and how many it needs. Rules

- One connection is one descriptor; a forwarded stream has two. `RESERVE` is what the rest needs: files, the timer, the
  loop, connections that wait.
- The soft limit is raised to the hard one, only in processes that are ours; where that is not enough, the person is
  warned.
- Windows has no such limit; there `limit` is None and nothing is done.
"""

import sys
from typing import Final

RESERVE: Final = 64
#: streams at once that are expected where no number was given: what one core can play
EXPECTED: Final = 2000
#: the soft limit to ask for where the hard limit is "no limit": macOS accepts this much (OPEN_MAX)
_UNLIMITED: Final = 10_240

if sys.platform == "win32":

    def limit() -> int | None:
        """Descriptors that this process may have open; None: no limit that we know."""
        return None

    def attainable() -> int | None:
        """The limit that `raise_limit` would reach."""
        return None

    def raise_limit() -> int | None:
        """Raise the soft limit to the hard one, as far as the system lets us; gives the limit that holds then."""
        return None

else:
    import resource

    def limit() -> int | None:
        """Descriptors that this process may have open; None: no limit that we know."""
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return None if soft == resource.RLIM_INFINITY else soft

    def attainable() -> int | None:
        """The limit that `raise_limit` would reach."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft == resource.RLIM_INFINITY:
            return None
        return max(soft, _UNLIMITED) if hard == resource.RLIM_INFINITY else hard

    def raise_limit() -> int | None:
        """Raise the soft limit to the hard one, as far as the system lets us; gives the limit that holds then."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        for wanted in (hard, _UNLIMITED):
            unlimited = resource.RLIM_INFINITY
            if soft == unlimited or (wanted != unlimited and wanted <= soft):
                break
            try:
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
                break
            except (ValueError, OSError):
                continue
        return limit()


def needed(streams: int, *, forwards: bool = False) -> int:
    """Descriptors for `streams` at once (0: as many as one core can play), each of which may be a forwarded one."""
    return (streams or EXPECTED) * (2 if forwards else 1) + RESERVE
