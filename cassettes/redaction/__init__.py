"""A secret's whole way: which names are secret, and how their values are taken out before anything is stored.

In reading order: `words` splits a name, `registry` has the list, `kinds` says what a body is, `pairs` and `headers`
know the places of a head, `bodies`, `events` and `stream` scan a body piece by piece, `whole` takes one that is all
there, `raw` what no parser accepted. `redact` applies all of them: `Redaction` to values, `Redactor` to one interaction
from its request to its ending.
"""
