"""`retoken`, by values and by the law that an answer says the same in other events."""

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS
from cassettes.content import events
from cassettes.errors import SpecError
from cassettes.model import Interaction
from cassettes.providers import SHAPES, Answer, End, Tool, render, shape
from cassettes.providers.read import read
from cassettes.providers.reading import Reading
from player.rewrites.applied import rewritten
from player.rewrites.retoken import retoken
from player.rewrites.retoken.entry import AT
from player.rewrites.retoken.targets import TARGETS
from player.schedule.tape import Tape
from player.spec.perform import perform, tape_of
from player.spec.scenario import Scenario, parse_scenario
from tests.player.rewrites.bodies import one_event_per_chunk, streams
from tests.support.recordings import END, interaction

STREAMED = [name for name in SHAPES if name != "text"]
_WORDS = [
    "你",
    "好，",
    "<think>",
    "</think>",
    "```js\n",
    "**",
    "👨‍👩‍👧",
    "👍🏽",
    "🇨🇳",
    "e\u0301",
    '"',
    "\\",
    " a",
    "哈",
    "\n\n",
    "\x07",
]
tokens = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=8).map(tuple)


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, bytes, bytes]:
    """A shape, its media type, and a body of it: with thoughts and tools, whole, torn or with an error."""
    name = draw(st.sampled_from(STREAMED))
    like = shape(name)
    call = Tool("f", tuple(draw(st.sampled_from([('{"a":', ' "京👍"', "}"), ("{}",), ('{"n": 12', '.5, "t": true}')]))))
    answer = Answer(
        draw(tokens),
        draw(st.sampled_from([(), ("嗯", "<b>")])) if like.reasoning else (),
        draw(st.sampled_from([(), (call,)])) if like.tools else (),
        usage=draw(st.booleans()),
    )
    ends = [End.COMPLETE, End.COMPLETE, *([End.ERROR] if like.errors else [])]
    pieces = [piece.data for piece in render(name, answer, draw(st.sampled_from(ends)))]
    whole = b"".join(pieces[: draw(st.integers(len(pieces) // 2 + 1, len(pieces)))])
    return name, like.content_type, whole


def said(body: bytes, dialect: str) -> Any:
    """What a body says to whoever joins halves of characters, and arguments of tools as values."""
    found = read(body, dialect)
    assert found is not None
    return json.loads(json.dumps(view(found)).encode(), object_pairs_hook=list)


def view(found: Reading) -> Any:
    choices = [
        (choice.text, choice.reasoning, [(call.name, call.arguments, call.id) for call in choice.calls], choice.finish)
        for choice in found.choices
    ]
    return found.shape, choices, found.input_tokens, found.output_tokens, found.error


def stream(body: bytes, content_type: bytes) -> Interaction:
    return interaction([(0, 1, body, END)], headers=((b"Content-Type", content_type),))


@given(answers(), st.sampled_from(AT), st.integers(0, 9))
def test_every_plan_says_the_same(made: tuple[str, bytes, bytes], at: str, seed: int) -> None:
    _, content_type, body = made
    one = stream(body, content_type)
    dialect = Tape(one).dialect
    try:
        after = perform(one, f"retoken,at={at},seed={seed}").body
    except SpecError:  # no piece came before the end
        return
    assert said(after, dialect) == said(body, dialect)


@given(answers(), st.sampled_from(["mixed", "char", "one", "emoji"]), st.integers(0, 3))
def test_and_so_it_does_in_other_bytes(made: tuple[str, bytes, bytes], at: str, seed: int) -> None:
    _, content_type, body = made
    one = stream(body, content_type)
    dialect = Tape(one).dialect
    others = (
        "crlf+bom+escaped+compact" if dialect == "ndjson" else "cr+bom+pretty+unescaped+commented+nospace+data-first"
    )
    twice = stream(perform(one, others).body, content_type)
    try:
        bodies = [perform(one, f"retoken,at={at},seed={seed}+{others}").body]
        bodies.append(perform(twice, f"retoken,at={at},seed={seed}").body)
    except SpecError:
        return
    assert [said(after, dialect) for after in bodies] == [said(body, dialect)] * 2


@given(streams(), st.sampled_from(AT))
def test_any_bytes_are_rewritten_or_refused(one: Interaction, at: str) -> None:
    try:
        made = perform(one, f"retoken,at={at}")
    except SpecError:
        return
    assert (read(made.body, "sse") is None) == (read(one.body, "sse") is None)


def chat(**delta: Any) -> dict[str, Any]:
    finish = delta.pop("finish", None)
    more = delta.pop("more", {})
    return {"id": "c", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **more}


def payloads(one: Interaction, spec: str) -> list[Any]:
    found = events(perform(one, spec).body, "sse")
    return [json.loads(event["data"]) for event in found if event["data"] != "[DONE]"]


def stream_of(*values: Any) -> Interaction:
    return one_event_per_chunk(*(json.dumps(value, ensure_ascii=False) for value in values), "[DONE]")


def test_what_an_event_says_once_is_said_once() -> None:
    usage = {"usage": {"prompt_tokens": 1, "completion_tokens": 2}}
    one = stream_of(chat(role="assistant", content="你好！", finish="stop", more=usage))
    assert payloads(one, "retoken,at=char") == [
        chat(role="assistant", content="你"),
        chat(content="好"),
        chat(content="！", finish="stop", more=usage),
    ]


def test_a_call_has_its_name_and_id_with_the_first_part_of_its_arguments() -> None:
    def call(arguments: str, **more: Any) -> dict[str, Any]:
        named = {"name": more.pop("name")} if more else {}
        return chat(
            tool_calls=[{"index": 0, **more, "type": "function", "function": {**named, "arguments": arguments}}]
        )

    one = stream_of(call('{"a"', id="1", name="f"), call(": 1}"))
    assert payloads(one, "retoken,at=one") == [call('{"a": 1}', id="1", name="f")]
    assert payloads(one, "retoken,at=char") == [call("{", id="1", name="f"), *map(call, '"a": 1}')]
    first, second, *others = payloads(one, "retoken,at=tool")
    assert first["choices"][0]["delta"]["tool_calls"][0]["id"] == "1"
    assert "name" not in json.dumps([second, *others])


def test_an_event_that_says_more_stays_when_its_text_is_joined_to_the_one_before() -> None:
    scored = {"index": 0, "delta": {"content": "好"}, "logprobs": {"content": [{"token": "好"}]}, "finish_reason": None}
    one = stream_of(chat(content="你"), chat(content="们"), {"id": "c", "choices": [scored]}, chat(content="a"))
    emptied = {"id": "c", "choices": [{**scored, "delta": {"content": ""}}]}
    assert payloads(one, "retoken,at=one") == [chat(content="你们好"), emptied, chat(content="a")]


def test_log_probabilities_are_said_with_the_last_part() -> None:
    def scored(text: str, logprobs: Any) -> dict[str, Any]:
        return {"choices": [{"index": 0, "delta": {"content": text}, "logprobs": logprobs, "finish_reason": None}]}

    score = {"content": [{"token": "你好", "logprob": -1.5}]}
    one = stream_of(scored("你好", score), scored("吗", score))
    assert payloads(one, "retoken,at=char") == [scored("你", None), scored("好", score), scored("吗", score)]
    assert payloads(one, "retoken,at=one") == [scored("你好", score), scored("吗", score)]


def test_text_that_stands_twice_is_cut_twice() -> None:
    def thought(text: str) -> dict[str, Any]:
        return chat(
            content="", reasoning=text, reasoning_details=[{"type": "reasoning.text", "text": text, "index": 0}]
        )

    one = stream_of(thought("嗯嗯"), thought("好"))
    assert payloads(one, "retoken,at=char") == [thought("嗯"), thought("嗯"), thought("好")]
    assert payloads(one, "retoken,at=one") == [thought("嗯嗯好")]


def test_running_counts_are_those_of_the_last_event_of_a_part() -> None:
    def event(text: str, count: int, finish: str | None = None) -> dict[str, Any]:
        more = {"finishReason": finish} if finish else {}
        candidate = {"content": {"parts": [{"text": text}], "role": "model"}, **more}
        return {"candidates": [candidate], "usageMetadata": {"candidatesTokenCount": count}}

    one = stream_of(event("你", 1), event("好", 2), event("！", 3, "STOP"))
    assert payloads(one, "retoken,at=one") == [event("你好！", 3), event("", 3, "STOP")]
    single = stream_of(event("你好", 2, "STOP"))
    assert payloads(single, "retoken,at=char") == [
        {"candidates": [{"content": {"parts": [{"text": "你"}], "role": "model"}}]},
        event("好", 2, "STOP"),
    ]


def test_choices_that_speak_in_turns_are_told_apart() -> None:
    def said_by(choice: int, text: str) -> dict[str, Any]:
        return {"choices": [{"index": choice, "delta": {"content": text}}]}

    one = stream_of(
        said_by(0, "a"), said_by(1, "x"), said_by(0, "b"), said_by(1, "y"), {"choices": []}, said_by(0, "c")
    )
    assert payloads(one, "retoken,at=one") == [said_by(0, "ab"), said_by(1, "xy"), {"choices": []}, said_by(0, "c")]


def test_half_a_character_in_an_event() -> None:
    one = stream_of(chat(content="a👍b"), chat(content="\\ud83d"))
    assert [value["choices"][0]["delta"]["content"] for value in payloads(one, "retoken,at=surrogate")] == [
        "a\ud83d",
        "\udc4db",
        "\\ud83d",
    ]
    assert b'"a\\ud83d"' in perform(one, "retoken,at=surrogate").body


def test_a_cumulative_stream_says_all_so_far_in_every_event() -> None:
    def event(text: str, count: int, finish: str = "null") -> dict[str, Any]:
        choice = {"message": {"role": "assistant", "content": text}, "finish_reason": finish}
        return {"output": {"choices": [choice]}, "usage": {"output_tokens": count}}

    one = stream_of(event("你", 1), event("你好吗", 2), event("你好吗？", 3), event("你好吗？", 3, "stop"))
    whole = [event("你", 1), event("你好", 2), event("你好吗", 2), event("你好吗？", 3), event("你好吗？", 3, "stop")]
    assert payloads(one, "retoken,at=char") == whole
    assert payloads(one, "retoken,at=one") == [event("你", 1), event("你好吗？", 3), event("你好吗？", 3, "stop")]


def test_parts_have_the_time_of_their_event_and_what_is_joined_that_of_the_last() -> None:
    one = stream_of(chat(content="ab"), chat(content="cd"), chat(content="", finish="stop"))
    for at, counts in (("char", [2, 2, 1, 1]), ("one", [1, 1, 1])):
        tape, *_ = tape_of(one, parse_scenario(f"retoken,at={at}", Scenario()))
        chunks = tape.interaction.chunks
        assert [at // MS for at in chunks.times] == ([10, 20, 30, 40] if at == "char" else [20, 30, 40])
        bounds = [sum(chunks.sizes[:n]) for n in range(len(chunks) + 1)]
        assert [sum(low <= frame.start < high for frame in tape.events) for low, high in pairwise(bounds)] == counts


def test_an_address_finds_its_event_among_the_parts() -> None:
    one = stream_of(chat(content="ab"), chat(content="cd"), chat(content="ef"))
    assert len(events(perform(one, "retoken,at=char+truncate,at=event:2").body, "sse")) == 2
    assert perform(one, "retoken,at=one+truncate,at=event:3").body == b""
    assert payloads(one, "retoken,at=one+truncate,at=event:4") == [chat(content="abcdef")]


def test_seeds_take_turns_among_what_the_body_has() -> None:
    one = stream_of(chat(content="a <think> b"), chat(content=" c"))
    for seed, at in enumerate(["mixed", "think", "char", "one", "mixed", "think"]):
        assert perform(one, f"retoken,seed={seed}").body == perform(one, f"retoken,at={at},seed={seed}").body
    torn = {perform(one, f"retoken,at=think,seed={seed}").body for seed in range(40)}
    assert len(torn) == len("<think>") - 1
    assert all(b"<think>" not in body for body in torn)


@pytest.mark.parametrize("body", [b"data: x\n\n", b'data: {"choices":[]}\n\n', b'data: {"error":{"message":"no"}}\n\n'])
def test_a_body_without_pieces_is_refused_or_left_alone(body: bytes) -> None:
    one = interaction([(0, 1, body, END)])
    with pytest.raises(SpecError, match="Leave it out"):
        perform(one, "retoken")
    uses = [replace(use, optional=True) for use in parse_scenario("retoken", Scenario()).rewrites]
    assert rewritten(Tape(one), uses)[0].real


def test_a_body_that_grows_beyond_reason_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retoken, "MOST", 1 << 20)
    one = stream_of(chat(content="a" * 20_000))
    with pytest.raises(SpecError, match="at=one"):
        perform(one, "retoken,at=char")
    assert perform(one, "retoken,at=one").real


def test_a_body_of_too_many_values_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    one = stream_of(chat(content="ab"))
    monkeypatch.setattr(retoken, "VALUES", one.body.count(b",") + one.body.count(b":"))
    assert not perform(one, "retoken,at=char").real
    more = stream_of(chat(content="ab,"))
    with pytest.raises(SpecError, match="at most"):
        perform(more, "retoken,at=char")


@pytest.mark.parametrize("at", TARGETS)
def test_a_target_that_no_answer_has_is_refused_or_left_alone_for_the_session(at: str) -> None:
    one = stream_of(chat(content="ab"), chat(content="cd"))
    with pytest.raises(SpecError, match=f"`retoken,at={at}` finds nothing of that kind"):
        perform(one, f"retoken,at={at}")
    play = parse_scenario(f"retoken,at={at}", Scenario())
    left = perform(one, replace(play, rewrites=tuple(replace(use, optional=True) for use in play.rewrites)))
    assert (left.body, left.real, left.spec) == (one.body, True, "recorded+gap,ms=0")


@pytest.mark.parametrize("at", [name for name in AT if name != "any"])
def test_what_is_retokened_can_be_retokened(at: str) -> None:
    answer = Answer(("a 👍🏽 ", "<think>", "**b**", "```"), tools=(Tool("b", ('{"c": 12}',)),))
    pieces = render("openai-responses", answer, End.COMPLETE)
    one = stream(b"".join(piece.data for piece in pieces), b"text/event-stream")
    once = stream(perform(one, f"retoken,at={at}").body, b"text/event-stream")
    assert said(perform(once, "retoken,at=one").body, "sse") == said(one.body, "sse")
