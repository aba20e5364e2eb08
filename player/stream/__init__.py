"""A response while it is played: one scheduler, one timer, and the streams that they step.

`scheduler` (all deadlines of one loop), `timers` (wakes the loop, never early), `wire_stream` and `asgi_stream` (the
pair of streams), `spaced` (the first with writes kept apart), `progress` (how far a response came), `reset` (when a
reset may go), `lateness` (how late writes left).
"""
