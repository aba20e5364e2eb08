"""The small bundled upstream: answers a chat request token by token, in the shape of the API that was asked. Rules

- It is what `chunktape demo` and the library's recordings record; it stands in for a provider, not for a model: the
  answers are stated here, Chinese for a question with Chinese in it, English for another.
- It is an ordinary Starlette application and writes one event per write, at absolute times.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from cassettes.clock import SECOND, now_ns
from cassettes.shapes import SHAPES, Answer, render, shape
from cassettes.shapes.tokens import tokenise
from cassettes.timing import Cadence, arrivals, duration_ns

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
#: what each shape answers where one address serves two of them
_LIKE_HEADER: Final = "x-chunktape-like"
#: where the shapes' requests keep what the user said
_TEXT_KEYS: Final = (
    *("messages", "additional_messages", "contents", "input"),
    *("query", "prompt", "content", "parts", "text"),
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


def create_upstream(cadence: Cadence) -> Starlette:
    """The application. `cadence` is the pace of its answers."""

    def endpoint(names: list[str]) -> Any:
        async def answer(request: Request) -> Response:
            try:
                asked = json.loads(await request.body())
            except ValueError:
                return Response("the body is not JSON\n", 400)
            wanted = request.headers.get(_LIKE_HEADER, names[0])
            name = wanted if wanted in names else names[0]
            question = question_of(asked)
            usage = isinstance(asked, dict) and bool((asked.get("stream_options") or {}).get("include_usage"))
            spoken = tokenise(CHINESE if is_chinese(question) or not question else ENGLISH)
            pieces = render(name, Answer(spoken, usage=usage, question=question or "你好"))
            head_at, times = arrivals((piece.steps for piece in pieces), cadence)
            headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in shape(name).headers}
            timed = list(zip([piece.data for piece in pieces], times, strict=True))
            await _until(now_ns() + head_at)
            body = _paced(timed, now_ns() - head_at)
            return StreamingResponse(body, headers=headers, media_type=shape(name).content_type.decode("latin-1"))

        return answer

    paths: dict[str, list[str]] = {}
    for name in SHAPES:
        paths.setdefault(shape(name).target.decode("ascii").partition("?")[0], []).append(name)
    return Starlette(routes=[Route(path, endpoint(names), methods=["POST"]) for path, names in paths.items()])


async def _paced(pieces: list[tuple[bytes, int]], begun: int) -> AsyncIterator[bytes]:
    for data, at in pieces:
        await _until(begun + at)
        yield data


async def _until(deadline: int) -> None:
    if (left := deadline - now_ns()) > 0:
        await asyncio.sleep(left / SECOND)


def main() -> None:
    """Serve on a free loopback port; `--ready-file FILE` gets the address, `--tps` and `--ttft` set the pace."""
    import argparse
    import socket

    import uvicorn

    from chunktape.processes import write_ready_file

    words = argparse.ArgumentParser(prog="chunktape.upstream", description=main.__doc__)
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
