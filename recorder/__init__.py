"""Capture: a reverse proxy that passes a stream through at once and keeps bytes, boundaries and times.

A client's connection (`client`) becomes one exchange per request (`exchange`): the request goes to the upstream, each
read of the answer is parsed, stored, and passed on, in that order. In reading order: `server` listens and stops;
`client` is the client's side of a connection, with `body` and `headers`; `exchange/` is one request and its response;
`response/` is the tap, bytes in and records out, without a socket; `session` stores the records and counts them;
`upstream/` makes connections: dialled, raced, secured, pooled. `console` and `notices` say what a person sees,
`settings` has its options, read and checked.
"""
