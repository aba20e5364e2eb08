"""The page at `/@chunktape/` in real browsers, before a player that runs: what a person sees and does there."""

import base64
import itertools
import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

from cassettes import store
from cassettes.clock import MS
from cassettes.library import folder
from cassettes.model import Chunk, Chunks, Ending, EndKind, Interaction, Mark, Request, ResponseHead
from tests.interop.sessions import made, playing
from tests.support.browser import Page, Tab, firefox, tabs_of_chromium
from tests.support.patience import PATIENCE
from tests.support.recordings import END, interaction
from tests.support.waiting import wait_until

pytestmark = pytest.mark.wire

WATCH = (Path(__file__).parent / "programs" / "watch.js").read_text("utf-8")
SAMPLE = folder() / "chat-openai.cassette"
STREAM = "/v1/chat/completions"
MANY = 1000
ODD = "<img src=x onerror=alert(1)>\u202e"

Browser = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="module")
def browser(require_tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """`browser(language)`: a tab of its own, in one Chromium for each language: to start one takes a second."""
    program = require_tool("chromium")
    with ExitStack() as stack:
        running = cache(
            lambda language: stack.enter_context(
                tabs_of_chromium(program, tmp_path_factory.mktemp("chromium"), language)
            )
        )
        yield lambda language="en-US": running(language)()


def opened(page: Tab, player: str) -> None:
    page.go(f"{player}/@chunktape/")
    page.wait("document.querySelector('#settings')?.hidden === false")
    page.run(f"(() => {{ {WATCH} }})()")


def ask(player: str, spec: str = "recorded+speed,x=20") -> httpx.Response:
    return httpx.post(player + STREAM, headers={"X-Chunktape": spec}, json={}, trust_env=False, timeout=PATIENCE)


def told(player: str, path: str) -> Any:
    return httpx.get(f"{player}/@chunktape/{path}", trust_env=False, timeout=PATIENCE).json()


def chosen(page: Tab, number: int) -> None:
    page.wait(f"watch.choose({number})")
    page.wait(f"watch.title('#{number} ') && watch.rows('#pieces').length > 0")  # a late player joins pieces


def recorded(count: int, target: bytes, piece: bytes = b"") -> Interaction:
    """A stream of `count` pieces, 1 ms apart."""
    headers = ((b"Content-Type", b"text/event-stream"), (b"Transfer-Encoding", b"chunked"))
    pieces = [piece or b'data: {"content": "%d"}\n\n' % number for number in range(count)]
    chunks = [Chunk(at * MS, at, data, Mark.END) for at, data in enumerate(pieces, 1)]
    ending = Ending(EndKind.COMPLETE, (count + 1) * MS, count)
    return Interaction(
        1, Request("GET", target), ResponseHead(0, 200, b"OK", headers, "1.1"), Chunks.of(chunks), ending
    )


def test_a_stream_is_seen_cut_by_cut(browser: Browser) -> None:
    with playing(SAMPLE) as player, browser() as page:
        page.look(1280, 800)
        opened(page, player)
        assert page.run("watch.one('#nothing').hidden") is False
        ask(player, "utf8,seed=0+speed,x=20")
        chosen(page, 1)
        page.wait("watch.text('#about').includes('utf8,seed=0')")
        assert page.run("watch.lanes()") == ["all", "recorded", "sent"]
        rows = page.run("watch.rows('#pieces').map((row) => row.innerText)")
        assert any("after 1 of 3 bytes of a character" in row and "⟨e4⟩" in row and "22 e4" in row for row in rows)

        # a field has room for each digit of its time
        fields = "[...document.querySelectorAll('.stretch input')].filter((one) => one.clientWidth)"
        room = "parseFloat(getComputedStyle(one).width) / parseFloat(getComputedStyle(one).fontSize)"
        rooms = page.run(f"{fields}.map((one) => [one.placeholder.length, {room}])")
        assert rooms
        assert all(ems > 0.5 * digits for digits, ems in rooms), rooms

        # a stretch of time, and the rows follow
        whole = page.run("watch.text('#count')")
        page.run("watch.stretch(0, 40)")
        assert page.run("watch.text('#count')") != whole
        page.run("document.querySelectorAll('#part button')[1].click()")
        assert page.run("watch.text('#count')") == whole

        # the line that repeats it, and the same from the page, which tells what it saw
        assert page.run("watch.text('#line')").startswith(f"curl -N '{player}{STREAM}' -H 'X-Chunktape: utf8,seed=0")
        line = page.run("watch.text('#line')")
        done = subprocess.run(["bash", "-c", line], capture_output=True, timeout=PATIENCE, check=True)
        assert done.stdout == store.load(SAMPLE).interactions[0].body
        page.run("watch.one('#again').click()")
        page.wait("watch.title('#3 ') && watch.lanes().includes('observed')")
        (found,) = told(player, "coverage")["recordings"]
        assert found["percent"]["observed"] is not None

        # one that was played as recorded has no number on its answer, and is found all the same
        ask(player)
        chosen(page, 4)
        page.run("watch.one('#hold').click()")
        page.wait("watch.one('#hold').getAttribute('aria-pressed') === 'true'")
        page.run("watch.one('#again').click()")
        page.wait("watch.title('#5 ')")
        page.run("watch.one('#hold').click()")
        page.wait("watch.lanes().includes('observed')")
        assert page.said() == []


def test_a_line_that_is_pasted_does_what_it_says_and_no_more(browser: Browser) -> None:
    """A cassette is untrusted input, and its request becomes words for a shell."""
    bodies = [
        "it's",
        "@/etc/passwd",
        "two\nlines $(id) `id` \\",
        "👨‍👩‍👧",
        "",
        "\x1b[201~\nid\n",
        "\u202e",
        "x" * 3000,
        None,
    ]
    with playing(SAMPLE) as player, browser() as page:
        opened(page, player)
        for body in bodies:
            asked = {"method": "POST", "target": "/a?{b}=['c']", "content_type": "text/plain\n-o x", "body": body}
            module = "import('/@chunktape/page/live/again.mjs')"
            line = page.run(f"{module}.then((it) => it.lineOf({json.dumps(asked)}, 'utf8', 'http://h'))")
            printed = subprocess.run(
                ["bash", "-c", f"curl() {{ printf '%s\\0' \"$@\"; }}; {line}"],
                capture_output=True, timeout=PATIENCE, check=True,
            ).stdout.decode().split("\0")  # fmt: skip
            left_out = body is None or len(body) > 2000 or "\x1b" in body or "\u202e" in body
            words = ["-N", "-g", "http://h/a?{b}=['c']", "-H", "X-Chunktape: utf8", "--data-raw"]
            assert printed == [*words, "{}" if left_out else body, ""]
        for method, target in (
            ("GET -o x", "/"),
            ("GET", "//evil\n"),
            ("GET", "http://evil/"),
            ("GET", "*"),
            ("", "/"),
        ):
            asked = {"method": method, "target": target}
            assert page.run(f"{module}.then((it) => it.isRepeatable({json.dumps(asked)}))") is False


def test_what_is_set_holds_from_the_next_request_on(browser: Browser) -> None:
    with playing(SAMPLE) as player, browser() as page:
        opened(page, player)
        page.run("watch.set({ split: 'no-such-split' })")
        page.wait("watch.text('#state').includes('no-such-split')")
        page.run("watch.set({ split: 'utf8', speed: 'max', faults: 'reset,at=share:0.5' })")
        page.wait("watch.text('#set').includes('utf8')")
        with pytest.raises(httpx.HTTPError):
            httpx.post(player + STREAM, json={}, trust_env=False, timeout=PATIENCE)
        chosen(page, 1)
        page.wait("watch.text('#marks').includes('reset')")
        page.run("watch.one('#back').click()")
        page.wait("watch.text('#set') === ''")
        for held in ("true", "false"):
            page.run("watch.one('#hold').click()")
            page.wait(f"watch.one('#hold').getAttribute('aria-pressed') === '{held}'")
            assert json.dumps(told(player, "settings")["holds"]) == held
        assert all("400" in json.dumps(one) for one in page.said())  # the refusal that was asked for


def test_where_the_client_left_and_what_is_no_markup(browser: Browser, tmp_path: Path) -> None:
    # the first pieces are written together, so there is one of them in the lane of what was sent
    pieces = [(at, read, b"data: " + ODD.encode() + b"\n\n", END) for read, at in enumerate([*[0] * 6, 3_600_000])]
    odd = interaction(pieces, target=b"/odd")
    with playing(made(tmp_path / "odd.cassette", [odd])) as player, browser() as page:
        opened(page, player)
        with httpx.stream("GET", f"{player}/odd", trust_env=False, timeout=PATIENCE) as answer:
            events = 0
            for part in answer.iter_raw():
                events += part.count(b"\n\n")
                if events == 6:
                    break
        httpx.get(f"{player}/{ODD}", trust_env=False, timeout=PATIENCE)
        chosen(page, 1)
        page.wait("watch.text('#marks').startsWith('The client left at byte')")
        assert "<img src=x" in page.run("watch.text('#pieces')")
        page.wait("[...document.querySelectorAll('#requests .target')].some((one) => one.textContent.includes('img'))")
        assert page.run("document.querySelectorAll('img').length") == 0
        assert page.run("/\\u202e/.test(document.body.textContent)") is False
        assert page.said() == []


def test_a_cassette_and_a_report_are_opened_by_drag(browser: Browser) -> None:
    finding = {"words": f"text differs {ODD}", "repeat": "chunktape check app.mjs", "line": None}
    report = {"client": "app.mjs", "verdict": "fail", "findings": [finding]}

    def drop(name: str, data: bytes) -> None:
        page.run(f"watch.drop('{name}', '{base64.b64encode(data).decode()}')")

    with playing(SAMPLE) as player, browser() as page:
        opened(page, player)
        drop("a.cassette", SAMPLE.read_bytes())
        page.wait(f"watch.rows('#pieces').length > 3 && watch.text('#title') === '#1 POST {STREAM}'")
        assert page.run("watch.lanes()") == ["all", "recorded"]
        drop("report.json", json.dumps(report).encode())
        page.wait("watch.text('#report h3').includes('<img src=x')")
        assert page.run("watch.text('#report code')") == "chunktape check app.mjs"
        assert page.run("document.querySelectorAll('img').length") == 0
        many = {**report, "findings": [{"words": {"a": 1}, "line": 5}] + [finding] * 300}
        drop("many.json", json.dumps(many).encode())
        page.wait("watch.text('#report').endsWith('101 more findings are not shown.')")
        assert "object Object" not in page.run("watch.text('#report')")
        assert page.run("watch.text('#state')") == "many.json: read from your disk, nothing is kept"
        drop("torn.json", json.dumps({"findings": [None, 5]}).encode())
        page.wait("watch.text('#state').startsWith('torn.json is no report')")
        drop("other.json", b"{}")
        page.wait("watch.text('#state').startsWith('other.json is no report')")
        drop("broken.cassette", b"no cassette")
        page.wait("watch.text('#state').startsWith('broken.cassette is not a cassette')")
        page.run("watch.one('#live').click()")
        page.wait("watch.text('#state') === 'Live'")
        assert all("400" in json.dumps(one) for one in page.said())


@pytest.mark.skipif(sys.platform == "win32", reason="no workers there")
def test_all_workers_are_shown_and_set(browser: Browser) -> None:
    count = 3
    with playing(SAMPLE, "--workers", str(count), "--speed", "max") as player, browser() as page:
        opened(page, player)
        page.wait("watch.text('#state') === 'Live: 3 workers'")
        met: set[int] = set()
        while len({number % count for number in met}) < count:  # each connection goes to any of them
            met.add(int(ask(player, "utf8,seed=0").headers["X-Chunktape-Request"]))
        for _ in range(30):  # more than the list shows at once
            ask(player, "whole")
        page.wait(f"watch.text('#counts').includes('requests: {len(met) + 30}')")
        for number in met:
            chosen(page, number)
            page.wait("watch.lanes().includes('sent')")
        page.run("watch.one('#again').click()")
        page.wait("watch.lanes().includes('observed')")

        def reached() -> bool:
            page.run("watch.set({ split: 'event' })")
            page.wait("watch.text('#set').includes('event')")
            return "workers reached" not in page.run("watch.text('#set')")  # a busy one is not waited for long

        wait_until(reached)
        assert page.said() == []


def test_chinese_on_a_phone_with_keys_alone(browser: Browser) -> None:
    with playing(SAMPLE) as player, browser("zh-CN") as page:
        for dark in (True, False):
            page.look(375, 740, dark=dark)
            opened(page, player)
            page.wait("watch.text('#state') === '实时'")
        assert page.run("document.documentElement.lang") == "zh-CN"
        for _ in range(2):
            ask(player, "utf8+speed,x=max")
        page.wait("watch.rows('#requests').length === 2")
        visited = tabbed(page, 14)
        assert visited >= {"open", "split", "faults", "speed", "client", "back", "hold", "strip", "requests"}
        page.run("watch.one('#requests').focus()")
        for key, code, number in (("j", 74, 1), ("ArrowDown", 40, 2), ("k", 75, 1)):
            page.key(key, code)
            page.wait(f"watch.title('#{number} ') && watch.rows('#pieces').length > 0")  # a late player joins pieces
        assert tabbed(page, 12) >= {"lanes", "line", "copy", "again", "which", "odd", "pieces"}
        page.run("watch.one('#lanes').focus()")
        for shift in (False, True, True):
            page.key("ArrowRight", 39, shift=shift)
        page.wait("!document.querySelectorAll('#part button')[1].disabled")
        page.key("Escape", 27)
        page.wait("document.querySelectorAll('#part button')[1].disabled")
        assert page.run("document.documentElement.scrollWidth") == 375
        assert "三字节字符" in page.run("watch.text('#pieces')")
        # what was tapped comes into sight
        page.run("scrollTo(0, 0)")
        page.run("watch.row(2).click()")
        page.wait("watch.title('#2 ') && Math.abs(watch.one('#detail').getBoundingClientRect().top) < 2")
        assert page.said() == []


def tabbed(page: Page, times: int) -> set[str]:
    """What the Tab key reaches, each with a focus that can be seen."""
    visited = set()
    for _ in range(times):
        page.key("Tab", 9)
        name, outline = page.run(
            "[document.activeElement.id || document.activeElement.name, "
            "getComputedStyle(document.activeElement).outlineStyle]"
        )
        if name:  # else it is the browser's turn
            assert outline != "none", name
            visited.add(name)
    return visited


def test_a_thousand_requests_of_a_thousand_pieces_stay_smooth(browser: Browser, tmp_path: Path) -> None:
    many = made(tmp_path / "many.cassette", [recorded(MANY, b"/many")])
    with playing(many, "--speed", "max") as player, browser() as page:
        page.look(1280, 800)
        opened(page, player)
        host, _, port = player.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port))) as client:  # an HTTP library would read a million chunks
            for number in range(MANY):
                # writes of a split are never joined: those are sent in 1,000 pieces, too
                spec = b"X-Chunktape: event+gap,ms=0\r\n" if number % 10 == 0 else b""
                client.sendall(b"GET /many HTTP/1.1\r\nHost: localhost\r\n%b\r\n" % spec)
                end = b""
                while not end.endswith(b"0\r\n\r\n"):
                    end = (end + client.recv(1 << 16))[-5:]
        page.wait("watch.text('#counts').includes('1,000')")
        page.run("watch.one('#requests').focus()")
        for key, code in (("End", 35), ("Home", 36), ("PageDown", 34), ("j", 74), ("k", 75), ("Home", 36)):
            page.key(key, code)
        page.wait("watch.title('#1 ') && watch.text('#count') === 'pieces: 1,000 of 1,000'")
        frames = page.run("watch.scroll()")
        assert page.run("document.querySelectorAll('.row').length") < 120  # the rows in sight, and no more
        longest = max(page.run("watch.long"), default=0)
        gaps = [after - before for before, after in itertools.pairwise(frames)]
        mean = sum(gaps) / len(gaps)
        print(f"longest task {longest:.0f} ms; frames: longest {max(gaps):.0f} ms, mean {mean:.1f} ms")
        assert page.said() == []


@pytest.mark.evidence  # Firefox is 250 MB that only this test needs
def test_firefox_shows_the_same(require_tool: Callable[[str], str], tmp_path: Path) -> None:
    program = require_tool("firefox-esr" if shutil.which("firefox-esr") else "firefox")
    with playing(SAMPLE) as player, firefox(program, tmp_path) as page:
        opened(page, player)
        ask(player, "utf8,seed=0+speed,x=max")
        chosen(page, 1)
        page.wait("watch.text('#pieces').includes('after 1 of 3 bytes of a character')")
        page.run("watch.one('#again').click()")
        page.wait("watch.title('#2 ') && watch.lanes().includes('observed')")
