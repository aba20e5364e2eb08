"""Redaction: which names are secret, and how their values are taken out before anything is stored.

In reading order: `spelling` splits a name into words, `registry` has the list, `kinds` says what a body is, `pairs` and
`headers` know the places of a head, `bodies` and `stream` scan a body piece by piece, `packed` opens gzip, `whole`
takes a body that is all there, `raw` one that no parser accepted. `redact` applies all of them: `Redaction` to values,
`Redactor` to one interaction, from its request to its ending.
"""
