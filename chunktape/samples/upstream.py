"""The small bundled upstream: answers a chat request token by token, in the shape of the API that was asked. Rules

- `chunktape demo` and the library's recordings record it. It stands in for a provider, not for a model: the answers are
  fixed texts, in Chinese for a question with Chinese in it, else in English.
- It is an ordinary Starlette application and writes one event per write, at absolute times; the last one with the end.
"""

import asyncio
import json
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Send

from cassettes.clock import SECOND, now_ns
from cassettes.durations import duration_ns
from cassettes.providers import SHAPES, Answer, Tool, render, shape
from cassettes.providers.cadence import Cadence, arrivals
from cassettes.providers.tokens import tokenise

CHINESE: Final = (
    "你好！👋 我是一个流式回答的示例。\n\n"
    "模型每次只给出几个字，客户端收到的却是任意切开的字节：“你”的三个字节可能分在两包里，"
    "一个表情 😀 或者一家人 👨‍👩‍👧 也一样。\n\n"
    "录下来，再放一遍，就能看清楚了。✅"
)
ENGLISH: Final = (
    "Hello! 👋 This is a sample of a streamed answer.\n\n"
    "A model writes a few letters at a time, but a client gets bytes that are cut anywhere: in the middle of café, "
    "of an emoji 😀 or of a family 👨‍👩‍👧.\n\n"
    "Record it, play it again, and you can see where. ✅"
)
REASONING: Final = "用户在打招呼 👀，先问好，再说清楚“流”是什么。"
#: where the shapes' requests keep what the user said
_TEXT_KEYS: Final = (
    *("messages", "additional_messages", "contents", "input"),
    *("query", "message", "prompt", "content", "parts", "text"),
)


def question_of(value: Any) -> str:
    """The last text that a user said in a request body of any of the shapes; empty if there is none."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return next((text for item in reversed(value) if (text := question_of(item))), "")
    if isinstance(value, dict):
        return next((text for key in _TEXT_KEYS if (text := question_of(value.get(key)))), "")
    return ""


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def wanted(path: str, asked: dict[str, Any]) -> str:
    """The shape that a request to `path` asks for; DashScope's address serves two, and the request says which."""
    names = [name for name in SHAPES if _path(name) == path]
    incremental = _part(asked, "parameters").get("incremental_output") is True
    return names[-1] if len(names) > 1 and not incremental else names[0]


def answer_to(name: str, asked: dict[str, Any]) -> Answer:
    """The answer of the shape `name`: with a tool call where tools are offered, with reasoning for a reasoning
    model.
    """
    question = question_of(asked)
    chinese = is_chinese(question) or not question
    tools = asked.get("tools") if shape(name).tools else None
    offered = isinstance(tools, list) and tools
    reasons = shape(name).reasoning and "reason" in str(asked.get("model", ""))
    return Answer(
        tokenise(CHINESE if chinese else ENGLISH),
        tokenise(REASONING) if reasons else (),
        (Tool(_function_name(offered[0]), tokenise('{"city": "北京", "days": 2}')),) if offered else (),
        bool(_part(asked, "stream_options").get("include_usage")),
        question=question or "你好",
    )


def _part(value: Any, key: str) -> dict[str, Any]:
    """The object under `key`; an empty one where there is none, or where another value stands in its place."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _function_name(tool: Any) -> str:
    described = _part(tool, "function") or tool
    return str(described.get("name", "tool")) if isinstance(described, dict) else "tool"


def _path(name: str) -> str:
    return shape(name).target.decode("ascii").partition("?")[0]


def create_upstream(cadence: Cadence) -> Starlette:
    """The application. `cadence` is the pace of its answers."""

    async def answer(request: Request) -> Response:
        try:
            asked = json.loads(await request.body())
        except ValueError:
            asked = None
        if not isinstance(asked, dict):
            return Response("the body is not a JSON object\n", 400)
        name = wanted(request.url.path, asked)
        pieces = render(name, answer_to(name, asked))
        head_at, times = arrivals((piece.steps for piece in pieces), cadence)
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in shape(name).headers}
        timed = list(zip([piece.data for piece in pieces], times, strict=True))
        begun = now_ns()
        await _until(begun + head_at)
        return _Paced(timed, begun, headers, shape(name).content_type.decode("latin-1"))

    paths = dict.fromkeys(_path(name) for name in SHAPES)
    return Starlette(routes=[Route(path, answer, methods=["POST"]) for path in paths])


class _Paced(StreamingResponse):
    """Pieces at their times (ns after `begun`). The last one leaves in one write with the end of the body: an SDK that
    closes at `[DONE]`, as openai for Python does, would else leave before the end.
    """

    def __init__(self, pieces: list[tuple[bytes, int]], begun: int, headers: dict[str, str], media_type: str) -> None:
        super().__init__((), headers=headers, media_type=media_type)
        self._pieces, self._begun = pieces, begun

    async def stream_response(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        for left, (data, at) in zip(reversed(range(len(self._pieces))), self._pieces, strict=True):
            await _until(self._begun + at)
            await send({"type": "http.response.body", "body": data, "more_body": left > 0})


async def _until(deadline: int) -> None:
    if (left := deadline - now_ns()) > 0:
        await asyncio.sleep(left / SECOND)


def main() -> None:
    """Serve on a free loopback port; `--ready-file FILE` gets the address, `--tps` and `--ttft` set the pace."""
    import argparse
    import socket

    import uvicorn

    from chunktape.client.process import write_ready_file

    words = argparse.ArgumentParser(prog="chunktape.samples.upstream", description=main.__doc__)
    words.add_argument("--ready-file")
    words.add_argument("--tps", type=int, default=30, help="tokens per second")
    words.add_argument("--ttft", default="300ms", help="time to the first token")
    given = words.parse_args()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        if given.ready_file:
            write_ready_file(given.ready_file, url)
        app = create_upstream(Cadence(tps=given.tps, ttft_ns=duration_ns(given.ttft)))
        server = uvicorn.Server(uvicorn.Config(app, http="httptools", log_level="warning", lifespan="off"))
        server.run(sockets=[listener])


if __name__ == "__main__":
    main()
