import asyncio
import json
import re
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response

from cassettes import store
from cassettes.clock import now_ns
from cassettes.model import Chunk, Ending, EndKind, Header, Interaction, Mark, Origin, Request, ResponseHead
from cassettes.redaction.redact import Redaction
from network.work import MAKING
from player.app import PlayerApp
from player.journal.console import request_line
from player.library.library import Library
from player.matching.subject import Ignored
from player.player import Player
from player.replay.asked import Asked
from player.replay.out import Out, SendOut
from player.settings import Settings
from player.stream.progress import Outcome
from tests.support.asgi import Answer, ask
from tests.support.recordings import END, NONE, UNPARSED, WIRED, cassette, interaction, posted


def play(*questions: tuple[str, Mapping[str, object]], library: Library, config: Settings = Settings()) -> list[Answer]:  # noqa: B008
    """The answers to requests (target, keywords of `ask`), one after the other, over plain ASGI."""
    app = PlayerApp(library, config)

    async def main() -> list[Answer]:
        return [await ask(app, target, **keywords) for target, keywords in questions]  # type: ignore[arg-type]

    return asyncio.run(main())


def chat(value: object) -> tuple[str, dict[str, object]]:
    return "/v1/chat/completions", {"method": "POST", "body": json.dumps(value).encode()}


def library(*interactions: object, **keywords: object) -> Library:
    return Library([cassette(*interactions, **keywords)])  # type: ignore[arg-type]


@pytest.mark.portable
@pytest.mark.parametrize("name", WIRED)
def test_any_server_gets_the_same_body_in_the_same_body_messages(name: str) -> None:
    one = WIRED[name][0]
    (answer,) = play(("/a", {}), library=library(one))
    if one.head is None or one.head.status < 200:
        assert answer.status == 502
        return

    assert answer.status == one.head.status
    assert answer.parts == [chunk.data for chunk in one.chunks if chunk.data and chunk.mark is not Mark.UNPARSED]
    assert answer.complete is (one.ending.kind is EndKind.COMPLETE)
    assert b"transfer-encoding" not in answer.headers


def test_a_304_has_no_length_where_a_server_frames_for_us() -> None:
    """uvicorn would wait for the bytes."""
    one = interaction(status=304, headers=((b"Content-Length", b"9"), (b"ETag", b"x")))
    (answer,) = play(("/a", {}), library=library(one))
    assert (answer.status, answer.body, answer.complete) == (304, b"", True)
    assert answer.headers == {b"etag": b"x"}


@pytest.mark.parametrize(
    "one",
    [
        interaction([(0, 0, b"ok", END)], status=700),
        interaction([(0, 0, b"raw", UNPARSED)], status=101, headers=(), kind=EndKind.TRUNCATED),
    ],
)
def test_a_status_that_no_server_sends_is_a_502_that_says_so(one: Interaction) -> None:
    (answer,) = play(("/a", {}), library=library(one))
    assert answer.status == 502
    assert answer.json()["error"]["code"] == "status-not-sendable"


@pytest.mark.portable
def test_nothing_leaves_before_its_time() -> None:
    one = interaction([(30, 1, b"a", END), (60, 2, b"b", END)])
    app = PlayerApp(library(one))
    times: list[int] = []

    async def main() -> None:
        begun = now_ns()

        async def receive() -> dict[str, object]:
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: dict[str, object]) -> None:
            if message.get("body"):
                times.append(now_ns() - begun)

        scope = {"type": "http", "method": "GET", "path": "/a", "raw_path": b"/a", "query_string": b""}
        more = {"http_version": "1.1", "scheme": "http", "client": None, "headers": [(b"host", b"localhost")]}
        await app({**scope, **more}, receive, send)  # type: ignore[arg-type]

    asyncio.run(main())
    assert times[0] >= 30_000_000
    assert times[1] >= 60_000_000


CHATS = (
    posted({"messages": [{"role": "user", "content": "hi"}]}, b"one"),
    posted(
        {
            "messages": [
                {"role": "user", "content": "hi"},
                {"role": "assistant", "content": "one"},
                {"role": "user", "content": "and?"},
            ]
        },
        b"two",
    ),
    posted({"messages": [{"role": "user", "content": "hi"}]}, b"again"),
)


def test_a_chat_finds_its_turns_whatever_is_asked() -> None:
    first = {"messages": [{"role": "user", "content": "something else"}]}
    second = {
        "messages": [*first["messages"], {"role": "assistant", "content": "one"}, {"role": "user", "content": "so?"}]
    }
    answers = play(chat(first), chat(second), library=library(*CHATS))

    assert [answer.body for answer in answers] == [b"one", b"two"]


def test_repeated_requests_get_the_recorded_ones_in_order_and_then_from_the_start() -> None:
    asked = chat({"messages": [{"role": "user", "content": "hi"}]})
    answers = play(asked, asked, asked, library=library(*CHATS))

    assert [answer.body for answer in answers] == [b"one", b"again", b"one"]


def test_clients_have_turns_of_their_own() -> None:
    target, keywords = chat({"messages": [{"role": "user", "content": "hi"}]})
    phone, tablet = {**keywords, "client": "10.0.0.7"}, {**keywords, "client": "10.0.0.8"}
    named = {**keywords, "headers": {"X-Chunktape-Session": "t1"}}
    answers = play((target, phone), (target, tablet), (target, phone), (target, named), library=library(*CHATS))

    assert [answer.body for answer in answers] == [b"one", b"one", b"again", b"one"]


def test_a_fresh_login_code_and_a_timestamp_play() -> None:
    one = interaction([(0, 0, b"ok", END)], target=b"/login?code=111&t=1700000000")
    (answer,) = play(("/login?t=1800000000&code=222", {}), library=library(one))

    assert answer.body == b"ok"


def test_strict_refuses_a_difference_and_names_the_option_that_helps() -> None:
    one = posted({"model": "m", "at": 1}, b"ok", target=b"/chat?x=1&y=2")
    asked = "/chat?y=2&x=9", {"method": "POST", "body": b'{"at": 2, "model": "m"}'}
    (answer,) = play(asked, library=library(one), config=Settings(match="strict"))

    assert answer.status == 404
    assert answer.headers[b"x-should-retry"] == b"false"
    (near,) = answer.json()["error"]["nearest"]
    assert near["option"] == "--ignore query:x --ignore body:/at"
    assert near["differs"] == [
        {"in": "query", "name": "x", "recorded": "1", "asked": "9"},
        {"in": "body", "name": "/at", "recorded": "1", "asked": "2"},
    ]
    options = tuple(near["option"].removeprefix("--ignore ").split(" --ignore "))
    mended = Library([cassette(one)], Ignored.of(options))
    (answer,) = play(asked, library=mended, config=Settings(match="strict"))
    assert answer.body == b"ok"


def test_strict_has_no_regard_to_the_order_of_the_query_and_to_how_json_is_written() -> None:
    one = posted({"b": [1, 2.0], "a": None}, b"ok", target=b"/c?x=1&y=2&x=3")
    asked = "/c?y=2&x=1&x=3", {"method": "POST", "body": b'{ "a":null, "b":[1.0,2] }'}
    other = "/c?y=2&x=1&x=3", {"method": "POST", "body": b'{ "a":null, "b":[2,1] }'}
    answers = play(asked, other, library=library(one), config=Settings(match="strict"))

    assert [answer.status for answer in answers] == [200, 404]


def test_any_serves_whatever_is_next() -> None:
    one, two = interaction([(0, 0, b"1", END)]), interaction([(0, 0, b"2", END)], target=b"/b", method="POST")
    head = interaction(method="HEAD")
    asked: list[tuple[str, dict[str, object]]] = [(f"/{path}", {}) for path in "xyz"]
    answers = play(*asked, library=library(one, head, two), config=Settings(match="any"))

    assert [answer.body for answer in answers] == [b"1", b"2", b"1"]


def test_a_miss_names_the_nearest_path() -> None:
    one, far = interaction(target=b"/v1/chat/completions"), interaction(target=b"/zzz")
    (answer,) = play(("/api/v1/chat/completions", {}), library=library(far, one))
    error = answer.json()["error"]

    assert (answer.status, error["code"]) == (404, "no-match")
    assert error["nearest"][0]["target"] == "/v1/chat/completions"
    assert error["nearest"][0]["option"] == ""
    assert "Is `/api` too much in the base URL?" in error["message"]


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "base URL 里是不是多了 `/api`？"),
        ("en-US,zh;q=0.5", "Is `/api` too much in the base URL?"),
        ("*", "Is `/api` too much in the base URL?"),
        ("fr", "Is `/api` too much in the base URL?"),
    ],
)
def test_a_miss_is_told_in_the_language_of_the_client(wanted: str, words: str) -> None:
    (answer,) = play(
        ("/api/v1/chat", {"headers": {"accept-language": wanted}}),
        library=library(interaction(target=b"/v1/chat")),
    )

    assert words in answer.json()["error"]["message"]


def test_a_miss_of_the_method_says_so() -> None:
    (answer,) = play(("/a", {"method": "POST"}), library=library(interaction()))

    assert answer.json()["error"]["nearest"][0]["differs"] == [{"in": "method"}]
    assert "GET" in answer.json()["error"]["message"]


@pytest.mark.parametrize(("recorded", "asked"), [("GET", "HEAD"), ("HEAD", "POST")])
@pytest.mark.parametrize("target", ["/a", "/b"])
def test_no_option_is_told_where_none_crosses_from_head_to_another_method(
    recorded: str, asked: str, target: str
) -> None:
    one = interaction(method=recorded)
    for mode in ("default", "any"):
        (answer,) = play((target, {"method": asked}), library=library(one), config=Settings(match=mode))
        assert answer.status == 404
        if asked != "HEAD":
            error = answer.json()["error"]
            assert error["nearest"][0]["option"] == ""
            assert "--match" not in error["message"]
            assert "HEAD" in error["message"]

    app = PlayerApp(library(one), Settings())
    asyncio.run(ask(app, target, asked))
    note = app.player.journal.entries[0].note
    assert "--match" not in note
    assert "HEAD" in note


def test_an_option_that_a_shell_would_split_is_quoted() -> None:
    one = posted({"a b": 1, "c": 1}, b"ok")
    asked = "/v1/chat/completions", {"method": "POST", "body": b'{"a b": 2, "c": 2}'}
    (answer,) = play(asked, library=library(one), config=Settings(match="strict"))

    assert answer.json()["error"]["nearest"][0]["option"] == "--ignore 'body:/a b' --ignore body:/c"


def test_no_secret_stands_in_a_miss_or_in_the_journal() -> None:
    rules = ("query:phone", "field:nick")
    one = posted({"api_key": ["sk-old"], "credentials": {"user": "old-user"}, "x": 1}, b"ok", target=b"/c?phone=old-no")
    body = b'{"api_key": ["sk-1", "sk-2"], "credentials": {"user": "me"}, "nick": {"a/b": "mine"}, "x": 2}'
    asked = "/c?phone=5551234&y=1;token=sk-3&z=a=b", {"method": "POST", "body": body}
    for mode in ("strict", "default"):
        for redaction in ((), rules):
            app = PlayerApp(library(one, redaction=redaction), Settings(match=mode))
            answer = asyncio.run(ask(app, asked[0], **asked[1]))  # type: ignore[arg-type]
            told = answer.body.decode() + "".join(app.player.journal.told())
            assert '"y"' in told
            assert "1;token=***" in told
            assert '"a=b"' in told
            ours = ("5551234", "old-no", "mine") if redaction else ()
            assert [secret for secret in ("sk-", "old-user", '"me"', *ours) if secret in told] == []


def test_a_redacted_value_matches_any_value_of_any_length() -> None:
    stored = interaction(
        [(0, 0, b"ok", END)],
        target=b"/x?key=***&a=1",
        method="POST",
        body=b'{"api_key": "********", "q": 1}',
        asked=((b"Content-Type", b"application/json"), (b"Authorization", b"***")),
    )
    rules = ("query:key", "field:api_key", "header:authorization")
    asked = [
        ("/x?key=sk-1&a=1", {"method": "POST", "body": b'{"api_key": "short", "q": 1}'}),
        ("/x?a=1&key=" + "k" * 99, {"method": "POST", "body": b'{"q": 1, "api_key": {"not": "even text"}}'}),
        ("/x?key=sk-1&a=2", {"method": "POST", "body": b'{"api_key": "short", "q": 1}'}),
    ]
    answers = play(*asked, library=library(stored, redaction=rules), config=Settings(match="strict"))

    assert [answer.status for answer in answers] == [200, 200, 404]
    assert "sk-1" not in answers[2].body.decode()


FORMS = {
    "query behind ;": ("/x?a=1;token={}", "", ""),
    "form without a type": ("/x", "", "a=b&token={}"),
    "malformed JSON": ("/x", "application/json", '{{"token": "{}", "n":'),
    "lines of JSON": ("/x", "application/x-ndjson", '{{"a": 1}}\n{{"token": "{}"}}\n'),
    "multipart": (
        "/x",
        "multipart/form-data; boundary=b{0:.3}",
        '--b{0:.3}\r\nContent-Disposition: form-data; name="token"\r\n\r\n{0}\r\n--b{0:.3}--\r\n',
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_redacted_value_matches_in_every_form_that_redaction_knows(name: str) -> None:
    target, kind, body = FORMS[name]
    redaction = Redaction.default()

    def asked(key: str) -> dict[str, object]:
        headers = {"content-type": kind.format(key)} if kind else {}
        return {"method": "POST", "body": body.format(key).encode(), "headers": headers}

    headers = ((b"content-type", kind.format("sk-recorded").encode()),) if kind else ()
    live = Request("POST", target.format("sk-recorded").encode(), headers, body.format("sk-recorded").encode())
    stored = redaction.request(live)
    assert b"sk-recorded" not in stored.target + stored.body
    one = interaction([(0, 0, b"ok", END)], target=stored.target, method="POST", body=stored.body, asked=headers)
    question = target.format("a-key-at-play"), asked("a-key-at-play")
    (answer,) = play(question, library=library(one, redaction=redaction.rules), config=Settings(match="strict"))

    assert (answer.status, answer.body) == (200, b"ok")


def test_rules_in_a_file_that_we_do_not_know_are_no_reason_to_fail() -> None:
    assert play(("/a", {}), library=library(interaction(), redaction=("quantum:x", "query:key")))[0].status == 200


def test_a_spec_can_stand_in_path_header_and_query() -> None:
    one = interaction([(3_600_000, 1, b"late", END)], target=b"/a?x=1")
    asked: list[tuple[str, dict[str, object]]] = [
        ("/@speed,x=max/a?x=1", {}),
        ("/%40recorded+speed,x=max/a?x=1", {}),
        ("/a?x=1", {"headers": {"X-Chunktape": "speed,x=max"}}),
        ("/a?chunktape=recorded%2Bspeed,x%3Dmax&x=1", {}),
    ]
    answers = play(*asked, library=library(one), config=Settings(match="strict"))

    assert [answer.body for answer in answers] == [b"late"] * 4


def test_two_specs_in_two_header_lines_are_400() -> None:
    twice = [{"X-Chunktape": "speed,x=max", "x-chunktape": other} for other in ("speed,x=max", "utf8")]
    answers = play(*(("/a", {"headers": one}) for one in twice), library=library(interaction()))

    assert [one.status for one in answers] == [200, 400]
    assert "'speed,x=max' and 'utf8'" in answers[1].json()["error"]["message"]


def test_only_a_path_is_told_how_a_path_that_begins_like_a_spec_is_written() -> None:
    asked = [
        ("/@me/a", {}),
        ("/@utf8+me/a", {}),
        ("/a", {"headers": {"X-Chunktape": "me"}}),
        ("/a?chunktape=me", {}),
    ]
    answers = play(*asked, library=library(interaction()))

    assert [one.status for one in answers] == [400] * 4
    assert ["/@@" in one.json()["error"]["message"] for one in answers] == [True, False, False, False]
    assert "--profiles --all --rewrites --faults" in answers[2].json()["error"]["message"]


def test_an_unknown_spec_is_400() -> None:
    (answer,) = play(("/@nonsense/a", {}), library=library(interaction()))

    assert (answer.status, answer.json()["error"]["code"]) == (400, "spec")


def test_a_control_name_that_would_do_nothing_is_400_and_names_the_right_one() -> None:
    page = {"X-Chunktape-Sesion": "phone", "Origin": "http://localhost:3000"}
    headers: list[tuple[str, dict[str, object]]] = [
        ("/a", {"headers": {"X-Chunktape-Split": "utf8"}}),
        ("/a?chunktape-split=utf8", {}),
        ("/a", {"headers": page}),
        ("/@utf8/a", {"headers": {"x_chunktape": "utf8"}}),
        ("/a", {"headers": {"X-Chunktape-Session": "phone", "X-Chunktape-Request": "1", "X-Chunk": "1"}}),
    ]
    *refused, served = play(*headers, library=library(interaction([(0, 0, b"ok", END)])))

    assert [(one.status, one.json()["error"]["code"]) for one in refused] == [(400, "unknown-name")] * 4
    assert "X-Chunktape: 'utf8,seed=7'" in refused[0].json()["error"]["message"]
    assert "?chunktape=utf8" in refused[1].json()["error"]["message"]
    assert "X-Chunktape-Session?" in refused[2].json()["error"]["message"]
    assert refused[2].headers[b"access-control-allow-origin"] == b"http://localhost:3000"
    assert served.body == b"ok"


def test_a_body_over_the_limit_is_413_also_when_nobody_announced_it() -> None:
    config = Settings(max_body=10)
    big: dict[str, object] = {"method": "POST", "body": b"x" * 11}
    quiet = {**big, "headers": {"transfer-encoding": "chunked"}, "parts": 3}
    answers = play(("/a", big), ("/a", quiet), library=library(interaction(method="POST")), config=config)

    assert [answer.status for answer in answers] == [413, 413]
    assert "--max-body" in answers[0].json()["error"]["message"]


def where_aside(player: Player) -> list[bool]:
    """What the player's `background` runs from now on: True for the loop's thread, in order."""
    threads: list[bool] = []
    background, run = player.background, player.background.run

    async def noted(make: Any, *arguments: Any, **keywords: Any) -> Any:
        def called() -> Any:
            threads.append(threading.current_thread() is threading.main_thread())
            return make()

        return await run(called, *arguments, **keywords)

    background.run = noted  # type: ignore[method-assign]
    return threads


@pytest.mark.parametrize("large", [False, True])
def test_a_long_target_is_made_fit_for_the_journal_beside_the_loop(large: bool) -> None:
    """Secrets are looked for in each of its pairs: of 64 KiB, 20 ms."""
    player: Player = (app := PlayerApp(library(interaction([(0, 0, b"ok", END)])))).player
    threads = where_aside(player)
    target = "/a?" + "&".join(["token=secret", *(["b=c"] * (MAKING.bytes if large else 1))])

    assert asyncio.run(ask(app, target)).body == b"ok"
    player.background.close()
    assert threads[0] is not large
    assert player.journal.entries[0].target.startswith("/a?token=")
    assert "secret" not in player.journal.entries[0].target


@pytest.mark.parametrize("parts", [MAKING.chunks, MAKING.chunks + 1])
def test_a_body_in_very_many_parts_is_put_together_beside_the_loop(parts: int) -> None:
    """32 MiB take 10 ms to copy."""
    app = PlayerApp(library(interaction([(0, 0, b"ok", END)], method="POST")))
    threads = where_aside(app.player)

    assert asyncio.run(ask(app, "/a", "POST", b"x" * 10 * parts, parts=parts)).body == b"ok"
    app.player.background.close()
    assert threads[1] is (parts == MAKING.chunks)


def test_half_a_body_and_silence_is_408() -> None:
    app = PlayerApp(library(interaction(method="POST")), Settings(body_seconds=0.05))
    sent = []

    async def main() -> None:
        first = [{"type": "http.request", "body": b"x", "more_body": True}]

        async def receive() -> dict[str, object]:
            if first:
                return first.pop()
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/a", "raw_path": b"/a", "query_string": b""}
        headers = [(b"host", b"localhost"), (b"content-length", b"5")]
        more = {"http_version": "1.1", "scheme": "http", "client": None, "headers": headers}
        await app({**scope, **more}, receive, send)  # type: ignore[arg-type]

    asyncio.run(main())
    assert sent[0]["status"] == 408


def test_a_client_that_leaves_ends_the_stream_while_it_waits() -> None:
    one = interaction([(0, 0, b"a", END), (3_600_000, 1, b"b", END)])
    app = PlayerApp(library(one))
    answer = asyncio.run(ask(app, leaves_after=2))
    (entry,) = app.player.journal.entries

    assert answer.body == b"a"
    assert entry.as_json()["outcome"] == "client-left"
    assert (entry.as_json()["bytes"], entry.as_json()["chunks"]) == (1, 1)


def test_a_client_that_leaves_before_its_body_is_whole_is_journalled() -> None:
    app = PlayerApp(library(interaction(method="POST")))

    async def main() -> None:
        async def receive() -> dict[str, object]:
            return {"type": "http.disconnect"}

        async def send(message: dict[str, object]) -> None:
            raise AssertionError(message)

        scope = {"type": "http", "method": "POST", "path": "/a", "raw_path": b"/a", "query_string": b"", "client": None}
        more = {
            "http_version": "1.1",
            "scheme": "http",
            "headers": [(b"host", b"localhost"), (b"content-length", b"5")],
        }
        await app({**scope, **more}, receive, send)  # type: ignore[arg-type]

    asyncio.run(main())
    assert app.player.journal.counts["left"] == 1


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (EndKind.UNREACHABLE, "upstream-unreachable"),
        (EndKind.INTERRUPTED, "no-response-recorded"),
        (EndKind.CLIENT_ABORT, "no-response-recorded"),
    ],
)
def test_where_there_is_no_response_to_give_back_it_is_502(kind: EndKind, code: str) -> None:
    one = interaction(head_at=None, kind=kind, end_at=1, note="connection refused" if "reach" in kind else "")
    (answer,) = play(("/a", {}), library=library(one))

    assert (answer.status, answer.json()["error"]["code"]) == (502, code)
    assert answer.complete


@pytest.mark.parametrize("target", ["/a", "/@speed,x=2/a"])
def test_that_there_is_no_response_is_said_to_each_in_their_language(target: str) -> None:
    one = interaction(head_at=None, kind=EndKind.INTERRUPTED, end_at=1)
    chinese = {"headers": {"accept-language": "zh"}}
    answers = play((target, {}), (target, chinese), (target, {}), library=library(one))
    english, other, again = (answer.json()["error"]["message"] for answer in answers)

    assert english == again
    assert other.startswith("a.cassette #1 没有可回放的响应")


def test_a_recording_with_a_response_goes_before_one_without() -> None:
    none = interaction(head_at=None, kind=EndKind.CLIENT_ABORT, end_at=1)
    answers = play(("/a", {}), ("/a", {}), library=library(none, interaction([(0, 0, b"ok", NONE)])))

    assert [answer.body for answer in answers] == [b"ok", b"ok"]


def test_a_redirect_to_the_recorded_origin_comes_back_here() -> None:
    def moved(location: bytes) -> bytes:
        one = interaction(status=302, headers=((b"Location", location), (b"Content-Length", b"0")))
        app = library(one, source="https://up.example.com/base")
        (answer,) = play(("/@speed,x=2/a", {}), library=app)
        return answer.headers[b"location"]

    assert moved(b"https://up.example.com/base/b?c") == b"http://127.0.0.1:8799/@speed,x=2/b?c"
    assert moved(b"/base/b") == b"/@speed,x=2/b"
    assert moved(b"https://other.example.com/b") == b"https://other.example.com/b"


@pytest.mark.parametrize("path", ["/a%0Ab", "/a%00", "/%FF%FE", "//a", "/a/", "/."])
def test_any_path_can_be_recorded_and_played(path: str) -> None:
    one = interaction([(0, 0, b"odd", END)], target=path.encode())
    answers = play((path, {}), (path + "x", {}), library=library(one))

    assert [answer.status for answer in answers] == [200, 404]
    assert answers[0].body == b"odd"


def test_on_miss_may_answer() -> None:
    seen: list[Asked] = []

    async def forward(asked: Asked, out: Out) -> Response | bool:
        seen.append(asked)
        if asked.request.target == b"/no":
            return False
        if asked.request.target == b"/ours":
            return Response("ours", 508)
        assert isinstance(out, SendOut)
        await out.send({"type": "http.response.start", "status": 203, "headers": []})
        await out.send({"type": "http.response.body", "body": b"forwarded"})
        return True

    app = PlayerApp(library(interaction()), on_miss=forward)

    async def main() -> list[Answer]:
        first = await ask(app, "/@speed,x=2/yes?b=1", "PUT", b"body")
        return [first, await ask(app, "/no"), await ask(app, "/ours")]

    yes, no, ours = asyncio.run(main())
    assert (yes.status, yes.body, no.status) == (203, b"forwarded", 404)
    assert (ours.status, ours.body) == (508, b"ours")
    assert (seen[0].request.method, seen[0].request.target, seen[0].request.body) == ("PUT", b"/yes?b=1", b"body")


def test_a_file_that_still_grows_is_served_as_it_grows(tmp_path: Path) -> None:
    path = tmp_path / "live.cassette"
    writer = store.CassetteWriter(path, Header("test", 0, Origin()))

    def record(target: bytes, body: bytes) -> None:
        number = writer.begin(Request("GET", target))
        writer.head(number, ResponseHead(0, 200))
        writer.chunk(number, Chunk(0, 0, body))
        writer.end(number, Ending(EndKind.COMPLETE, 0, 0))

    record(b"/a", b"first")
    app = PlayerApp(Library.open([path]))

    async def main() -> None:
        assert (await ask(app, "/a")).body == b"first"
        assert (await ask(app, "/b")).status == 404
        record(b"/b", b"second")
        assert (await ask(app, "/b")).body == b"second"
        record(b"/a", b"third")
        writer.close()
        assert [(await ask(app, "/a")).body for _ in range(2)] == [b"first", b"third"]

    asyncio.run(main())
    assert app.player.library.files[0].cassette.closed


def test_an_error_of_ours_is_told_where_people_look(monkeypatch: pytest.MonkeyPatch) -> None:
    app = PlayerApp(library(interaction()), Settings())
    player = app.player

    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(player.library.index, "find", broken)
    with pytest.raises(RuntimeError):
        asyncio.run(ask(app, "/a"))

    (entry,) = player.journal.entries
    assert (entry.answer, entry.status, entry.progress.outcome) == ("failed", 500, Outcome.FAILED)
    assert "RuntimeError: a bug" in request_line(entry)


def test_a_file_that_is_loaded_again_while_a_request_is_compared_answers_it_with_what_it_has_then() -> None:
    """A match is of positions, which are other ones then."""
    first, second = interaction([(0, 0, b"first", END)], target=b"/b"), interaction([(0, 0, b"second", END)])
    app = PlayerApp(library(second))
    player = app.player
    match, matched = player.finder.match, list[Any]()

    async def loaded_again(*arguments: Any) -> Any:
        found = await match(*arguments)
        matched.append(found)
        if len(matched) == 1:
            player.library.served = replace(library(first, second).served, generation=2)
        return found

    player.finder.match = loaded_again  # type: ignore[method-assign, assignment]

    assert asyncio.run(ask(app)).body == b"second"
    assert [one.group for one in matched] == [(0,), (1,)]


#: targets that are refused, in as many ways as a spec can be wrong
WRONG = [
    "/@utf8x/a",
    "/@utf8,seed/a",
    "/@utf8,seed=/a",
    "/@utf8,colour=red/a",
    "/@utf8,v=99/a",
    "/@sizes,n=0/a",
    "/@explicit,cuts=9:3/a",
    "/@explicit,cuts=5,body=00000000/a",
    "/@reset,at=event:0/a",
    "/@reset,at=evnt:1/a",
    "/@stall,for=5/a",
    "/@reset,p=20%25/a",
    "/@utf8+crlf+utf8/a",
    "/@speed,x=0/a",
    "/@gap,ms=many/a",
    "/@id=0000000000000000/a",
    "/@/a",
    "/@%ff/a",
    "/a?chunktape=utf8x",
    "/a?chunktape-split=utf8",
    "/@error,code=418/a",
    "/@truncate,at=share:1.5/a",
    "/b",
]


@pytest.mark.parametrize("target", WRONG)
def test_what_is_wrong_is_said_to_each_in_their_language(target: str) -> None:
    """The client may be an app that shows it to somebody else than who reads the console, which is in English here."""
    app = PlayerApp(library(interaction()), Settings())
    answer = asyncio.run(ask(app, target, headers={"accept-language": "zh-CN"}))
    error, note = answer.json()["error"], app.player.journal.entries[0].note

    assert answer.status in (400, 404)
    assert int(answer.headers[b"content-length"]) == len(answer.body)
    assert re.search("[一-鿿]", error["message"]), error["message"]
    assert not re.search("[A-Za-z]{3,} [A-Za-z]{3,} [a-z]{3,}", error["message"]), error["message"]
    assert note
    assert not re.search("[一-鿿]", note)
