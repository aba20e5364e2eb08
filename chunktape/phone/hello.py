"""The recorder's own answers below `/@chunktape/`: `hello`, the player's page for a phone, and `health`, which tells
`chunktape doctor` and scripts who listens there. Everything else goes to the upstream.
"""

import json

import chunktape
from network.door.head import RequestHead
from player.control.hello import PATH, page

HEALTH = "/@chunktape/health"


def hello(head: RequestHead, target: bytes, client: str) -> bytes | None:
    """The whole response to a request for one of them; None for every other request."""
    path = target.partition(b"?")[0]
    if head.method not in ("GET", "HEAD") or path not in (PATH.encode(), HEALTH.encode()):
        return None
    if path == HEALTH.encode():
        kind = "application/json"
        body = json.dumps({"ok": True, "version": chunktape.__version__, "recording": True}).encode() + b"\n"
    else:
        host, agent = (b"".join(head.values(name)[:1]).decode("latin-1") for name in (b"host", b"user-agent"))
        kind = "text/html; charset=utf-8"
        body = page(f"http://{host}", client, agent).encode()
    lines = [
        "HTTP/1.1 200 OK",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        "Cache-Control: no-store",
        *([] if head.wants_to_stay else ["Connection: close"]),
    ]
    answer = "\r\n".join([*lines, "", ""]).encode("ascii")
    return answer if head.method == "HEAD" else answer + body
