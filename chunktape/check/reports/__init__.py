"""What a check found, in every form: a file per form.

`console` (a terminal), `values` (JSON), `junit`, `markdown`, `page` (one offline HTML page). What they say is the same:
`facts` has the sentences, `causes` those on why, `bytes_around` what stands on both sides of a cut, `outputs` the two
answers and the pieces of the plan, which `pages` draws. `progress` is the line on a terminal while a check runs.

What was recorded, and what the client says, is untrusted text in each of them: every form has its own escaping, and its
own test with hostile text.
"""
