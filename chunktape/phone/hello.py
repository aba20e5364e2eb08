"""`/@chunktape/hello` at a recorder: the player's page for a phone, as one of the recorder's own answers."""

from network.door.head import RequestHead
from player.control.hello import PATH, page


def hello(head: RequestHead, target: bytes, client: str) -> bytes | None:
    """The whole response to a request for the page; None for every other request."""
    if head.method not in ("GET", "HEAD") or target.partition(b"?")[0] != PATH.encode():
        return None
    host, agent = (b"".join(head.values(name)[:1]).decode("latin-1") for name in (b"host", b"user-agent"))
    body = page(f"http://{host}", client, agent).encode()
    lines = [
        "HTTP/1.1 200 OK",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(body)}",
        "Cache-Control: no-store",
        *([] if head.wants_to_stay else ["Connection: close"]),
    ]
    answer = "\r\n".join([*lines, "", ""]).encode("ascii")
    return answer if head.method == "HEAD" else answer + body
