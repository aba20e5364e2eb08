"""Check: a client against every cut that matters, and the smallest one that breaks it.

In reading order: `values` (a run, a judgement), `expectation` (what a right client makes of a body), `reading` (what of
all that a client says is the answer), `tapes` (which bodies), `search` (how a client can be driven), `sweep` (which
cuts, and which bug is behind one that fails), `oracles` (what is wrong with a run), `run` (the order of the work),
`shrink` and `explain` (the smallest plan and its class), `places` (the client's own line), `findings` (what was found
so far), `known` (what is accepted), `reports` (in every form); `runners` drive a client.
"""
