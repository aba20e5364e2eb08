"""The reports of a check, one file per form.

`console` (a terminal), `values` (JSON), `junit`, `markdown`, `page` (one offline HTML page). Their content is the same:
`facts` has the sentences, `causes` those about the cause, `bytes_around` the bytes on both sides of a cut, `outputs`
the two answers and the pieces of the plan, which `pages` draws. `files` writes reports; `progress` is the line on a
terminal while a check runs.

Recorded text and the client's text are untrusted: every form has its own escaping, and its own test with hostile text.
"""
