"""Faults through the whole player: who meets them, what is told of them, and how connections go on."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from cassettes.clock import MS
from cassettes.model import Interaction
from chunktape.options import Cutting
from chunktape.settings import play_of
from player.app import PlayerApp
from player.journal.console import request_line
from player.library.library import Library
from player.schedule.vary import parse_vary
from player.server.server import serving
from player.settings import Settings
from player.spec.perform import perform
from player.spec.scenario import Scenario, parse_scenario
from tests.support.asgi import Answer, ask
from tests.support.recordings import END, cassette, interaction
from tests.support.sockets import GET, Client, connect, run
from tests.support.waiting import until

EVENTS = [f'data: {{"choices":[{{"delta":{{"content":"你{number}"}}}}]}}\n\n'.encode() for number in range(5)]
BODY = b"".join(EVENTS) + b"data: [DONE]\n\n"
CHAT = interaction([(number, number + 1, event, END) for number, event in enumerate([*EVENTS, b"data: [DONE]\n\n"])])
JSON = ((b"Content-Type", b"application/json"),)
MODELS = interaction([(0, 1, b'{"data":["a"]}\n', END)], target=b"/models", headers=JSON)
LIMITED = interaction([(0, 1, b'{"error":{"code":429}}', END)], target=b"/busy", headers=JSON, status=429)
IMAGE = interaction([(0, 1, b"\x89PNG\0" * 9, END)], target=b"/png", headers=((b"Content-Type", b"image/png"),))
TEXT = interaction([(0, 1, "你好".encode(), END)], target=b"/text", headers=((b"Content-Type", b"text/plain"),))
HEAD = interaction([], target=b"/head", method="HEAD")
OTHERS = ("/models", "/busy", "/png", "/text")
FAST = "+speed,x=max+gap,ms=0"


def app_of(session: str = "recorded", *more: Interaction, **settings: Any) -> PlayerApp:
    play = parse_scenario(session, Scenario())
    play = replace(play, faults=tuple(replace(use, optional=True) for use in play.faults))
    return PlayerApp(Library([cassette(CHAT, *more)]), Settings(play=play, **settings))


async def bodies(client: Client, count: int, request: bytes = GET) -> list[bytes]:
    """The chunked bodies of `count` answers over one connection, without their framing."""
    found = []
    for _ in range(count):
        await client.send(request)
        await client.until(b"\r\n\r\n")
        body = b""
        while size := int(await client.until(b"\r\n"), 16):
            body += (await client.exactly(size + 2))[:-2]
        await client.until(b"\r\n")
        found.append(body)
    return found


def asked(app: PlayerApp, *targets: str, **more: Any) -> list[Answer]:
    async def main() -> list[Answer]:
        return [await ask(app, target, **more) for target in targets]

    return asyncio.run(main())


def journal(app: PlayerApp) -> list[dict[str, Any]]:
    (answer,) = asked(app, "/@chunktape/journal")
    entries: list[dict[str, Any]] = answer.json()["entries"]
    return entries


# who meets a fault


@pytest.mark.wire
@pytest.mark.portable
def test_a_fault_is_counted_for_each_request_also_for_one_that_the_lane_would_know() -> None:
    app = app_of("recorded+truncate,at=event:2,after=1,times=2" + FAST)

    async def main() -> list[bytes]:
        async with serving(app) as url:
            found = await bodies(await connect(url), 3)
            # the same bytes on another connection, of the same client
            return found + await bodies(await connect(url), 2)

    assert run(main()) == [BODY, EVENTS[0], EVENTS[0], BODY, BODY]


@pytest.mark.wire
@pytest.mark.portable
def test_clients_are_counted_apart_and_begin_anew() -> None:
    app = app_of("recorded+truncate,at=event:2,nth=2" + FAST)
    one, other = (GET.replace(b"\r\n\r\n", b"\r\nX-Chunktape-Session: %b\r\n\r\n" % name) for name in (b"a", b"b"))
    reset = b"POST /@chunktape/reset?client=a HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n"

    async def main() -> list[bytes]:
        async with serving(app) as url:
            client = await connect(url)
            found = await bodies(client, 2, one) + await bodies(client, 1, other)
            await client.send(reset)
            await client.until(b"}\n")
            return found + await bodies(client, 2, one) + await bodies(client, 1, other)

    cut = EVENTS[0]
    assert run(main()) == [BODY, cut, BODY, BODY, cut, cut]


def test_a_client_that_retries_meets_two_failures_and_a_success() -> None:
    app = app_of("recorded+reset,at=event:3,times=2" + FAST)
    answers = asked(app, "/a", "/a", "/a")
    assert [(one.body, one.complete) for one in answers] == [(b"".join(EVENTS[:2]), False)] * 2 + [(BODY, True)]
    assert [b"x-chunktape-plan" in one.headers for one in answers] == [True, True, False]


def test_a_share_of_the_requests_is_the_seeds() -> None:
    found = [
        [one.complete for one in asked(app_of("recorded+close,p=0.5,seed=3" + FAST), *["/a"] * 20)] for _ in range(2)
    ]
    assert found[0] == found[1]
    assert 3 < sum(found[0]) < 17


def test_a_fault_of_the_session_leaves_an_answer_alone_that_has_no_such_place() -> None:
    short = interaction([(0, 1, b'{"a":1}', END)], target=b"/b", headers=((b"Content-Length", b"7"),))
    app = app_of("recorded+reset,at=event:5" + FAST, short)
    first, second = asked(app, "/a", "/b")
    assert (first.complete, second.complete, second.body) == (False, True, b'{"a":1}')
    assert [len(entry["faults"]) for entry in journal(app)] == [1, 0]
    assert (b"x-chunktape-plan" in first.headers, b"x-chunktape-plan" in second.headers) == (True, False)
    (refused,) = asked(app, "/@recorded+reset,at=event:5/b")
    assert (refused.status, refused.json()["error"]["code"]) == (400, "spec")


def test_a_plan_names_what_was_done_and_nothing_else() -> None:
    """Of a session's rewrite of events and fault of a place, an answer in JSON has neither."""
    headers = ((b"Content-Type", b"application/json"), (b"Content-Length", b"7"))
    short = interaction([(0, 1, b'{"a":1}', END)], target=b"/b", headers=headers)
    play = play_of(Cutting("max", "utf8,seed=1", "0", rewrite=("cr",), fault=("reset,at=event:5",)))
    app = PlayerApp(Library([cassette(CHAT, short)]), Settings(play=play))
    first, second = asked(app, "/a", "/b")
    assert first.headers[b"x-chunktape-plan"] == b"utf8,seed=1,v=1+cr,v=1+reset,at=event:5,v=1+speed,x=max+gap,ms=0"
    assert second.headers[b"x-chunktape-plan"] == b"utf8,seed=1,v=1+speed,x=max+gap,ms=0"
    assert second.body == b'{"a":1}'


async def with_head(app: PlayerApp) -> list[Answer]:
    found = [await ask(app, "/head", method="HEAD")]
    return found + [await ask(app, target) for target in (*OTHERS, "/a", *OTHERS, "/a", "/a")]


@pytest.mark.parametrize(
    ("fault", "broken"),
    [
        ("reset,at=event:3,times=2", [1, 2]),
        ("reset,at=byte:200,nth=2", [2]),
        ("error,after=1,times=1", [2]),
        ("double,times=1", [1]),
        ("done,nth=3", [3]),
        ("heartbeat,as=torn,times=1", [1]),
        ("late-done,for=1ms,times=2", [1, 2]),
        ("retry,at=event:2,times=1", [1]),
        ("reset,at=event:3,for=600s", [1, 2, 3]),
    ],
)
def test_a_gate_counts_only_answers_that_the_fault_fits(fault: str, broken: list[int]) -> None:
    """An app loads a list, an image, a text first: `times=1` is the first stream, not the first answer."""
    app = app_of(f"recorded+{fault}{FAST}", MODELS, LIMITED, IMAGE, TEXT, HEAD)
    answers = asyncio.run(with_head(app))
    streams = [number for number, one in enumerate(answers) if number in (5, 10, 11)]
    plans = [number for number, one in enumerate(answers) if b"x-chunktape-plan" in one.headers]
    assert plans == [streams[number - 1] for number in broken]
    assert [entry["faults"] != [] for entry in journal(app)] == [number in plans for number in range(12)]


def test_a_gate_counts_what_its_fault_changes_and_not_what_it_leaves_as_it_is() -> None:
    """`truncate` behind the last byte of the short answers."""
    short = interaction([(0, 1, b"data: 1\n\n", END)], target=b"/b")
    app = app_of("recorded+truncate,at=chunk:2,times=1" + FAST, short)
    assert [one.body for one in asked(app, "/b", "/b", "/a", "/a")] == [b"data: 1\n\n"] * 2 + [EVENTS[0], BODY]


def test_an_event_source_that_returns_behind_a_fault_is_not_counted_for_it() -> None:
    app = app_of("recorded+reset,at=event:2,times=2" + FAST, TOLD)
    (first,) = asked(app, "/ids")
    (rest,) = asked(app, "/ids", headers={"Last-Event-ID": "20"})
    again, healed = asked(app, "/ids", "/ids")
    assert [first.body, rest.body, again.body, healed.body] == [IDS[0], b"".join(IDS[2:]), IDS[0], b"".join(IDS)]


def test_a_request_that_asks_for_what_does_not_fit_hears_so_each_time_whatever_its_gate_says() -> None:
    app = app_of("recorded", MODELS)
    answers = asked(app, *["/@recorded+drop,nth=2/models"] * 3)
    assert [one.status for one in answers] == [400] * 3


@pytest.mark.parametrize("part", ["drop", "double", "error", "heartbeat,as=torn", "bad-utf8", "done", "crlf", "pretty"])
def test_a_json_document_is_left_alone_and_called_what_it_is(part: str) -> None:
    app = app_of("recorded", MODELS, LIMITED)
    name = part.partition(",")[0]
    for target in ("/models", "/busy"):
        (refused,) = asked(app, f"/@recorded+{part}{target}")
        assert refused.status == 400
        assert f"`{name}` " in (sentence := refused.json()["error"]["message"])
        assert "and this body is one JSON document." in sentence
    rewrites, faults = ((part,), ()) if part in ("crlf", "pretty") else ((), (part,))
    play = play_of(Cutting("1", "recorded", "0", rewrite=rewrites, fault=faults))
    app = PlayerApp(Library([cassette(MODELS, LIMITED)]), Settings(play=play))
    answers = asked(app, "/models", "/busy")
    assert [one.body for one in answers] == [MODELS.body, LIMITED.body]
    assert all(b"x-chunktape-plan" not in one.headers for one in answers)
    assert [(one["real"], one["faults"]) for one in journal(app)] == [(True, [])] * 2


def test_a_plan_is_named_by_what_it_did_whatever_the_answer_is() -> None:
    """One rewrite and one fault of the session: an event stream has both, text and image neither, HEAD neither."""
    play = play_of(Cutting("max", "recorded", "0", rewrite=("crlf",), fault=("reset,at=event:3",)))
    app = PlayerApp(Library([cassette(CHAT, MODELS, LIMITED, IMAGE, TEXT, HEAD)]), Settings(play=play))
    answers = asyncio.run(with_head(app))
    plans = [one.headers.get(b"x-chunktape-plan") for one in answers]
    named = b"recorded+crlf,v=1+reset,at=event:3,v=1+speed,x=max+gap,ms=0"
    assert plans == [None] * 5 + [named] + [None] * 4 + [named] * 2


@pytest.mark.wire
@pytest.mark.portable
def test_and_over_a_wire() -> None:
    play = play_of(Cutting("max", "recorded", "0", rewrite=("crlf",), fault=("close,at=event:3",)))
    app = PlayerApp(Library([cassette(CHAT, MODELS, IMAGE, HEAD)]), Settings(play=play))

    async def main() -> list[bool]:
        found = []
        async with serving(app) as url:
            for first in (b"HEAD /head", b"GET /models", b"GET /png", b"GET /a"):
                client = await connect(url)
                await client.send(GET.replace(b"GET /a", first).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
                found.append(b"x-chunktape-plan: " in (await client.rest())[0].lower())
        return found

    assert run(main()) == [False, False, False, True]


# what is told of it


def test_what_was_left_out_is_told_with_its_reason() -> None:
    app = app_of("recorded+reset,at=event:3,nth=2" + FAST, MODELS)
    asked(app, "/a", "/models", "/a")
    assert [entry["spared"] for entry in journal(app)] == [
        [{"part": "reset,at=event:3,nth=2", "why": "gate"}],
        [{"part": "reset,at=event:3,v=1", "why": "body"}],
        [],
    ]
    lines = [request_line(entry) for entry in app.player.journal.entries]
    assert ["[reset: not this request (nth=2)]" in line for line in lines] == [True, False, False]


def test_what_chance_spared_leaves_a_trace_too() -> None:
    app = app_of("recorded+close,p=0" + FAST)
    asked(app, "/a")
    assert "[close: not this request (p=0)]" in request_line(app.player.journal.entries[0])


def test_journal_and_console_say_which_fault_where_and_what_the_client_had() -> None:
    app = app_of()
    asked(app, f"/@utf8,seed=1+truncate,at=event:4+stall,at=byte:9,for=20ms+reset,at=event:3{FAST}/a", "/a")
    first, second = journal(app)
    at = len(b"".join(EVENTS[:2]))
    assert [one["fault"].partition(",")[0] for one in first["faults"]] == ["stall", "reset", "truncate"]
    assert [one["bytes"] for one in first["faults"]] == [9, at, None]
    assert [one["happened"] for one in first["faults"]] == [True, True, False]  # the reset comes before it
    assert first["bytes"] == at
    assert (first["real"], second["real"], second["faults"]) == (True, True, [])
    line = request_line(app.player.journal.entries[0])
    assert f"[reset behind byte {at}, 0.02 s]" in line
    assert "[stall behind byte 9, 0.00 s]" in line
    assert "[truncate: nothing to change here]" in line


def test_what_changed_nothing_did_not_happen_and_is_no_part_of_the_plan() -> None:
    app = app_of()
    (answer,) = asked(app, f"/@status+truncate,at=byte:5+late-done{FAST}/a")
    (entry,) = journal(app)
    assert answer.headers[b"x-chunktape-plan"].startswith(b"recorded+status,")
    assert b"truncate" not in answer.headers[b"x-chunktape-plan"]
    assert [(one["fault"].partition(",")[0], one["happened"]) for one in entry["faults"]] == [
        ("status", True),
        ("truncate", False),
        ("late-done", False),
    ]


def test_another_server_meets_no_fault_of_transfer_chunks() -> None:
    app = app_of()
    (answer,) = asked(app, f"/@recorded+trailers{FAST}/a")
    (entry,) = journal(app)
    assert b"trailer" not in answer.headers
    assert b"trailers" not in answer.headers.get(b"x-chunktape-plan", b"")
    assert [one["happened"] for one in entry["faults"]] == [False]


def test_a_fault_that_the_client_did_not_wait_for_is_not_reached() -> None:
    app = app_of()
    asked(app, f"/@recorded+stall,at=event:2,for=600s+reset,at=event:3{FAST}/a", leaves_after=2)
    (entry,) = journal(app)
    assert [(one["fault"].partition(",")[0], one["happened"]) for one in entry["faults"]] == [
        ("stall", True),
        ("reset", False),
    ]
    assert "[reset: not reached]" in request_line(app.player.journal.entries[0])


@pytest.mark.parametrize(
    ("spec", "real"),
    [
        ("crlf", False),
        ("reset", True),
        ("stall,for=1ms", True),
        ("status", False),
        ("truncate", True),
        ("truncate+reset,at=event:2", True),
        ("crlf+truncate", False),
        ("content-type", False),
        ("content-length,says=long", True),
        ("trailers", True),
        ("resume,at=event:2", False),
    ],
)
def test_real_is_what_has_the_recorded_bytes(spec: str, real: bool) -> None:
    app = app_of()
    asked(app, f"/@recorded+{spec}{FAST}/a")
    assert journal(app)[0]["real"] is real


def test_the_whole_spec_can_be_left_and_asked_for_by_its_id() -> None:
    app = app_of()

    async def main() -> tuple[str, Answer, Answer]:
        spec = "utf8,seed=2+crlf+reset,at=event:3,nth=1"
        left = await ask(app, "/@chunktape/plans", method="POST", body=spec.encode())
        name = left.json()["id"]
        return left.json()["spec"], await ask(app, f"/@id={name}/a"), await ask(app, f"/@id={name}/a")

    spec, first, second = asyncio.run(main())
    assert spec == "utf8,seed=2+crlf+reset,at=event:3,nth=1"
    assert first.body == b"".join(EVENTS[:2]).replace(b"\n", b"\r\n")
    assert second.body == BODY.replace(b"\n", b"\r\n")
    assert first.headers[b"x-chunktape-plan"] == b"utf8,seed=2,v=1+crlf,v=1+reset,at=event:3,v=1"
    again = asked(app, f"/@{first.headers[b'x-chunktape-plan'].decode()}/a")[0]
    assert again.parts == first.parts


def test_coverage_is_counted_on_the_body_that_was_cut() -> None:
    app = app_of()
    asked(app, *[f"/@{split}{FAST}/a" for split in ("lines,all=1+crlf", "lines,all=1", "lines,all=1+crlf")])
    (answer,) = asked(app, "/@chunktape/coverage")
    found = {one["edits"]: one for one in answer.json()["recordings"]}
    assert {edits: one["requests"] for edits, one in found.items()} == {"": 1, "crlf,v=1": 2}
    classes = {edits: {row["id"]: row for row in one["classes"]} for edits, one in found.items()}
    assert "line:CR|LF" not in classes[""]
    between = classes["crlf,v=1"]["line:CR|LF"]
    assert between["positions"] == BODY.count(b"\n\n")
    assert between["sent"] == between["planned"] > 0


def test_the_times_of_vary_come_before_a_fault() -> None:
    """What `--vary` scales is the recorded pace, and not the silence that a fault puts into it."""
    app = app_of("recorded+stall,at=event:2,for=300ms", vary=parse_vary("ttft=0ms,tps=1000"), session_seed="1")
    asked(app, "/a")
    entry = app.player.journal.entries[0]
    assert 300 * MS <= entry.duration < 320 * MS


# how connections go on


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.parametrize(
    ("fault", "goes_on"),
    [
        ("content-length", True),
        ("trailers", True),
        ("chunk-extension", True),
        ("status", True),
        ("stall,for=1ms", True),
        ("content-length,says=long", False),
        ("content-length,says=short", False),
        ("close-delimited", False),
        ("no-last-chunk", False),
    ],
)
def test_a_connection_goes_on_behind_what_is_complete(fault: str, goes_on: bool) -> None:
    spec = f"/@recorded+{fault}{FAST}"
    first = GET.replace(b"/a", spec.encode() + b"/a")

    async def main() -> bytes:
        async with serving(app_of()) as url:
            client = await connect(url)
            await client.send(first + GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            return (await client.rest())[0]

    assert run(main()).count(b"HTTP/1.1 ") == (2 if goes_on else 1)


@pytest.mark.wire
def test_a_reset_waits_for_a_slow_reader() -> None:
    """All of what stands before it arrives, though it is more than the sockets hold."""
    big = b"".join(b"data: %d %b\n\n" % (number, b"x" * 1000) for number in range(4000))
    one = interaction([(0, 1, big[:2_000_000], END), (1, 2, big[2_000_000:], END)], target=b"/big")
    app = app_of("recorded", one)
    at = 3_000_000

    async def main() -> tuple[bytes, bool]:
        async with serving(app) as url:
            client = await connect(url)
            await client.send(GET.replace(b"/a", b"/@recorded+close-delimited+reset,at=byte:%d/big" % at))
            await client.until(b"\r\n\r\n")
            found = bytearray()
            for _ in range(20):  # reads a little, and lets the server fill what there is
                found += await client.exactly(1000)
                await asyncio.sleep(0.005)
            rest, reset = await client.rest()
            return bytes(found) + rest, reset

    body, reset = run(main())
    assert (body, reset) == (big[:at], True)


@pytest.mark.wire
@pytest.mark.portable
@pytest.mark.parametrize("fault", ["vanish,at=event:3", "hold-open"])
def test_what_is_held_open_ends_when_the_client_leaves_or_the_player_stops(fault: str) -> None:
    app = app_of(f"recorded+{fault}{FAST}")

    async def main() -> list[str]:
        async with serving(app) as url:
            first, second = await connect(url), await connect(url)
            for client in (first, second):
                await client.send()
                await client.until(EVENTS[1])
            first.abort()
            await until(lambda: app.player.journal.active == 1)
        return [str(entry.progress.outcome) for entry in app.player.journal.entries]

    assert sorted(run(main())) == ["client-left", "stopped"]


# a client that returns


IDS = [b"id: %d\ndata: %d\n\n" % (number * 10, number) for number in range(1, 5)]
TOLD = interaction([(number, number + 1, event, END) for number, event in enumerate(IDS)], target=b"/ids")


@pytest.mark.parametrize(
    ("last", "body", "status"),
    [("20", b"".join(IDS[2:]), 200), ("40", b"", 204), ("99", b"".join(IDS), 200), ("", b"".join(IDS), 200)],
)
def test_an_event_source_that_returns_gets_the_rest(last: str, body: bytes, status: int) -> None:
    app = app_of("recorded" + FAST, TOLD)
    (answer,) = asked(app, "/ids", headers={"Last-Event-ID": last})
    assert (answer.status, answer.body) == (status, body)


def test_what_is_posted_again_begins_at_the_beginning() -> None:
    posted = replace(TOLD, request=replace(TOLD.request, method="POST"))
    app = app_of("recorded" + FAST, posted)
    (answer,) = asked(app, "/ids", method="POST", headers={"Last-Event-ID": "20"})
    assert answer.body == b"".join(IDS)


def test_a_client_that_is_sent_away_returns_behind_what_it_had() -> None:
    app = app_of("recorded+retry,at=event:3" + FAST)
    (first,) = asked(app, "/a")
    assert first.complete
    assert first.body.startswith(b"id: 1\n" + EVENTS[0] + b"id: 2\n" + EVENTS[1] + b"retry: 1000\n")
    (second,) = asked(app, "/a", headers={"Last-Event-ID": "2"})
    rest = (*EVENTS[2:], b"data: [DONE]\n\n")
    assert second.body == b"".join(b"id: %d\n%b" % one for one in enumerate(rest, 3))
    assert perform(CHAT, second.headers[b"x-chunktape-plan"].decode()).body == second.body
    assert journal(app)[1]["faults"][0]["fault"].startswith("resume,at=event:3")


def test_what_a_server_that_frames_cannot_send_is_a_502_and_stands_in_the_journal() -> None:
    app = app_of("recorded+reset,at=head" + FAST)
    (answer,) = asked(app, "/a")
    assert answer.status == 502
    (entry,) = journal(app)
    assert [(one["fault"], one["bytes"]) for one in entry["faults"]] == [("reset,at=head,v=1", None)]
    assert entry["real"] is False


def test_a_long_plan_that_leaves_a_fault_out_can_be_asked_for_by_its_id() -> None:
    """It is another spec than the one that was asked for, and has its own id."""
    big = interaction([(0, 1, b"\x89PNG\0" * 120, END)], target=b"/big", headers=((b"Content-Type", b"image/png"),))
    app = app_of("recorded+error,at=event:1", big)

    async def main() -> tuple[bytes, Answer, Answer]:
        spec = "explicit,cuts=" + ":".join(map(str, range(1, 600))) + FAST
        posted = await ask(app, "/@chunktape/plans", method="POST", body=spec.encode())
        first = await ask(app, f"/@id={posted.json()['id']}/big")
        named = first.headers[b"x-chunktape-plan"]
        return named, first, await ask(app, f"/@{named.decode()}/big")

    named, first, again = asyncio.run(main())
    assert named.startswith(b"id=")
    assert again.status == 200
    assert again.parts == first.parts
    (whole,) = asked(app, f"/@chunktape/plans/{named.decode().removeprefix('id=')}")
    assert "error" not in whole.json()["spec"]
