"""The bundled upstream: which shape answers, in which language, and that what it writes is that shape."""

import asyncio
import json
from collections.abc import MutableMapping

import pytest
from starlette.testclient import TestClient

from cassettes.providers import SHAPES, Answer, render, shape
from cassettes.providers.cadence import Cadence
from cassettes.providers.tokens import tokenise
from chunktape.samples.upstream import CHINESE, ENGLISH, answer_to, create_upstream, question_of, wanted

FAST = Cadence(tps=100_000, ttft_ns=0)


def asked(name: str, question: str) -> dict[str, object]:
    return shape(name).request(Answer(tokenise("-"), usage=True, question=question))


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize(("question", "answer"), [("你好，你是谁？", CHINESE), ("Who are you?", ENGLISH)])
def test_each_shape_is_asked_in_its_own_words(name: str, question: str, answer: str) -> None:
    request = asked(name, question)
    path = shape(name).target.decode().partition("?")[0]

    assert question_of(request) == question
    assert wanted(path, request) == name
    assert answer_to(name, request).text == answer


@pytest.mark.parametrize("name", SHAPES)
def test_the_body_is_the_shape(name: str) -> None:
    request = asked(name, "你好")
    with TestClient(create_upstream(FAST)) as client:
        response = client.post(shape(name).target.decode(), content=json.dumps(request))

    assert response.status_code == 200
    assert response.content == b"".join(piece.data for piece in render(name, answer_to(name, request)))
    assert response.headers["content-type"].startswith(shape(name).content_type.decode().partition(";")[0])


def test_the_last_event_leaves_in_one_write_with_the_end() -> None:
    """An SDK that closes at `[DONE]` has then had the end; the recorder has it, too."""
    request = json.dumps(asked("openai", "hi")).encode()
    scope = {"type": "http", "method": "POST", "path": "/v1/chat/completions", "query_string": b"", "headers": []}
    told = iter([{"type": "http.request", "body": request, "more_body": False}])
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        for message in told:
            return message
        await asyncio.Event().wait()
        raise AssertionError("nobody leaves")

    async def send(message: MutableMapping[str, object]) -> None:
        sent.append(dict(message))

    asyncio.run(create_upstream(FAST)(scope, receive, send))
    pieces = render("openai", answer_to("openai", json.loads(request)))
    assert [one["body"] for one in sent[1:]] == [piece.data for piece in pieces]
    assert [one["more_body"] for one in sent[1:]] == [True] * (len(pieces) - 1) + [False]


def test_tools_that_are_offered_are_called_and_reasoning_models_reason() -> None:
    tools = [{"type": "function", "function": {"name": "get_weather"}}]
    (called,) = answer_to("openai", {"messages": [], "tools": tools}).tools

    assert called.name == "get_weather"
    assert json.loads(called.text)
    assert answer_to("deepseek", {"model": "deepseek-reasoner"}).reasoning
    assert not answer_to("deepseek", {"model": "deepseek-chat"}).reasoning


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff"])
def test_what_is_no_request_gets_a_400(body: bytes) -> None:
    with TestClient(create_upstream(FAST)) as client:
        assert client.post("/v1/chat/completions", content=body).status_code == 400


@pytest.mark.parametrize("odd", [7, "x", [], [7], {}, {"function": 7}, [{"function": 7}], True])
def test_a_value_of_another_kind_counts_as_none(odd: object) -> None:
    body = dict.fromkeys(("parameters", "tools", "stream_options", "messages", "model", "input"), odd)
    with TestClient(create_upstream(FAST)) as client:
        for name in SHAPES:
            assert client.post(shape(name).target.decode(), json=body).status_code == 200, name
