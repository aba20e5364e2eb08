"""What the recorder and the player share as servers: sockets, and the door that a request comes through.

A connection is accepted (`listen`), its head is read once (`door.incoming`, `door.head`) and let in (`door.admission`)
or refused with a sentence (`door.refusal`). In reading order: `listen` takes a port, or the next free one; `loops` and
`descriptors` set up the process; `sockets` has options and writing past the transport; `reset` sends a TCP reset, once
it takes no byte with it; `half_close` tells a client that left from one that only stopped sending; `hosts` says who is
meant by a name; `door/` decides who is let in and what the others are told, and `door.our_names` has the names of our
headers, and refuses those that only look like them; `signals` are those that ask a process to end, and `exiting` ends
one that still waits for something; `work` says what is too much for the loop.
"""
