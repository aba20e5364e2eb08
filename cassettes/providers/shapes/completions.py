"""OpenAI's older text completions, which vLLM, LiteLLM and others still serve.

Each choice has its `text`; counts and errors are those of chat completions, `data: [DONE]` ends it.
"""

from typing import Final

from cassettes.providers.reading import Deltas, Kind, Payload, Reader, each, index_of


def _knows(payload: Payload) -> bool:
    return isinstance(payload.at("choices", 0, "text"), str)


def _read(payload: Payload) -> Deltas:
    for place, _ in payload.items("choices"):
        choice = index_of(payload.at("choices", place, "index"))
        yield from payload.says(Kind.TEXT, "choices", place, "text", choice=choice)
        yield from payload.says(Kind.FINISH, "choices", place, "finish_reason", choice=choice)
    yield from payload.says(Kind.INPUT_TOKENS, "usage", "prompt_tokens")
    yield from payload.says(Kind.OUTPUT_TOKENS, "usage", "completion_tokens")
    yield from payload.says(Kind.ERROR, "error", "message")


READERS: Final = (Reader("openai-completions", _knows, each(_read)),)
