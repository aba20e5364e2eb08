"""Which requests are let in, for both servers, and how the others are refused. Sans-IO.

In reading order: `incoming` (a head from the reads that bring it), `head` (what it says), `admission` (whether it is
let in), `refusal` (codes, statuses and sentences of refused requests), `our_names` (the headers and the query key that
are ours, and names that only look like them).
"""
