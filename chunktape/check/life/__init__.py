"""The life of a client: its state when an answer is stopped, asked for again, or comes in another order; and how its
time grows with the stream.

In reading order: `scene` (what a scene is), `scenes` (one per file), `registry` (all of them), `judging` (judges an
answer in a scene), `source` (the client's line behind a scene that fails), `live` (plays scenes), `linear` and
`streams` (the time), `lines` (their lines in a report).
"""
