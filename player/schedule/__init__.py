"""Schedules: which bytes leave when. Pure: from an interaction to a schedule, from a schedule to writes.

In reading order: `schedule` (steps and times), `edits` (idle cap, speed, holds, gap), `vary` (other times for each
stream), `writes` (a schedule as bytes), `offsets` (where rewritten bytes were recorded), `tape` (a response before it
is cut), `performance` (everything that is sent).
"""
