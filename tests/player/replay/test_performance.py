"""Splits asked for in every way, through plain ASGI; the wire has tests of its own."""

import asyncio
import json
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from cassettes.model import EndKind
from network.work import MAKING
from player.app import PlayerApp
from player.library.library import Library
from player.settings import Settings
from player.spec.scenario import Scenario, parse_scenario
from player.spec.spec import parse_spec
from player.splits import PROFILES, Body, plan_for
from tests.support.asgi import Answer, ask
from tests.support.corpus import FILES, SAMPLED, begun
from tests.support.recordings import END, cassette, interaction

BODY = "data: 你好\n\ndata: b\n\ndata: [DONE]\n\n".encode()
ONE = interaction([(0, 0, BODY, END)], target=b"/a?x=1")
SPEC = "utf8,seed=7+speed,x=max+gap,ms=0"


def answers(*questions: tuple[str, dict[str, Any]], one: Any = ONE, split: str = "recorded") -> list[Answer]:
    app = PlayerApp(Library([cassette(one)]), Settings(play=parse_scenario(split, Settings().play), match="strict"))

    async def main() -> list[Answer]:
        return [await ask(app, target, **more) for target, more in questions]

    return asyncio.run(main())


def answers_together(count: int, *, one: Any, split: str) -> list[Answer]:
    app = PlayerApp(Library([cassette(one)]), Settings(play=parse_scenario(split, Settings().play)))

    async def main() -> list[Answer]:
        return await asyncio.gather(*(ask(app, "/a?x=1") for _ in range(count)))

    return asyncio.run(main())


def _header(value: str) -> dict[str, Any]:
    return {"headers": {"X-Chunktape": value}}


@pytest.mark.portable
@pytest.mark.parametrize("quoting", ["{}", "'{}'", '"{}"'])
@pytest.mark.parametrize(
    "encoding", [str, quote, lambda text: quote(text, safe=""), lambda text: text.replace("+", " ")]
)
@pytest.mark.parametrize("place", ["/@", "/%40", "header", "query"])
def test_a_spec_reads_the_same_in_every_place_and_encoding(place: str, encoding: Any, quoting: str) -> None:
    text = encoding(quoting.format(SPEC))
    if place == "header":
        question = ("/a?x=1", _header(text))
    elif place == "query":
        question = (f"/a?chunktape={text}&x=1", {})
    else:
        question = (f"{place}{text}/a?x=1", {})
    (answer,) = answers(question)

    split = parse_spec(SPEC).split
    assert split is not None
    assert answer.headers[b"x-chunktape-plan"].decode() == "utf8,seed=7,v=1+speed,x=max+gap,ms=0"
    assert answer.parts == plan_for(Body.of(ONE), split).pieces(BODY)


def test_path_goes_before_header_before_query_before_the_session() -> None:
    questions = [
        ("/@whole/a?x=1&chunktape=event", _header("bytes")),
        ("/a?x=1&chunktape=event", _header("bytes,n=2")),
        ("/a?x=1&chunktape=event", {}),
        ("/a?x=1", {}),
    ]
    found = answers(*questions, split="fixed,n=9+speed,x=max+gap,ms=0")

    assert [answer.headers[b"x-chunktape-plan"].decode().partition("+")[0] for answer in found] == [
        *("whole,v=1", "bytes,n=2,v=1", "event,v=1", "fixed,n=9,v=1"),
    ]
    assert all(answer.headers[b"x-chunktape-plan"].endswith(b"+speed,x=max+gap,ms=0") for answer in found)


@pytest.mark.parametrize("place", ["path", "header", "query"])
@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("utg8", "`utf8`"),
        ("bytes,n=0", "1..65536"),
        ("explicit,cuts=9:5", "must increase"),
        ("explicit,cuts=5:9999", "9999"),
        ("explicit,cuts=5,body=00000000", "00000000"),
        ("utf8,seed=" + "7" * 1100, "1024"),
        ("id=0123456789abcdef", "0123456789abcdef"),
        ("utf8%zz", "percent"),
        ("reset,at=byte:999", "beyond"),
        ("", "name"),
    ],
)
def test_what_makes_no_sense_is_400_where_it_was_given(place: str, spec: str, words: str) -> None:
    question = {
        "path": (f"/@{spec}/a?x=1", {}),
        "header": ("/a?x=1", _header(spec)),
        "query": (f"/a?x=1&chunktape={spec}", {}),
    }[place]
    (answer,) = answers(question)
    error = answer.json()["error"]

    assert answer.status == 400
    assert error["code"] == "spec"
    assert any(word in error["message"] for word in words.split("|"))


@pytest.mark.parametrize("path", ["/@me/x", "/@Me/x"])
def test_a_path_that_was_no_spec_is_told_how_it_is_written(path: str) -> None:
    (answer,) = answers((path, {}))

    assert answer.status == 400
    assert "/@@" in answer.json()["error"]["message"]


def test_a_plan_of_another_body_is_400_with_both_digests() -> None:
    (answer,) = answers(("/@explicit,cuts=5,body=00000000/a?x=1", {}))

    assert Body.of(ONE).digest in answer.json()["error"]["message"]


def test_a_recording_that_is_played_as_it_is_carries_no_header_of_ours() -> None:
    found = answers(("/a?x=1", {}), ("/@recorded+speed,x=2/a?x=1", {}))

    assert all(b"x-chunktape-plan" not in answer.headers for answer in found)


def test_a_cut_recording_is_cut_and_stays_cut_short() -> None:
    one = interaction([(0, 0, BODY[:10], END)], target=b"/a?x=1", kind=EndKind.TRUNCATED)
    (answer,) = answers(("/@bytes+gap,ms=0/a?x=1", {}), one=one)

    assert answer.parts == [BODY[at : at + 1] for at in range(10)]
    assert not answer.complete


def test_an_encoded_body_is_cut_by_size_and_never_touched() -> None:
    headers = ((b"Content-Type", b"text/event-stream"), (b"Content-Encoding", b"gzip"), (b"Content-Length", b"9"))
    one = interaction([(0, 0, b"\x1f\x8b\x08zipped", END)], target=b"/a?x=1", headers=headers)
    sized, aimed = answers(("/@fixed,n=4+gap,ms=0/a?x=1", {}), ("/@utf8,all=1/a?x=1", {}), one=one)

    assert sized.parts == [b"\x1f\x8b\x08z", b"ippe", b"d"]
    assert aimed.body == one.body
    assert sized.headers[b"content-encoding"] == b"gzip"


def test_the_journal_tells_plan_turn_and_how_much_longer_it_took() -> None:
    app = PlayerApp(Library([cassette(ONE)]))

    async def main() -> list[dict[str, Any]]:
        await ask(app, "/@smoke+gap,ms=2/a?x=1")
        await ask(app, "/@fixed,n=20+gap,ms=3/a?x=1")
        return [entry.as_json() for entry in app.player.journal.entries]

    first, second = asyncio.run(main())
    assert (first["plan"], first["smoke"]) == ("event,v=1+gap,ms=2", 1)
    assert (second["plan"], second["smoke"]) == ("fixed,n=20,v=1+gap,ms=3", 0)
    assert second["longer_ms"] == 3 * (-(-len(BODY) // 20) - 1)


@pytest.mark.corpus
@pytest.mark.parametrize("size", SAMPLED)
@pytest.mark.parametrize("path", FILES)
def test_every_profile_gives_back_the_bytes_of_every_real_response(path: Any, size: int | None) -> None:
    responses = {
        begun(one["response"]["body"]["string"].encode(), size): None
        for one in yaml.safe_load(path.read_text("utf-8"))["interactions"]
    }
    given = {"stall": "stall,for=1ms", "explicit": "explicit,cuts=1"}

    async def main(body: bytes) -> None:
        app = PlayerApp(Library([cassette(interaction([(0, 0, body, END)]))]))
        for name in PROFILES:
            answer = await ask(app, f"/@{given.get(name, name)}+speed,x=max+gap,ms=0/a")
            assert answer.body == body, name
            assert answer.complete, name

    for body in responses:
        if body:
            asyncio.run(main(body))


def test_long_plans_are_sent_by_their_id_and_given_whole_on_request() -> None:
    body = b"".join(b"data: %d\n\n" % number for number in range(400))
    app = PlayerApp(Library([cassette(interaction([(0, 0, body, END)]))]), Settings(play=Scenario(gap="0")))
    cuts = ":".join(map(str, range(1, 600)))

    async def main() -> tuple[Answer, ...]:
        given = await ask(app, "/@chunktape/plans", "POST", f"explicit,cuts={cuts}".encode())
        name = given.json()["id"]
        played = await ask(app, f"/@id={name}/a")
        sent = played.headers[b"x-chunktape-plan"].decode()
        whole = await ask(app, f"/@chunktape/plans/{sent.removeprefix('id=')}")
        return given, played, whole, await ask(app, "/@chunktape/plans/0000000000000000")

    given, played, whole, unknown = asyncio.run(main())
    assert given.status == 200
    assert len(played.parts) == 600
    assert whole.json()["spec"].startswith(f"explicit,cuts={cuts},body=")
    assert (unknown.status, unknown.json()["error"]["code"]) == (404, "no-plan")
    assert json.loads(given.body)["spec"] == f"explicit,cuts={cuts}"


def test_the_first_requests_may_come_together() -> None:
    """The first stream makes the scheduler while the plans of the others are under way: none of them is dropped."""
    body = BODY * 500
    assert len(body) > 8 * MAKING.bytes
    one = interaction([(0, 0, body, END)], target=b"/a?x=1")
    found = answers_together(20, one=one, split="utf8,seed=1+speed,x=max+gap,ms=0")

    assert [(answer.status, b"".join(answer.parts)) for answer in found] == [(200, body)] * 20


def test_a_plan_goes_to_the_recording_that_it_was_made_for() -> None:
    other = interaction([(0, 0, BODY[::-1], END)], target=b"/a?x=1", number=2)
    app = PlayerApp(Library([cassette(ONE, other)]), Settings())

    async def main() -> list[Answer]:
        first = await ask(app, "/@explicit,cuts=5/a?x=1")
        spec = first.headers[b"x-chunktape-plan"].decode()
        return [first, *[await ask(app, f"/@{spec}/a?x=1") for _ in range(3)]]

    answers = asyncio.run(main())
    assert [answer.status for answer in answers] == [200] * 4
    assert all(answer.parts == [BODY[:5], BODY[5:]] for answer in answers)


@pytest.mark.parametrize("spec", ["explicit,cuts=5", "utf8,add=1", "explicit,cuts=5,body=00000000"])
def test_offsets_of_another_body_do_not_fit_an_empty_one(spec: str) -> None:
    (answer,) = answers((f"/@{spec}/a?x=1", {}), one=interaction([], target=b"/a?x=1"))

    assert answer.status == 400
    assert answer.json()["error"]["code"] == "spec"
