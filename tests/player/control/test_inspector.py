"""The page for eyes: its HTML, what it loads, what it may ask, and who else may not."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest

from cassettes import store
from cassettes.library import folder
from cassettes.model import Header, Origin
from player.app import PlayerApp
from player.control import inspector
from player.control.inspector import LIMIT, POLICY
from player.library.library import Library
from player.settings import Settings
from tests.support.asgi import Answer, ask
from tests.support.recordings import END, cassette, interaction

FILES = Path(inspector.__file__).parent / "pages" / "inspector"
BODY = "data: 你\n\ndata: b\n\n".encode()
ONE = interaction([(0, 0, BODY[:7], END), (5, 1, BODY[7:], END)], target=b"/a?x=1", method="POST", body=b"{}")
FILE = store.dumps(Header("tests", 0, Origin("made", "tests", real_bytes=False, real_times=False)), [ONE])
ELSEWHERE = (
    {"origin": "http://evil.example"},
    {"origin": "http://localhost:5173"},
    {"origin": "http://127.0.0.1:8800"},
    {"origin": "https://127.0.0.1:8799"},
    {"origin": "null"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
)


def app(**settings: Any) -> PlayerApp:
    return PlayerApp(Library([cassette(ONE)]), Settings(**settings))


def asked(target: str, method: str = "GET", body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
    return asyncio.run(ask(app(), target, method, body, headers))


@pytest.mark.parametrize(
    ("accepts", "lang", "words"),
    [
        ("en-US,en;q=0.9", "en", "Open a file"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN", "打开文件"),
        ("fr,zh-TW;q=0.5", "zh-CN", "打开文件"),
    ],
)
def test_the_page_is_in_the_language_of_the_browser(accepts: str, lang: str, words: str) -> None:
    answer = asked("/@chunktape/", headers={"accept-language": accepts})
    text = answer.body.decode()
    assert (answer.status, answer.headers[b"content-type"]) == (200, b"text/html; charset=utf-8")
    assert f'<html lang="{lang}">' in text
    assert words in text
    assert "{" not in re.sub(r"(?s)<(script|style)\b.*?</\1>", "", text)  # no place of a sentence is left to be filled
    assert answer.headers[b"content-security-policy"].decode() == POLICY


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_in_line() -> None:
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY
    assert "frame-ancestors 'none'" in POLICY
    text = asked("/@chunktape/").body.decode()
    assert re.findall(r"(?:src|href)=\"([^\"]+)\"", text) == ["page/icon.svg", "page/inspector.css", "page/page.mjs"]
    assert " style=" not in text
    assert not re.search(r" on\w+=", text)
    for file in FILES.rglob("*.*"):
        found = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|innerHTML|insertAdjacent|document\.write|eval\(", found), file


def test_all_that_the_page_imports_is_served() -> None:
    waiting, seen = ["page.mjs"], set[str]()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        answer = asked(f"/@chunktape/page/{name}")
        assert (answer.status, answer.headers[b"content-type"]) == (200, b"text/javascript; charset=utf-8"), name
        assert answer.headers[b"x-content-type-options"] == b"nosniff"
        for other in re.findall(r"from '([^']+)'", answer.body.decode()):
            path = ((FILES / name).parent / other).resolve().relative_to(FILES).as_posix()
            if path not in seen:
                waiting.append(path)
    assert seen == {one.relative_to(FILES).as_posix() for one in FILES.rglob("*.mjs")}
    assert asked("/@chunktape/page/inspector.css").headers[b"content-type"] == b"text/css; charset=utf-8"


@pytest.mark.parametrize(
    "name", ["nothing.mjs", "inspector.html", "../hello.html", "..%2fhello.html", "/etc/passwd", ""]
)
def test_nothing_else_is_served(name: str) -> None:
    answer = asked(f"/@chunktape/page/{name}")
    assert (answer.status, answer.json()["error"]["code"]) == (404, "no-control")


def test_what_repeats_a_request_is_the_one_that_was_recorded() -> None:
    async def main() -> None:
        one = app()
        await ask(one, "/a?x=2", "POST", b"{}")
        await ask(one, "/nothing")
        answer = await ask(one, "/@chunktape/requests/1")
        assert answer.json() == {"method": "POST", "target": "/a?x=1", "content_type": "", "body": "{}"}
        for number in ("2", "3", "99999999999999999999"):
            missing = await ask(one, f"/@chunktape/requests/{number}")
            assert (missing.status, missing.json()["error"]["code"]) == (404, "no-request")

    asyncio.run(main())


def test_a_cassette_is_shown_and_not_kept() -> None:
    async def main() -> None:
        one = app()
        found = (await ask(one, "/@chunktape/show", "POST", FILE, parts=3)).json()
        assert (found["state"], found["more"], len(found["recordings"])) == ("sound", 0, 1)
        assert found["recordings"][0]["recorded"]["pieces"] == [[0.0, 7], [5.0, len(BODY)]]
        assert (await ask(one, "/@chunktape/health")).json()["cassettes"] == 1

    asyncio.run(main())


def test_of_a_large_cassette_a_part_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    many = interaction((at, at, b"x", END) for at in range(30))
    data = store.dumps(Header("tests", 0, Origin("made", "tests", real_bytes=False, real_times=False)), [many] * 5)
    monkeypatch.setattr(inspector, "RECORDINGS", 4)
    monkeypatch.setattr(inspector, "TOLD", 70)
    found = asked("/@chunktape/show", "POST", data).json()
    lanes = [one["recorded"] for one in found["recordings"]]
    assert found["more"] == 1
    assert [(len(one["pieces"]), one["left_out"]) for one in lanes] == [(30, 0), (30, 0), (10, 20), (0, 30)]


@pytest.mark.parametrize("body", [b"", b"no cassette", FILE[:20], b"\x00" * 1000, FILE + b"\xc1"])
def test_what_is_no_cassette_is_said(body: bytes) -> None:
    answer = asked("/@chunktape/show", "POST", body, {"accept-language": "zh"})
    found = answer.json()
    if answer.status == 200:
        assert found["state"] != "sound"
    else:
        assert (answer.status, found["error"]["code"]) == (400, "cassette")


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LIMIT == 32 << 20
    monkeypatch.setattr(inspector, "LIMIT", 10)
    answer = asked("/@chunktape/show", "POST", FILE, {"accept-language": "zh"})
    assert (answer.status, answer.json()["error"]["code"]) == (413, "too-large")
    assert "此处最多显示 10 字节" in answer.json()["error"]["message"]


def test_of_two_files_with_one_name_the_one_that_answered_is_meant() -> None:
    async def main() -> None:
        one, other = (interaction([(0, 0, target, END)], target=target) for target in (b"/one", b"/other"))
        both = PlayerApp(Library([cassette(one), cassette(other)]))
        await ask(both, "/other")
        answer = await ask(both, "/@chunktape/requests/1")
        assert answer.json()["target"] == "/other"

    asyncio.run(main())


def test_of_a_file_that_was_replaced_the_recording_in_the_same_place_is_repeated() -> None:
    async def main() -> None:
        files = [interaction([(0, 0, target, END)], target=target) for target in (b"/a", b"/a?new")]
        old, new = (Library([cassette(one)]) for one in files)
        one = PlayerApp(old)
        await ask(one, "/a")
        old.served = new.served
        answer = await ask(one, "/@chunktape/requests/1")
        assert answer.json()["target"] == "/a?new"
        old.served = Library([]).served
        answer = await ask(one, "/@chunktape/requests/1")
        assert (answer.status, answer.json()["error"]["code"]) == (404, "no-request")

    asyncio.run(main())


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
def test_a_page_elsewhere_reads_nothing_and_posts_nothing(headers: dict[str, str]) -> None:
    async def main() -> None:
        one = app(allow_origins=("http://localhost:5173",))
        await ask(one, "/a?x=1", "POST", b"{}")
        for target, method in (("/@chunktape/requests/1", "GET"), ("/@chunktape/show", "POST")):
            answer = await ask(one, target, method, FILE if method == "POST" else b"", headers)
            assert answer.status == 403, (target, answer.body)
            assert json.loads(answer.body)["error"]["code"] == "origin"
            assert b"access-control-allow-origin" not in answer.headers

    asyncio.run(main())


@pytest.mark.parametrize("headers", [{}, {"origin": "http://127.0.0.1:8799", "sec-fetch-site": "same-origin"}], ids=str)
def test_the_page_itself_may(headers: dict[str, str]) -> None:
    assert asked("/@chunktape/show", "POST", FILE, headers).status == 200


def test_the_samples_are_shown() -> None:
    for sample in sorted(folder().glob("*.cassette"))[:4]:
        assert asked("/@chunktape/show", "POST", sample.read_bytes()).status == 200
