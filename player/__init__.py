"""Replay: serves recorded interactions with their bytes, boundaries and times, or with any other legal split.

The way of a request: it comes by `wire` (our own server) or `web` (any other), and `replay` reads it and has it
answered: `matching` finds the recording in the `library`, `spec` settles what was asked for, `rewrites` and `faults`
change it, `splits` say where to cut and `schedule` when each byte leaves, `plans` keeps the performance that comes of
it, `stream` sends that, over the wire or through `send`, and `journal` notes what was sent.

In reading order: `grammar`, `schedule`, `splits`, `faults`, `rewrites`, `spec` (pure: from a spec to a performance),
`matching` (pure), `library`, `plans`, `stream`, `wire`, `web`, `player`, `replay`; around them `journal`, `control`,
`server` and `app`.
"""
