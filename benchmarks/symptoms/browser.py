"""The clients that run in a page: Chromium's `fetch` and `EventSource`, and `uni.request` as uni-app has it on H5."""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any, Final

from benchmarks.harness.servers import BenchmarkError
from benchmarks.subjects.outside import process

PROGRAMS: Final = Path(__file__).parent / "programs"
#: of npm: uni-app's H5 runtime and the Vue that it is built for
UNI: Final = PROGRAMS / "node_modules" / "@dcloudio" / "uni-h5"
_VUE: Final = "./node_modules/@dcloudio/uni-h5-vue/dist/vue.runtime.esm.js"
_CHROMIUM: Final = (
    *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--no-proxy-server", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--disable-dev-shm-usage",
)


def bundled() -> bytes:
    """`uni.request` and what it needs, as one module. Raises CalledProcessError."""
    command = ["node_modules/.bin/esbuild", "uni.mjs", "--bundle", "--format=esm"]
    command += ["--main-fields=module,main", f"--alias:vue={_VUE}", "--log-level=error"]
    return subprocess.run(command, cwd=PROGRAMS, capture_output=True, check=True).stdout


class _Handler(BaseHTTPRequestHandler):
    """Gives the page, the jobs and `uni.js`; takes what the page saw."""

    def __init__(self, files: dict[str, tuple[str, bytes]], seen: "Queue[Any]", *arguments: Any) -> None:
        self.files, self.seen = files, seen
        super().__init__(*arguments)

    def do_GET(self) -> None:
        kind, body = self.files.get(self.path.partition("?")[0], ("", b""))
        self._answer(200 if kind else 404, kind or "text/plain", body)

    def do_POST(self) -> None:
        found = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(200, "text/plain", b"")
        self.seen.put(found)  # Chromium is ended as soon as this is known

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def _serving(files: dict[str, tuple[str, bytes]], seen: "Queue[Any]") -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, files, seen)) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def ask(kind: str, jobs: Sequence[tuple[str, str]], limit_ms: int, patience: float) -> list[dict[str, Any]]:
    """What a page that asks with `kind` saw of each (name, base URL). Raises BenchmarkError after `patience` s."""
    files = {
        "/page": ("text/html; charset=utf-8", (PROGRAMS / "page.html").read_bytes()),
        "/jobs": ("application/json", json.dumps(jobs).encode()),
    }
    if kind == "uni":
        files["/uni.js"] = ("text/javascript; charset=utf-8", bundled())
    found = Queue[list[dict[str, Any]]]()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        _serving(files, found) as url,
        process(
            [*_CHROMIUM, f"--user-data-dir={folder}/profile", f"{url}/page?kind={kind}&limit={limit_ms}"],
            Path(folder),
            HOME=folder,
            XDG_CONFIG_HOME=folder,
            XDG_CACHE_HOME=folder,
        ),
    ):
        try:
            return found.get(timeout=patience)
        except Empty:
            printed = (Path(folder) / "output.txt").read_text("utf-8", "replace")[-1000:]
            raise BenchmarkError(f"the page did not answer within {patience} s; Chromium printed:\n{printed}") from None
