"""The recordings that are served, and the files that they stand in.

`recordings` (a recording, and its file), `library` (all of them, loaded again as files grow), `watch` (files that are
replaced), `stand_in` (502 in place of what has no response to give back), `cache` (values kept by what they cost).
"""
