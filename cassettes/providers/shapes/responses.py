"""OpenAI's responses: events `response.*` with items of output, each with parts.

`response.output_text.delta` has a piece of a text part and `.done` the whole of it; thoughts come as parts of a summary
(`response.reasoning_summary_text.*`) or as they are (`response.reasoning_text.*`); a call is an item with the events
`response.function_call_arguments.*`. `response.completed` repeats every item and has the counts. An error is an event
`error`, or `response.failed`. Transcriptions (`transcript.text.*`) have the same form. Read, not made.
"""

from collections.abc import Sequence
from typing import Final

from cassettes.providers.reading import Deltas, Kind, Part, Payload, Reader, each, index_of

_TEXTS: Final = {
    "response.output_text": Kind.TEXT,
    "response.reasoning_summary_text": Kind.REASONING,
    "response.reasoning_text": Kind.REASONING,
}
_ENDS: Final = ("response.completed", "response.incomplete", "response.failed")


def _knows(payload: Payload) -> bool:
    return payload.text("type").startswith("response.")


def _read(payloads: Sequence[Payload]) -> Deltas:
    texts: dict[Part, None] = {}
    for payload in payloads:
        stem, _, event = payload.text("type").rpartition(".")
        item: Part = (index_of(payload.at("output_index")),)
        if kind := _TEXTS.get(stem):
            part = (*item, stem, index_of(payload.at("content_index")), index_of(payload.at("summary_index")))
            if kind is Kind.TEXT:
                texts[part] = None
            key = "delta" if event == "delta" else "text"
            yield from payload.says(kind, key, part=part, whole=event == "done")
        elif stem == "response.function_call_arguments":
            key = "delta" if event == "delta" else "arguments"
            yield from payload.says(Kind.CALL_ARGUMENTS, key, part=item, whole=event == "done")
        elif stem == "response.output_item" and payload.text("item", "type") == "function_call":
            yield from payload.says(Kind.CALL_ID, "item", "call_id", part=item, whole=True)
            yield from payload.says(Kind.CALL_NAME, "item", "name", part=item, whole=True)
            yield from payload.says(Kind.CALL_ARGUMENTS, "item", "arguments", part=item, whole=True)
        elif payload.text("type") in _ENDS:
            yield from _end(payload, list(texts))
        elif payload.text("type") == "error":
            yield from payload.says(Kind.ERROR, "message")
            yield from payload.says(Kind.ERROR, "error", "message")


def _end(payload: Payload, texts: Sequence[Part]) -> Deltas:
    """The last event. Its texts are those of the parts `texts`, one by one, even where items are counted otherwise."""
    found = [
        ("response", "output", place, "content", number, "text")
        for place, _ in payload.items("response", "output")
        for number, _ in payload.items("response", "output", place, "content")
        if payload.text("response", "output", place, "content", number, "type") == "output_text"
    ]
    for number, path in enumerate(found):
        part = texts[number] if number < len(texts) else ("end", number)
        yield from payload.says(Kind.TEXT, *path, part=part, whole=True)
    yield from payload.says(Kind.FINISH, "response", "status")
    yield from payload.says(Kind.INPUT_TOKENS, "response", "usage", "input_tokens")
    yield from payload.says(Kind.OUTPUT_TOKENS, "response", "usage", "output_tokens")
    yield from payload.says(Kind.ERROR, "response", "error", "message")


def _knows_transcript(payload: Payload) -> bool:
    return payload.text("type").startswith("transcript.text.")


def _transcript(payload: Payload) -> Deltas:
    yield from payload.says(Kind.TEXT, "delta")
    if payload.text("type") == "transcript.text.done":
        yield from payload.says(Kind.TEXT, "text", whole=True)
    yield from payload.says(Kind.INPUT_TOKENS, "usage", "input_tokens")
    yield from payload.says(Kind.OUTPUT_TOKENS, "usage", "output_tokens")


READERS: Final = (
    Reader("openai-responses", _knows, _read),
    Reader("openai-transcription", _knows_transcript, each(_transcript)),
)
