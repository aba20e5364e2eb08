"""Check: a client against every cut that matters, and the smallest one that breaks it.

In reading order: `values` (a run, a judgement), `expectation` (what a correct client makes of a body), `reading` (which
of the values that a client gives are the answer) and `paths` (the places in them), `tapes` (which bodies), `driving`
(how a client can be driven), `oracles` (what is wrong with a run), `sweep` (which cuts, and which bug is behind one
that fails), `shrink` and `explain` (the smallest plan and its class), `repeats` (text that stands twice), `places` (the
client's own line), `life` (a client's state after its answer), `findings` (the results so far), `run` (the order of the
work), `kept` (accepted failures, and plans that failed), `reports` (the results in every form); `runners` drive a
client.
"""
