"""Answers requests with recordings: over a wire, through plain ASGI, or by the fast lane.

In reading order: `asked` (a request, read once), `endpoint` (read, find, settle, perform, send), `out` (the two ways
out), `lane` (requests that came before), `crowd` (many in one instant), `door` (who is let in), `miss` (the words of a
404), `refusals` (responses to requests without a recording).
"""
