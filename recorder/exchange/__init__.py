"""One request to the upstream and its response. `exchanges` starts and ends exchanges, `exchange` is one of them.
`request` is a client's request, and how heads change on their way; `silence` ends a response that has no end of its
own; `advice` says what an answer tells about the upstream's URL.
"""
