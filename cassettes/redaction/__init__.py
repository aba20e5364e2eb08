"""Redaction: which names are secret, and how their values are taken out before anything is stored.

In reading order: `spelling` splits a name into words, `registry` has the list, `kinds` says what a body is, `pairs` and
`headers` know the places of a head, `bodies`, `events` and `stream` scan a body piece by piece, `whole` takes one that
is all there (`packed` opens gzip), `raw` one that no parser accepted. `redact` applies all of them: `Redaction` to
values, `Redactor` to one interaction, from its request to its ending.
"""
