"""OpenAI's assistants: the events of a thread's run.

`thread.message.delta` has pieces of the message's content parts, `thread.message.completed` the whole message again;
`thread.run.step.delta` has the calls of functions, `thread.run.completed` the counts. This shape is read, not made.
"""

from typing import Final

from cassettes.providers.failure import Failure
from cassettes.providers.reading import Deltas, Kind, Path, Payload, Reader, each, index_of
from cassettes.providers.shapes import openai


def _knows(payload: Payload) -> bool:
    return payload.text("object").startswith("thread.")


def _read(payload: Payload) -> Deltas:
    kind = payload.text("object")
    if kind in ("thread.message.delta", "thread.message"):
        path: Path = ("delta", "content") if kind == "thread.message.delta" else ("content",)
        for place, _ in payload.items(*path):
            part = (payload.text("id"), index_of(payload.at(*path, place, "index"), place))
            whole = kind == "thread.message"
            yield from payload.says(Kind.TEXT, *path, place, "text", "value", part=part, whole=whole)
    elif kind == "thread.run.step.delta":
        path = ("delta", "step_details", "tool_calls")
        for place, _ in payload.items(*path):
            call = (payload.text("id"), index_of(payload.at(*path, place, "index"), place))
            if payload.text(*path, place, "type") == "function":
                yield from payload.says(Kind.CALL_ID, *path, place, "id", part=call)
                yield from payload.says(Kind.CALL_NAME, *path, place, "function", "name", part=call)
                yield from payload.says(Kind.CALL_ARGUMENTS, *path, place, "function", "arguments", part=call)
    elif kind == "thread.run":
        yield from payload.says(Kind.FINISH, "status")
        yield from payload.counts("usage", asked="prompt_tokens", spoken="completion_tokens")
        yield from payload.says(Kind.ERROR, "last_error", "message")
    else:
        yield from payload.says(Kind.ERROR, "error", "message")


def failure(status: int = 500) -> Failure:
    """The error for `status`; left out: the most frequent one in the middle of a stream."""
    return openai.failure(status)._replace(event="error")


READERS: Final = (Reader("openai-assistants", _knows, each(_read), failure),)
