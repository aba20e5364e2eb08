"""`retoken` on events that no provider sends so: pieces of two in one event, names and finishes where they please."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import SpecError
from cassettes.providers.read import read
from player.rewrites.retoken.entry import AT
from player.spec.perform import perform
from tests.cassettes.providers.test_read import JSON
from tests.player.rewrites.bodies import NDJSON
from tests.player.rewrites.retoken.test_retoken import view
from tests.support.bodies import sse
from tests.support.recordings import CHUNKED, END, interaction

TEXT = st.sampled_from(["", "你好", "<think>", "ab", "哈", "哈哈", '{"a": 1}'])
MAYBE = st.none() | TEXT
COUNTS = st.sampled_from([None, None, 3])


def some(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with these members, without those that are None."""
    return st.fixed_dictionaries(members).map(
        lambda found: {key: value for key, value in found.items() if value is not None}
    )


def often(*values: Any) -> st.SearchStrategy[Any]:
    """One of these, or mostly none."""
    return st.sampled_from([None, None, *values])


_CALL = some(index=often(0, 1), id=often("c1"), function=some(name=often("f"), arguments=TEXT))
_DELTA = some(
    content=MAYBE, reasoning_content=MAYBE, role=often("assistant"), tool_calls=st.none() | st.lists(_CALL, max_size=2)
)
_PART = some(text=TEXT, thought=often(True), thoughtSignature=often("s"))
_BLOCK = st.sampled_from([{"type": "text", "text": "pre"}, {"type": "thinking"}, {"type": "tool_use", "name": "f"}])
_BLOCK_DELTA = some(text=MAYBE, thinking=MAYBE, partial_json=MAYBE)
SHAPES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "openai": some(
        choices=st.lists(some(index=often(0, 1), delta=_DELTA, finish_reason=often("stop")), max_size=2),
        usage=often({"prompt_tokens": 1, "completion_tokens": 2}),
    ),
    "gemini": some(
        candidates=st.lists(
            some(
                content=some(parts=st.lists(_PART | st.just({"functionCall": {"name": "f"}}), max_size=2)),
                finishReason=often("STOP"),
            ),
            min_size=1,
            max_size=2,
        ),
        usageMetadata=often({"promptTokenCount": 1, "candidatesTokenCount": 3}),
    ),
    "anthropic": some(type=st.just("content_block_start"), index=st.integers(0, 1), content_block=_BLOCK)
    | some(type=st.just("content_block_delta"), index=st.integers(0, 1), delta=_BLOCK_DELTA)
    | st.just({"type": "ping"}),
    "ollama": some(
        message=some(content=TEXT, thinking=MAYBE, tool_calls=often([{"function": {"name": "f", "arguments": {}}}])),
        done=st.booleans(),
        done_reason=often("stop"),
        eval_count=COUNTS,
    ),
    "responses": some(
        type=st.sampled_from(["output_text.delta", "function_call_arguments.delta", "output_text.done"]).map(
            lambda kind: f"response.{kind}"
        ),
        delta=MAYBE,
        text=MAYBE,
        output_index=st.integers(0, 1),
        sequence_number=st.integers(0, 3),
    ),
    "dify": some(event=often("message", "message_replace"), task_id=st.just("t"), answer=TEXT),
    "any": JSON.map(lambda value: {"value": value} if not isinstance(value, dict) else value),
}


@given(
    st.sampled_from(sorted(SHAPES)).flatmap(lambda name: st.lists(SHAPES[name], min_size=1, max_size=6)),
    st.sampled_from(AT),
    st.integers(0, 9),
    st.booleans(),
)
def test_they_say_the_same_or_are_refused(values: list[Any], at: str, seed: int, records: bool) -> None:
    lines = [json.dumps(value, ensure_ascii=seed % 2 == 0 or "\\ud" in json.dumps(value)) for value in values]
    body = "".join(f"{line}\n" for line in lines).encode() if records else sse(lines, "\n")
    dialect = "ndjson" if records else "sse"
    one = interaction([(0, 1, body, END)], headers=NDJSON if records else CHUNKED)
    try:
        after = read(perform(one, f"retoken,at={at},seed={seed}").body, dialect)
    except SpecError:
        return
    before = read(body, dialect)
    assert before is not None
    assert after is not None
    assert json.loads(json.dumps(view(after))) == json.loads(json.dumps(view(before)))
