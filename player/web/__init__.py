"""HTTP as the application sees it: who asks, what for, what a page may read, and answers of our own.

`scope` (what ASGI says of a request), `target` (the target without the spec that stood in it), `gate` (the first door:
Host, Origin, preflight), `access` (which page may read), `heads` (the recorded head as one client gets it), `answers`.
"""
