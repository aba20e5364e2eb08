"""One request to the upstream and its response. `exchanges` starts and ends them; `exchange` is one of them; `request`
is what a client asked, and how heads change on their way; `silence` ends a response that has no end of its own.
"""
