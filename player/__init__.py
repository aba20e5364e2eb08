"""Replay: serves recorded interactions with their bytes, boundaries and times, or with any other legal split.

The way of a request: it comes in through `wire` (our own server) or `web` (any other), and `replay` reads it and has it
answered. `matching` finds the recording in the `library`, `spec` settles the scenario, `rewrites` and `faults` change
the response, `splits` say where to cut and `schedule` when each byte leaves. `plans` keeps the performance that
results, `stream` sends it, over the wire or through `send`, and `journal` notes what was sent.

In reading order: `grammar`, `schedule`, `splits`, `faults`, `rewrites`, `spec` (pure: from a spec to a performance),
`matching` (pure), `library`, `plans`, `stream`, `wire`, `web`, `player`, `replay`; around them `settings`, `journal`,
`control`, `server` and `app`.
"""
