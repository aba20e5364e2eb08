"""The providers' own SDKs say what our readers say: of made streams of every shape, and of real ones.

`make test` compares one answer of each kind per shape, streams written for what is read only, and the first real one of
each file; `make evidence` all of them, and all of another corpus that CHUNKTAPE_CORPUS names. Anthropic's SDK reads no
text completions any more, Dify and home-made streams have no SDK: these are compared with nothing here.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from cassettes.framing import dialect_of
from cassettes.providers import SHAPES, Answer, End, Tool, render, shape
from cassettes.providers.answer import compact
from cassettes.providers.read import payloads, read
from cassettes.providers.reading import Kind, Reading
from tests.support.corpus import FILES
from tests.support.written import SSE, WRITTEN

pytestmark = pytest.mark.wire

#: the fixture `ask_sdks`
Ask = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
#: read by us alone
NO_SDK = ("dify", "content", "text", "anthropic-completion")
#: hosts whose SDK is another than that of the shape
HOSTS = {"api.mistral.ai": "mistral", "api.groq.com": "groq"}

TEXT = ("今天", "北京晴", " ☀️，", "café", "\n\n```js\n", "👨‍👩‍👧", "```")
THOUGHTS = ("用户问天气；", "先查一下。", " Let me look.")
TOOLS = (
    Tool("get_weather", ('{"city"', ': "北', '京", "unit":', ' "°C"}')),
    Tool("get_time", ("{", "}")),
)


@dataclass(frozen=True)
class Stream:
    """One body, where it is from, and the SDK that reads it."""

    name: str
    body: bytes
    content_type: str
    host: str = ""
    status: int = 200

    @property
    def reading(self) -> Reading | None:
        return read(self.body, dialect_of(self.content_type.encode(), self.body))

    @property
    def is_cumulative(self) -> bool:
        """Whether the events of a DashScope stream repeat what was said: its SDK hands them on as they are."""
        found = self.reading
        said = (Kind.TEXT, Kind.REASONING, Kind.CALL_ARGUMENTS)
        return (
            found is not None
            and found.shape == "dashscope"
            and any(delta.whole for delta in found.deltas if delta.kind in said)
        )

    @property
    def sdk(self) -> str:
        """Empty where there is none."""
        found = self.reading
        if found is None or found.shape in NO_SDK:
            return ""
        if found.shape == "ollama":
            first = payloads(self.body, dialect_of(self.content_type.encode(), self.body))[0]
            return "ollama" if first.at("message") else "ollama-generate"
        return HOSTS.get(self.host, found.shape) if found.shape == "openai" else found.shape


def made() -> Iterator[Stream]:
    for name in SHAPES:
        like = shape(name)
        answers = {
            "text": Answer(TEXT, usage=True),
            "thoughts": Answer(TEXT, THOUGHTS) if like.reasoning else None,
            "tools": Answer((), tools=TOOLS) if like.tools else None,
            "all": Answer(TEXT, THOUGHTS if like.reasoning else (), TOOLS if like.tools else ()),
            "choices": Answer(TEXT, others=(("一", "二"), ("three",))) if like.choices else None,
            "error": Answer(TEXT) if like.errors else None,
        }
        for kind, answer in answers.items():
            if answer is not None:
                pieces = render(name, answer, End.ERROR if kind == "error" else End.COMPLETE)
                yield Stream(f"{name} {kind}", b"".join(piece.data for piece in pieces), like.content_type.decode())


def written() -> Iterator[Stream]:
    for name, (content_type, events) in WRITTEN.items():
        datas = [(event, data if isinstance(data, str) else compact(data)) for event, data in events]
        if content_type == SSE:
            texts = [(f"event: {event}\n" if event else "") + f"data: {data}\n\n" for event, data in datas]
        else:
            texts = [f"{data}\n" for _, data in datas]
        yield Stream(name, "".join(texts).encode(), content_type, "api.mistral.ai" if name == "mistral" else "")


def recorded(path: Path) -> Iterator[Stream]:
    for number, interaction in enumerate(yaml.safe_load(path.read_text("utf-8"))["interactions"]):
        body, response = interaction["response"]["body"]["string"], interaction["response"]
        headers = {name.lower(): values[0] for name, values in response.get("headers", {}).items()}
        yield Stream(
            f"{path.stem} #{number}",
            body if isinstance(body, bytes) else body.encode(),
            headers.get("content-type", "text/event-stream"),
            interaction["request"]["uri"].split("/")[2],
            response.get("status", {}).get("code", 200),
        )


def jobs(streams: list[Stream]) -> list[dict[str, Any]]:
    """What the SDKs are asked, one job per stream."""
    return [
        {
            "sdk": stream.sdk,
            "cumulative": stream.is_cumulative,
            "content_type": stream.content_type,
            "status": stream.status,
            "body": b64encode(stream.body).decode(),
        }
        for stream in streams
    ]


def arguments(text: str) -> Any:
    """As JSON, in which SDKs differ only by spaces; as it stands where it is torn. Nothing stands for no argument."""
    try:
        return json.loads(text or "{}")
    except ValueError:
        return text


def differences(stream: Stream, sdk: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What we and the SDK say otherwise: ours, then theirs."""
    found = stream.reading
    assert found is not None
    said = {
        "texts": ([choice.text for choice in found.choices], sdk["texts"] or [""]),
        "reasoning": (found.choices[0].reasoning, sdk["reasoning"]),
        "calls": (
            [[call.name, arguments(call.arguments)] for call in found.choices[0].calls],
            [[name, arguments(text)] for name, text in sdk["calls"]],
        ),
        "error": (found.error, found.error if found.error and found.error in sdk["error"] else sdk["error"]),
    }
    return {key: pair for key, pair in said.items() if pair[0] != pair[1]}


def wrong(ask: Ask, streams: list[Stream]) -> dict[str, dict[str, tuple[Any, Any]]]:
    """The streams that an SDK reads otherwise than we do; those without one are left out."""
    chosen = [stream for stream in streams if stream.sdk]
    pairs = zip(chosen, ask(jobs(chosen)), strict=True)
    return {stream.name: found for stream, sdk in pairs if (found := differences(stream, sdk))}


def test_of_samples(ask_sdks: Ask) -> None:
    ours, theirs = list(made()), list(written())
    assert {stream.name.split()[0] for stream in ours if not stream.sdk} == {"dify", "content", "text"}
    assert all(stream.sdk for stream in theirs)
    spoken = {stream.name: stream.reading.text for stream in theirs if stream.reading}
    assert {name for name, text in spoken.items() if not text} == {"calls in turns", "openai-responses refusal"}
    files = [parameter.values[0] for parameter in FILES if not parameter.marks]
    real = [next(recorded(path)) for path in files if isinstance(path, Path)]
    assert wrong(ask_sdks, [*ours, *theirs, *(stream for stream in real if len(stream.body) < 200_000)]) == {}


@pytest.mark.corpus
@pytest.mark.parametrize("path", FILES)
@pytest.mark.evidence
def test_of_every_real_stream(path: Path, ask_sdks: Ask) -> None:
    assert wrong(ask_sdks, list(recorded(path))) == {}
