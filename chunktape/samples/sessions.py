"""Records the library's chat sessions: our own recorder, the bundled upstream, one cassette per shape.

`python -m chunktape.samples.sessions [FOLDER]`. Bytes and times are those that went over a socket. Each cassette has
the same answer in Chinese and in English, and a tool call or a reasoning answer where the shape has them.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from cassettes.library import folder, index
from cassettes.providers import SHAPES, Answer, Tool, shape
from cassettes.providers.tokens import tokenise
from chunktape.client.process import running
from chunktape.samples.reader import read_response

QUESTIONS: Final = ("你好，介绍一下你自己。", "Hello, introduce yourself.")
#: the shapes whose sessions the library holds
NAMES: Final = tuple(name for name in SHAPES if f"chat-{name}" in index())
REASONS: Final = ("deepseek",)
CALLS_A_TOOL: Final = ("openai", "anthropic")


def requests(name: str) -> list[dict[str, Any]]:
    """The request bodies of the shape's session, in order."""
    bodies = [shape(name).request(Answer(tokenise("-"), usage=True, question=question)) for question in QUESTIONS]
    if name in REASONS:
        bodies.append(shape(name).request(Answer(tokenise("-"), tokenise("-"), question="9.11 和 9.9 哪个大？")))
    if name in CALLS_A_TOOL:
        tool = Tool("get_weather", ("{}",))
        bodies.append(
            shape(name).request(Answer(tokenise("-"), tools=(tool,), usage=True, question="北京天气怎么样？"))
        )
    return bodies


def record(target: Path, names: Iterable[str] = NAMES, tps: int = 30) -> None:
    """Record the sessions of `names` into the folder `target`, replacing what is there, at `tps` tokens per second."""
    with running("chunktape.samples.upstream", "--tps", str(tps)) as upstream:
        for name in names:
            output = str(target / f"chat-{name}.cassette")
            with running("chunktape", "record", upstream.url, "--port", "0", "--output", output, "--overwrite") as one:
                for body in requests(name):
                    data = json.dumps(body, ensure_ascii=False).encode()
                    url = one.url + shape(name).target.decode("ascii")
                    read_response(url, "POST", shape(name).request_headers, data)


if __name__ == "__main__":
    record(Path(sys.argv[1]) if len(sys.argv) > 1 else folder())
