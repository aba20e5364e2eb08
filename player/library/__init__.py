"""The recordings that are served, and their files.

`recordings` (a recording, and its file), `library` (all of them, loaded again as files grow), `watch` (files that are
replaced), `stand_in` (502 in place of a recording without a response), `cache` (values within a limit of cost).
"""
