"""The files that a check keeps between its runs: `known` (failures that are accepted, beside the client), `memory`
(plans that failed the last time, in a folder for caches).
"""
