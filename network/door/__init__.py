"""Which requests are let in, for both servers, and what is said to the others. Sans-IO.

In reading order: `incoming` (a head from the reads that bring it), `head` (what it says), `admission` (whether it is
let in), `refusal` (codes, statuses and sentences of those that are not), `words` (names that only look like ours).
"""
