"""Check: a client against every cut that matters, and the smallest one that breaks it.

In reading order: `values` (a run, a judgement), `expectation` (what a right client makes of a body), `reading` (what of
all that a client says is the answer), `tapes` (which bodies), `driving` (how a client can be driven), `oracles` (what
is wrong with a run), `sweep` (which cuts, and which bug is behind one that fails), `shrink` and `explain` (the smallest
plan and its class), `places` (the client's own line), `life` (what a client keeps when its answer is over), `findings`
(what was found so far), `run` (the order of the work), `known` (what is accepted), `reports` (in every form); `runners`
drive a client.
"""
