"""HTTP as the application sees it: the client, the target, what a page may read, and answers of our own.

`scope` (a request read from its ASGI scope), `target` (the target and the spec in it), `gate` (the first check: Host,
Origin, preflight), `access` (which page may read), `heads` (the recorded head as one client gets it), `answers`.
"""
