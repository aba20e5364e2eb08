"""Bytes on one connection: uvicorn's protocol as the player needs it. In reading order: `wire` (what one response is
written to), `body` (a request's body on its way to the parser), `intake` (requests in: what is let in, what is
refused), `protocol` (responses out, the fast lane, clients that leave), `vanished` (a client that is gone without FIN
or reset), `selfcheck` (whether uvicorn still works as we need it).
"""
