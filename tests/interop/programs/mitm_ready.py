"""For mitmdump -s: writes {"url": ...} to the file that the variable READY names, once the proxy listens.

It runs under mitmproxy's Python and imports nothing of ours.
"""

import json
import os
from pathlib import Path

from mitmproxy import ctx


def running() -> None:
    (server,) = ctx.master.addons.get("proxyserver").servers
    port = server.listen_addrs[0][1]
    part = Path(os.environ["READY"] + ".part")
    part.write_text(json.dumps({"url": f"http://127.0.0.1:{port}"}), encoding="utf-8")
    part.rename(os.environ["READY"])
