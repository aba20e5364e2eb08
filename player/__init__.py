"""Replay: serves recorded interactions with their bytes, boundaries and times, or with any other legal split.

The way of a request: `wire` (our own server) or `web` (any other) reads what was asked, and `replay` has it answered:
`matching` finds the recording in the `library`, `spec` settles what was asked for, `rewrites` and `faults` change it,
`splits` say where to cut and `schedule` when each byte leaves, `plans` keeps what was made, `stream` writes it, and
`journal` notes what was sent.

In reading order: `grammar`, `schedule`, `splits`, `faults`, `rewrites`, `spec` (pure: from a spec to a performance),
`matching` (pure), `library`, `plans`, `stream`, `wire`, `web`, `player`, `replay`; around them `journal`, `control`,
`server` and `app`.
"""
