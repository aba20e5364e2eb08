"""What the recorder and the player share as servers. In reading order: `listen` (a port), `loops` and `descriptors`
(the process), `sockets` (options, resets), `half_close` (did the client leave), `head` and `incoming` (a head, read
once), `hosts` (who is meant), `admission` (who is let in), `refusal` (what is said to the others), `words` (names
that only look like ours).
"""
