"""Real browsers as tests drive them: Chromium by its debugging protocol (CDP), Firefox by WebDriver BiDi."""

import base64
import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import connect
from websockets.sync.connection import Connection

from benchmarks.subjects.outside import process
from tests.support.patience import PATIENCE
from tests.support.waiting import wait_until

QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server")
ALONE = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage")


class Tab:
    """One tab, over a socket that takes commands. Messages other than results are in `events`."""

    def __init__(self, socket: Connection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.events: list[Any] = []

    def send(self, method: str, **parameters: Any) -> Any:
        """One command, and its result."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=PATIENCE))
            if message.get("id") == number:
                assert "error" not in message, message
                return message["result"]
            self.events.append(message)

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression; a promise is waited for."""
        raise NotImplementedError

    def go(self, address: str) -> None:
        """Load a page."""
        raise NotImplementedError

    def wait(self, script: str) -> Any:
        """The expression's value once that is true."""
        last: list[Any] = [None]

        def true() -> bool:
            last[0] = self.run(script)
            return bool(last[0])

        wait_until(true, lambda: (script, self.run("document.body.innerText")[:2000], self.events[-5:]))
        return last[0]


class Page(Tab):
    """A tab of Chromium."""

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression; a promise is waited for."""
        result = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def said(self) -> list[Any]:
        """The page's console output, its errors, and violations of its policy."""
        names = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
        return [one["params"] for one in self.events if one["method"] in names]

    def key(self, name: str, code: int, *, shift: bool = False) -> None:
        """A key that is pressed and let go; `code`: its Windows key code."""
        text = {"text": name} if len(name) == 1 else {}
        common = {"key": name, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self.send("Input.dispatchKeyEvent", type="keyDown", **common, **text)
        self.send("Input.dispatchKeyEvent", type="keyUp", **common)

    def go(self, address: str) -> None:
        self.send("Page.navigate", url=address)

    def look(self, width: int, height: int, *, dark: bool = False) -> None:
        """The size in CSS pixels, as a phone where it is narrow, and the colour scheme."""
        narrow = width < 500
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2 if narrow else 1,
            mobile=narrow,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", captureBeyondViewport=True)["data"]))


#: opens a tab
Tabs = Callable[[], AbstractContextManager[Page]]


@contextmanager
def chromium(program: str, folder: Path, language: str = "en-US") -> Iterator[Page]:
    """A tab of a Chromium with a profile of its own in `folder`."""
    with tabs_of_chromium(program, folder, language) as tab, tab() as page:
        yield page


@contextmanager
def tabs_of_chromium(program: str, folder: Path, language: str = "en-US") -> Iterator[Tabs]:
    """A Chromium with a profile of its own in `folder`, for tests that each have a tab: pages of other ports share
    nothing.
    """
    profile = folder / "profile"
    command = [program, *QUIET, *ALONE, f"--user-data-dir={profile}", f"--accept-lang={language}", "about:blank"]
    command[1:1] = ["--remote-debugging-port=0", "--remote-allow-origins=*", f"--lang={language}"]
    with process(command, folder, HOME=str(folder), XDG_CONFIG_HOME=str(folder), XDG_CACHE_HOME=str(folder)):
        known = profile / "DevToolsActivePort"
        wait_until(
            lambda: known.exists() and "\n" in known.read_text(), lambda: (folder / "output.txt").read_text()[-2000:]
        )
        port = known.read_text().split("\n")[0]
        yield lambda: _tab(port)


@contextmanager
def _tab(port: str) -> Iterator[Page]:
    asked = f"http://127.0.0.1:{port}/json"
    made = httpx.put(f"{asked}/new?about:blank", trust_env=False, timeout=PATIENCE).json()
    with connect(made["webSocketDebuggerUrl"], max_size=None, open_timeout=PATIENCE) as socket:
        page = Page(socket)
        for domain in ("Page", "Runtime", "Log", "DOM"):
            page.send(f"{domain}.enable")
        yield page
    httpx.get(f"{asked}/close/{made['id']}", trust_env=False, timeout=PATIENCE)


class Fox(Tab):
    """A tab of Firefox."""

    def begin(self) -> None:
        """Open the session, and find the tab."""
        self.send("session.new", capabilities={})
        self._context = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def run(self, script: str) -> Any:
        asked = f"(async () => JSON.stringify(await ({script})))()"
        where = {"context": self._context}
        result = self.send("script.evaluate", expression=asked, target=where, awaitPromise=True)
        assert result["type"] == "success", result
        value = result["result"].get("value")
        return None if value is None else json.loads(value)

    def go(self, address: str) -> None:
        self.send("browsingContext.navigate", context=self._context, url=address, wait="complete")


@contextmanager
def firefox(program: str, folder: Path) -> Iterator[Fox]:
    """A tab of a Firefox with a profile of its own in `folder`."""
    profile = folder / "firefox"
    profile.mkdir()
    command = [
        program,
        "--headless",
        "--no-remote",
        "--remote-debugging-port",
        "0",
        "--profile",
        str(profile),
        "about:blank",
    ]
    known = profile / "WebDriverBiDiServer.json"
    with process(command, folder, HOME=str(folder), XDG_CACHE_HOME=str(folder)):
        wait_until(lambda: known.exists() and known.read_text(), lambda: (folder / "output.txt").read_text()[-2000:])
        where = json.loads(known.read_text())
        with connect(
            f"ws://{where['ws_host']}:{where['ws_port']}/session", max_size=None, open_timeout=PATIENCE
        ) as socket:
            tab = Fox(socket)
            tab.begin()
            yield tab
