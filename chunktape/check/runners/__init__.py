"""How a client is driven: `child` (a process that runs it, and the watchdog), `node` and `python` (which process)."""
