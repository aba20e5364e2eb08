# mypy: ignore-errors
"""Writes the cassettes of this folder with the vcrpy that is installed beside it; README.md says with which.

    python make.py FOLDER CLIENT ...       CLIENT: requests urllib3 httpx httpx2 aiohttp tornado json betamax
    python make.py FOLDER old SOURCE       SOURCE: an unpacked vcrpy 0.7.0, which no Python of today runs as it was

Each cassette holds what one client asked a local server for; the query says how, so that a reader knows what is right:
`BODIES` by path is the plain text of the response, `ASKED` by `?body=` that of the request.
"""

import asyncio
import base64
import gzip
import http.server
import io
import pathlib
import sys
import threading
import types
import zlib

EVENTS = 'data: {"t":"你好"}\n\n: ping\n\ndata: {"t":" there"}\n\ndata: [DONE]\n\n'.encode()
BROTLI = base64.b64decode(
    "iyCAZGF0YTogeyJ0Ijoi5L2g5aW9In0KCjogcGluZwoKZGF0YTogeyJ0IjoiIHRoZXJlIn0KCmRhdGE6IFtET05FXQoKAw=="
)
RAW = zlib.compressobj(9, zlib.DEFLATED, -15)
CODED = {
    "/plain": (EVENTS, ""),
    "/gzip": (gzip.compress(EVENTS, mtime=0), "gzip"),
    "/deflate": (zlib.compress(EVENTS), "deflate"),
    "/raw": (RAW.compress(EVENTS) + RAW.flush(), "deflate"),
    "/br": (BROTLI, "br"),
    "/binary": (bytes(range(256)), ""),
}
#: path -> the body of the response, decoded
BODIES = {path: bytes(range(256)) if path == "/binary" else EVENTS for path in CODED}
#: name -> the body of the request
ASKED = {
    "none": b"",
    "text": '{"q": "你"}'.encode(),
    "bytes": b"\x00\xff\x80",
    "json": b'{"q": "\\u4f60", "n": [1, null]}',
    "form": b"q=%E4%BD%A0&n=1",
    "pieces": b'{"a":1}',
    "file": b'{"f":1}',
}
VALUE = {"q": "你", "n": [1, None]}
HEADERS = {"Content-Type": "application/json", "Authorization": "Bearer sk-secret"}
#: what the clients are asked to fetch: path, name of the body
WANTED = [*((path, "none") for path in CODED), *(("/plain", name) for name in ASKED if name != "none")]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            while size := int(self.rfile.readline().partition(b";")[0], 16):
                self.rfile.read(size + 2)
            self.rfile.readline()
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body, coding = CODED[self.path.partition("?")[0]]
        self.send_response(200)
        kind = "application/octet-stream" if "binary" in self.path else "text/event-stream"
        self.send_header("Content-Type", kind)
        if coding:
            self.send_header("Content-Encoding", coding)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "a=1; Path=/")
        self.send_header("Set-Cookie", "b=2; Path=/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def given(name):
    """What a client is given for a body: a new iterator or file each time."""
    made = {"pieces": lambda: iter([b'{"a"', b":1}"]), "file": lambda: io.BytesIO(ASKED["file"])}
    return made[name]() if name in made else ASKED[name] or None


def ask_requests(url, path, name):
    import requests

    requests.post(f"{url}{path}?body={name}", data=given(name), headers=dict(HEADERS))


def ask_urllib3(url, path, name):
    import urllib3

    body = None if name in ("pieces", "file") else given(name)
    name = name if body is not None else "none"
    urllib3.PoolManager().request("POST", f"{url}{path}?body={name}", body=body, headers=dict(HEADERS))


def ask_httpx(url, path, name, module="httpx"):
    httpx = __import__(module)
    if name == "json":  # as httpx writes it
        httpx.post(f"{url}{path}?body=httpx-json", json=VALUE, headers=dict(HEADERS))
        return
    body = None if name == "bytes" else given(name)
    body = body.getvalue() if name == "file" else b"".join(body) if name == "pieces" else body
    httpx.post(f"{url}{path}?body={name if body is not None else 'none'}", content=body, headers=dict(HEADERS))


def ask_httpx2(url, path, name):
    ask_httpx(url, path, name, "httpx2")


async def _aiohttp(url, path, name):
    import aiohttp

    sent = {"json": VALUE} if name == "json" else {"data": {"q": "你", "n": "1"}} if name == "form" else {}
    if not sent and name not in ("none", "pieces"):
        sent = {"data": given(name)}
    kind = "application/x-www-form-urlencoded" if name == "form" else "application/json"
    name = name if sent else "none"
    headers = {**HEADERS, "Content-Type": kind}
    target = f"{url}{path}?body={name}"
    async with aiohttp.ClientSession() as session, session.post(target, headers=headers, **sent) as response:
        await response.read()


def ask_aiohttp(url, path, name):
    asyncio.run(_aiohttp(url, path, name))


def ask_tornado(url, path, name):
    from tornado.httpclient import AsyncHTTPClient

    body = ASKED["none"] if name in ("pieces", "file") else ASKED[name]
    name = "none" if name in ("pieces", "file") else name

    async def fetch():
        client = AsyncHTTPClient(force_instance=True)
        await client.fetch(f"{url}{path}?body={name}", method="POST", body=body, headers=dict(HEADERS))

    asyncio.run(fetch())


def record(folder, client, url):
    import importlib.metadata

    import vcr

    serializer = "json" if client == "json" else "yaml"
    ask = globals()["ask_requests" if client == "json" else f"ask_{client}"]
    # vcrpy's JSON serializer refuses bodies that are no text, iterators and files
    wanted = [one for one in WANTED if client != "json" or (one[0] == "/plain" and one[1] in ("none", "text", "form"))]
    file = folder / f"{importlib.metadata.version('vcrpy')}-{client}.{serializer}"
    file.unlink(missing_ok=True)
    with vcr.VCR(record_mode="all").use_cassette(str(file), serializer=serializer):
        for path, name in wanted:
            ask(url, path, name)
    print(file.name, file.stat().st_size)


def record_betamax(folder, url):
    """Betamax, the VCR of requests alone: it keeps gzip as base64."""
    import betamax
    import requests

    session = requests.Session()
    recorder = betamax.Betamax(
        session, cassette_library_dir=str(folder), default_cassette_options={"record_mode": "all"}
    )
    name = f"{betamax.__version__}-betamax"
    (folder / f"{name}.json").unlink(missing_ok=True)
    with recorder.use_cassette(name):
        for path, asked in [("/plain", "none"), ("/plain", "text"), ("/gzip", "none"), ("/br", "none")]:
            session.post(f"{url}{path}?body={asked}", data=given(asked), headers=dict(HEADERS))


def old(folder, source):
    """vcrpy 0.7.0's own request and serializers, given what its stubs kept of one exchange."""
    package = types.ModuleType("vcr")  # without its __init__, which patches libraries of its time
    package.__path__ = [f"{source}/vcr"]
    sys.modules["vcr"] = package
    from vcr.request import Request
    from vcr.serializers import jsonserializer, yamlserializer

    headers = {"Content-Type": "application/json", "Authorization": "Bearer sk-secret"}
    for name, serializer in [("yaml", yamlserializer), ("json", jsonserializer)]:
        requests, responses = [], []
        for path in ["/plain"] if name == "json" else list(CODED):
            body, coding = CODED[path]
            lines = ["Content-Type: text/event-stream\r\n", *([f"Content-Encoding: {coding}\r\n"] if coding else [])]
            lines.append(f"Content-Length: {len(body)}\r\n")
            requests.append(
                Request("http", "127.0.0.1", 8080, "POST", f"{path}?body=text", ASKED["text"].decode(), headers)
            )
            responses.append(
                {
                    "status": {"code": 200, "message": "OK"},
                    "headers": [line.encode() for line in lines],
                    "body": {"string": body},
                }
            )
        text = serializer.serialize({"requests": requests, "responses": responses})
        (folder / f"0.7.0-old.{name}").write_text(text, encoding="utf-8")


def main():
    folder, *clients = sys.argv[1:]
    folder = pathlib.Path(folder)
    if clients[0] == "old":
        old(folder, clients[1])
        return
    import collections

    collections.MutableMapping = collections.abc.MutableMapping  # vcrpy 1.x on Python of today
    asyncio.coroutine = types.coroutine
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for client in clients:
        keep = record_betamax if client == "betamax" else lambda folder, url, client=client: record(folder, client, url)
        keep(folder, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()


if __name__ == "__main__":
    main()
