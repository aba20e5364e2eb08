"""`python sdk_texts.py`: what the providers' SDKs make of streamed bodies, each asked over loopback. Rules

- A line of its input is a JSON list of `{"sdk", "cumulative", "content_type", "status", "body"}`, the body in base64.
  The answer is a line with a list, in the same order, of `{"texts", "reasoning", "calls", "error"}`: a text per choice,
  the first choice's thoughts, its calls as `[name, JSON text]`, and what the SDK raised. Until it raised, what it had
  said counts.
- A process of its own: what an SDK warns of when it is imported, or leaves open, is no business of the tests.
- `dashscope` hands on what each event says; a job that is `"cumulative"` says that each one replaces the one before.
"""

import base64
import json
import logging
import ssl
import sys
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from typing import Any, Final, cast

QUESTION: Final[Any] = [{"role": "user", "content": "something else than was recorded"}]


@dataclass
class Said:
    """What an SDK has said so far; if `cumulative`, each saying replaces the one before."""

    cumulative: bool = False
    texts: dict[int, str] = field(default_factory=dict)
    reasoning: str = ""
    #: name and arguments, by whatever tells the calls apart
    calls: dict[Any, list[str]] = field(default_factory=dict)

    def text(self, text: str | None, choice: int = 0) -> None:
        self.texts[choice] = self._with(self.texts.get(choice, ""), text)

    def thought(self, text: str | None) -> None:
        self.reasoning = self._with(self.reasoning, text)

    def call(self, key: Any, name: str | None, arguments: Any) -> None:
        found = self.calls.setdefault(key, ["", ""])
        found[0] = self._with(found[0], name)
        text = arguments if arguments is None or isinstance(arguments, str) else json.dumps(arguments)
        found[1] = self._with(found[1], text)

    def _with(self, before: str, text: str | None) -> str:
        return (text or "") if self.cumulative else before + (text or "")


def openai(url: str, said: Said) -> None:
    chat(_openai(url).chat.completions.create(model="any", messages=QUESTION, stream=True), said)


def groq(url: str, said: Said) -> None:
    client = import_module("groq").Groq(api_key="x", base_url=url, max_retries=0)
    chat(client.chat.completions.create(model="any", messages=QUESTION, stream=True), said)


def chat(chunks: Any, said: Said) -> None:
    for chunk in chunks:
        for choice in chunk.choices or []:
            delta = choice.delta
            if delta is None:  # Azure, where a filter has judged later
                continue
            said.text(delta.content, choice.index or 0)
            if not choice.index:
                said.thought(getattr(delta, "reasoning_content", None) or getattr(delta, "reasoning", None) or "")
                for call in delta.tool_calls or []:
                    said.call(call.index, call.function.name, call.function.arguments)


def mistral(url: str, said: Said) -> None:
    client = import_module("mistralai.client").Mistral(api_key="x", server_url=url)
    for event in client.chat.stream(model="any", messages=QUESTION):
        for choice in event.data.choices:
            content = choice.delta.content
            said.text("" if isinstance(content, list) else content or "", choice.index)
            for part in content if isinstance(content, list) else []:
                if part.type == "text":
                    said.text(part.text, choice.index)
                elif part.type == "thinking":
                    said.thought("".join(inner.text for inner in part.thinking))
            for call in choice.delta.tool_calls or []:
                said.call((choice.index, call.index), call.function.name, call.function.arguments)


def openai_completions(url: str, said: Said) -> None:
    for chunk in _openai(url).completions.create(model="any", prompt="x", stream=True):
        for choice in chunk.choices:
            said.text(choice.text, choice.index or 0)


def openai_responses(url: str, said: Said) -> None:
    for event in _openai(url).responses.create(model="any", input="x", stream=True):
        if event.type == "response.output_text.delta":
            said.text(event.delta)
        elif event.type in ("response.reasoning_summary_text.delta", "response.reasoning_text.delta"):
            said.thought(event.delta)
        elif event.type == "response.output_item.added" and event.item.type == "function_call":
            said.call(event.output_index, event.item.name, event.item.arguments)
        elif event.type == "response.function_call_arguments.delta":
            said.call(event.output_index, "", event.delta)
        elif event.type in ("response.completed", "response.incomplete"):
            said.texts[0] = event.response.output_text
            calls = [item for item in event.response.output if item.type == "function_call"]
            said.calls = {number: [item.name, item.arguments] for number, item in enumerate(calls)}


def openai_assistants(url: str, said: Said) -> None:
    for event in _openai(url).beta.threads.runs.create(thread_id="x", assistant_id="x", stream=True):
        if event.event == "thread.message.delta":
            for part in event.data.delta.content or []:
                if part.type == "text":
                    said.text(part.text.value)
        elif event.event == "thread.run.step.delta":
            for call in getattr(event.data.delta.step_details, "tool_calls", None) or []:
                if call.type == "function":
                    said.call(call.index, call.function.name, call.function.arguments)


def openai_transcription(url: str, said: Said) -> None:
    sound = ("x.wav", b"RIFF")
    for event in _openai(url).audio.transcriptions.create(model="any", file=sound, stream=True):
        if event.type == "transcript.text.delta":
            said.text(event.delta)
        elif event.type == "transcript.text.done":
            said.texts[0] = event.text


def _openai(url: str) -> Any:
    return import_module("openai").OpenAI(api_key="x", base_url=url, max_retries=0)


def anthropic(url: str, said: Said) -> None:
    client = import_module("anthropic").Anthropic(api_key="x", base_url=url, max_retries=0)
    with client.messages.stream(model="any", max_tokens=100, messages=QUESTION) as stream:
        try:
            for _ in stream:
                pass
        finally:
            blocks = stream.current_message_snapshot.content
            said.text("".join(block.text for block in blocks if block.type == "text"))
            said.reasoning = "".join(block.thinking for block in blocks if block.type == "thinking")
            for number, block in enumerate(blocks):
                if block.type == "tool_use":
                    said.call(number, block.name, block.input)


def _gemini(url: str) -> Any:
    genai = import_module("google.genai")
    options = genai.types.HttpOptions(base_url=url, api_version="v1beta")
    return genai.Client(api_key="x", vertexai=False, http_options=options)


def gemini(url: str, said: Said) -> None:
    client = _gemini(url)
    for chunk in client.models.generate_content_stream(model="any", contents="x"):
        for place, candidate in enumerate(chunk.candidates or []):
            choice = candidate.index or place
            said.text("", choice)
            for part in (candidate.content and candidate.content.parts) or []:
                if part.text is not None and part.thought:
                    said.thought(part.text)
                elif part.text is not None:
                    said.text(part.text, choice)
                if part.function_call is not None:
                    said.call(len(said.calls), part.function_call.name, part.function_call.args or {})


def gemini_interactions(url: str, said: Said) -> None:
    client = _gemini(url)
    for event in client.interactions.create(model="any", input="x", stream=True):
        if event.event_type == "step.delta" and event.delta.type == "text":
            said.text(event.delta.text)
        elif event.event_type == "step.delta" and event.delta.type == "thought_summary":
            said.thought(event.delta.content.text)


def dashscope(url: str, said: Said) -> None:
    sdk: Any = import_module("dashscope")
    sdk.base_http_api_url = f"{url}/api/v1"
    answers = sdk.Generation.call(
        api_key="x", model="qwen-any", messages=QUESTION, result_format="message", stream=True, incremental_output=True
    )
    for answer in answers:
        if answer.status_code != 200:
            raise RuntimeError(answer.message)
        choice = answer.output.choices[0] if answer.output.choices else None
        content = choice.message.content if choice else answer.output.text
        parts = content if isinstance(content, list) else [{"text": content or ""}]
        said.text("".join(part.get("text", "") for part in parts))
        message = choice.message if choice else {}
        said.thought(message.get("reasoning_content"))
        for place, call in enumerate(message.get("tool_calls") or []):
            function = call["function"]
            said.call(call.get("index", place), function.get("name"), function.get("arguments"))


def ollama(url: str, said: Said) -> None:
    for part in import_module("ollama").Client(host=url).chat(model="any", messages=QUESTION, stream=True):
        said.text(part.message.content)
        said.thought(part.message.thinking or "")
        for call in part.message.tool_calls or []:
            said.call(len(said.calls), call.function.name, dict(call.function.arguments))


def ollama_generate(url: str, said: Said) -> None:
    for part in import_module("ollama").Client(host=url).generate(model="any", prompt="x", stream=True):
        said.text(part.response)
        said.thought(part.thinking or "")


def coze(url: str, said: Said) -> None:
    sdk = import_module("cozepy")
    client = sdk.Coze(auth=sdk.TokenAuth("x"), base_url=url)
    question = [sdk.Message.build_user_question_text("x")]
    for event in client.chat.stream(bot_id="any", user_id="any", additional_messages=question):
        if event.event == sdk.ChatEventType.CONVERSATION_MESSAGE_DELTA:
            said.text(event.message.content)
            said.thought(event.message.reasoning_content or "")
        elif event.event == sdk.ChatEventType.CONVERSATION_CHAT_FAILED:
            raise RuntimeError(event.chat.last_error.msg)
        elif event.message is not None and event.message.type == sdk.MessageType.FUNCTION_CALL:
            call = json.loads(event.message.content)
            said.call(len(said.calls), call["name"], call["arguments"])


def cohere(url: str, said: Said) -> None:
    client = import_module("cohere").ClientV2("x", base_url=url)
    for event in client.chat_stream(model="any", messages=QUESTION):
        if event.type == "message-end" and event.delta.error:
            raise RuntimeError(event.delta.error)
        if event.type == "content-delta":
            content = event.delta.message.content
            said.text(content.text)
            said.thought(getattr(content, "thinking", None) or "")
        elif event.type == "tool-plan-delta":
            said.thought(event.delta.message.tool_plan)
        elif event.type == "tool-call-start":
            function = event.delta.message.tool_calls.function
            said.call(event.index, function.name, function.arguments)
        elif event.type == "tool-call-delta":
            said.call(event.index, "", event.delta.message.tool_calls.function.arguments)


def cohere_v1(url: str, said: Said) -> None:
    for event in import_module("cohere").Client("x", base_url=url).chat_stream(message="x"):
        if event.event_type == "text-generation":
            said.text(event.text)
        elif event.event_type == "stream-end":
            said.texts[0] = event.response.text


READERS: Final[dict[str, Callable[[str, Said], None]]] = {
    "openai": openai,
    "groq": groq,
    "mistral": mistral,
    "openai-completions": openai_completions,
    "openai-responses": openai_responses,
    "openai-assistants": openai_assistants,
    "openai-transcription": openai_transcription,
    "anthropic": anthropic,
    "gemini": gemini,
    "gemini-interactions": gemini_interactions,
    "dashscope": dashscope,
    "ollama": ollama,
    "ollama-generate": ollama_generate,
    "coze": coze,
    "cohere": cohere,
    "cohere-v1": cohere_v1,
}


class _Upstream(ThreadingHTTPServer):
    daemon_threads = True
    job: dict[str, Any]


class _Handler(BaseHTTPRequestHandler):
    """Answers every POST with the body of the server's job."""

    protocol_version = "HTTP/1.1"
    server: _Upstream

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = base64.b64decode(self.server.job["body"])
        self.send_response(self.server.job["status"])
        self.send_header("Content-Type", self.server.job["content_type"])
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        pass


def answer(server: "_Upstream", job: dict[str, Any], url: str) -> dict[str, Any]:
    """What an SDK says of one body."""
    server.job, said, error = job, Said(job["cumulative"]), ""
    try:
        READERS[job["sdk"]](url, said)
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
    texts = [said.texts[choice] for choice in sorted(said.texts)]
    return {"texts": texts, "reasoning": said.reasoning, "calls": list(said.calls.values()), "error": error}


def main() -> None:
    warnings.simplefilter("ignore")
    # every client reads the authorities of the web, for 17 ms, and asks loopback without TLS
    ssl.create_default_context = cast(Any, cache(ssl.create_default_context))
    logging.disable()
    server = _Upstream(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    for line in sys.stdin:
        print(json.dumps([answer(server, job, url) for job in json.loads(line)]), flush=True)


if __name__ == "__main__":
    main()
