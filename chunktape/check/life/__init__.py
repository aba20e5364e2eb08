"""The life of a client: what becomes of its state when an answer is stopped, asked for again, or comes in another
order; and how its time grows with the stream.

In reading order: `scene` (what a scene is), `scenes` (one per file), `registry` (all of them), `judging` (what an
answer in a scene is held to), `live` (plays them), `linear` and `streams` (the time), `lines` (what a report says of
them).
"""
