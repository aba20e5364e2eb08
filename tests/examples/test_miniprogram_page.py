"""The chat page and the composable, driven as a person does: scan, send, stop, send again."""

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.pairs import marked

pytestmark = pytest.mark.wire

ANSWER = "你好，世界 👍🏽👨‍👩‍👧。" * 20


def stream(*data: object) -> list[bytes]:
    """A stream of these events, cut into pieces of 3 bytes."""
    body = "".join(f"data: {json.dumps(part, ensure_ascii=False)}\n\n" for part in data).encode() + b"data: [DONE]\n\n"
    return [body[start : start + 3] for start in range(0, len(body), 3)]


def openai(text: str) -> list[bytes]:
    return stream(*({"choices": [{"delta": {"content": text[at : at + 4]}}]} for at in range(0, len(text), 4)))


def test_the_page_types_the_answer_at_the_scanned_address(
    run_js: Callable[..., Any], serve: Callable[..., str], requests_seen: list[bytes]
) -> None:
    base = serve(openai(ANSWER))
    report = run_js("run_example.mjs", "--module", "page", "--base", base)
    (run,) = report["runs"]
    assert run["baseUrl"] == base, "the origin of http://.../@chunktape/hello"
    assert (run["shown"], run["note"]) == (ANSWER, "")
    assert run["updates"] < len(report["requests"][0]["chunks"]) / 10, "one setData per tick, not per chunk"
    assert json.loads(requests_seen[0].partition(b"\r\n\r\n")[2])["messages"] == [{"role": "user", "content": "你好"}]


def test_the_stop_button_stops_and_the_next_question_is_answered(
    run_js: Callable[..., Any], serve: Callable[..., str], requests_seen: list[bytes]
) -> None:
    base = serve(openai(ANSWER), gap_ms=1)
    stopped, again = run_js(
        "run_example.mjs", "--module", "page", "--base", base, "--abort-after", "100", "--again", "1"
    )["runs"]
    assert stopped["note"] == "已停止"
    assert stopped["shown"]
    assert stopped["shown"] != ANSWER
    assert ANSWER.startswith(stopped["shown"])
    assert (again["shown"], again["note"], again["messages"]) == (ANSWER, "", 4)
    history = json.loads(requests_seen[1].partition(b"\r\n\r\n")[2])["messages"]
    assert [message["role"] for message in history] == ["user", "assistant", "user"]


#: (pieces, status, what is said)
WRONG: list[tuple[list[bytes], int, str]] = [
    ([b'{"error":"no credit"}'], 402, "服务器返回 402：no credit"),
    ([b'{"error":{"message":"bad key","type":"auth"}}'], 401, "服务器返回 401：bad key"),
    ([b'[{"error":{"code":429,"message":"quota"}}]'], 429, "服务器返回 429：quota"),
    ([b'{"detail":[{"loc":["body"],"msg":"field required"}]}'], 422, "服务器返回 422：field required"),
    ([b'{"detail":"Not Found"}'], 404, "服务器返回 404：Not Found"),
    ([b'{"code":"InvalidApiKey","message":"Invalid API-key."}'], 401, "服务器返回 401：Invalid API-key."),
    ([b'{"error_code":17,"error_msg":"limit"}'], 500, "服务器返回 500：limit"),
    ([b'{"code":4000,"msg":"bad bot"}'], 400, "服务器返回 400：bad bot"),
    ([b'event: error\ndata: {"error":{"message":"late"}}\n\n'], 500, "服务器返回 500：late"),
    ([b"<html><head><title>502 Bad Gateway</title></head></html>"], 502, "服务器返回 502：502 Bad Gateway"),
    ([b"upstream timed out"], 504, "服务器返回 504：upstream timed out"),
    ([b'{"code":7}'], 500, '服务器返回 500：{"code":7}'),
    ([], 503, "服务器返回 503：（没有内容）"),
    ([b"<html>hello</html>"], 200, "回复里没有 SSE 事件：<html>hello</html>"),
    ([b'{"error":{"message":"no stream"}}'], 200, "服务器报错：no stream"),
    ([b'{"ok":true}'], 200, '回复里没有 SSE 事件：{"ok":true}'),
    (stream({"error": {"message": "overloaded"}}), 200, "服务器报错：overloaded"),
    (stream({"error": "overloaded"}), 200, "服务器报错：overloaded"),
    (stream({"error": {"code": 503}}), 200, '服务器报错：{"error": {"code": 503}}'),
    (stream({"type": "error", "error": {"type": "x", "message": "Overloaded"}}), 200, "服务器报错：Overloaded"),
    (stream({"event": "error", "code": "c", "status": 400, "message": "down"}), 200, "服务器报错：down"),
    (stream({"code": 401, "msg": "bad token"}), 200, "服务器报错：bad token"),
    ([b"event: error\ndata: it broke\n\n"], 200, "服务器报错：it broke"),
    ([b'event:error\ndata:{"code":"InternalError","message":"try again"}\n\n'], 200, "服务器报错：try again"),
]


@pytest.mark.parametrize(("wrong", "module"), marked(WRONG, ["page", "composable"], 2))
def test_what_goes_wrong_is_said(
    run_js: Callable[..., Any], serve: Callable[..., str], wrong: tuple[list[bytes], int, str], module: str
) -> None:
    pieces, status, note = wrong
    (run,) = run_js("run_example.mjs", "--module", module, "--base", serve(pieces, status=status))["runs"]
    assert run["note" if module == "page" else "problem"] == note
    assert run["shown"] == ""


def test_an_address_where_nobody_listens_is_said(run_js: Callable[..., Any]) -> None:
    (run,) = run_js("run_example.mjs", "--module", "page", "--base", "http://127.0.0.1:9")["runs"]
    assert run["note"] == "连不上：播放器没有启动，或者端口不对"


SHAPES: dict[str, list[dict[str, object]]] = {
    "anthropic": [
        {"type": "message_start", "message": {"content": []}},
        {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "你"}},
        {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "好"}},
        {"type": "message_stop"},
    ],
    "gemini": [
        {"candidates": [{"content": {"parts": [{"text": "想", "thought": True}, {"text": "你"}, {"text": "好"}]}}]}
    ],
    "dashscope with parts": [{"output": {"choices": [{"message": {"content": [{"text": "你好"}]}}]}}],
    "dashscope": [{"output": {"choices": [{"message": {"content": "你好"}}]}}],
    "dify": [{"event": "message", "answer": "你"}, {"event": "message", "answer": "好"}, {"event": "message_end"}],
    "coze": [{"type": "answer", "role": "assistant", "content": "你好"}, {"type": "verbose", "content": "{}"}],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_page_reads_the_shapes_of_the_providers(
    run_js: Callable[..., Any], serve: Callable[..., str], shape: str
) -> None:
    (run,) = run_js("run_example.mjs", "--module", "page", "--base", serve(stream(*SHAPES[shape])))["runs"]
    assert (run["shown"], run["note"]) == ("你好", "")


THOUGHTS: dict[str, list[dict[str, object]]] = {
    "deepseek": [
        {"choices": [{"delta": {"content": None, "reasoning_content": "先"}}]},
        {"choices": [{"delta": {"content": None, "reasoning_content": "想"}}]},
        {"choices": [{"delta": {"content": "你好", "reasoning_content": None}}]},
    ],
    "vllm, both in one event": [{"choices": [{"delta": {"content": "你好", "reasoning": "先想"}}]}],
    "openai responses": [
        {"type": "response.reasoning_summary_text.delta", "delta": "先想"},
        {"type": "response.output_text.delta", "delta": "你好"},
    ],
    "anthropic": [
        {"type": "content_block_delta", "delta": {"type": "thinking_delta", "thinking": "先想"}},
        {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "你好"}},
    ],
    "cohere": [
        {"type": "content-delta", "delta": {"message": {"content": {"thinking": "先想"}}}},
        {"type": "content-delta", "delta": {"message": {"content": {"text": "你好"}}}},
    ],
    "gemini": [{"candidates": [{"content": {"parts": [{"text": "先想", "thought": True}, {"text": "你好"}]}}]}],
    "dashscope": [
        {"output": {"choices": [{"message": {"content": "", "reasoning_content": "先想"}}]}},
        {"output": {"choices": [{"message": {"content": "你好", "reasoning_content": ""}}]}},
    ],
    "coze": [
        {"type": "answer", "role": "assistant", "content": "", "reasoning_content": "先想"},
        {"type": "answer", "role": "assistant", "content": "你好"},
    ],
    "ollama": [
        {"message": {"content": "", "thinking": "先想"}, "done": False},
        {"message": {"content": "你好"}, "done": True},
    ],
}


@pytest.mark.parametrize("module", ["page", "composable"])
@pytest.mark.parametrize("shape", THOUGHTS)
def test_what_the_model_thought_is_shown_apart_from_its_answer(
    run_js: Callable[..., Any], serve: Callable[..., str], shape: str, module: str
) -> None:
    (run,) = run_js("run_example.mjs", "--module", module, "--base", serve(stream(*THOUGHTS[shape])))["runs"]
    assert (run["thought"], run["shown"]) == ("先想", "你好")


def test_the_page_shows_an_answer_as_the_blocks_of_its_markdown(
    run_js: Callable[..., Any], serve: Callable[..., str]
) -> None:
    base = serve(openai("# 标题\n\n- **粗体** 和 `x`\n\n```js\nlet a = 1;\n```"))
    (run,) = run_js("run_example.mjs", "--module", "page", "--base", base)["runs"]
    assert [(block["kind"], "".join(part["text"] for part in block["parts"])) for block in run["blocks"]] == [
        ("h", "标题"),
        ("li", "粗体 和 x"),
        ("code", "let a = 1;"),
    ]
    assert run["blocks"][1]["parts"][0] == {"style": "strong", "text": "粗体"}


@pytest.mark.parametrize("profile", ["device", "uni-h5"])
def test_the_composable_on_both_platforms(run_js: Callable[..., Any], serve: Callable[..., str], profile: str) -> None:
    base = serve(openai(ANSWER), gap_ms=1)
    arguments = ("--module", "composable", "--profile", profile, "--base", base, "--abort-after", "100", "--again", "1")
    stopped, again = run_js("run_example.mjs", *arguments)["runs"]
    assert (stopped["reason"], stopped["problem"], stopped["busy"]) == ("abort", "已停止", False)
    assert stopped["shown"] == stopped["text"]
    assert stopped["text"]
    assert ANSWER.startswith(stopped["text"])
    assert (again["shown"], again["problem"]) == (ANSWER, "")


@pytest.mark.parametrize("module", ["page", "composable"])
def test_results_that_each_replace_the_one_before(
    run_js: Callable[..., Any], serve: Callable[..., str], module: str
) -> None:
    base = serve(stream(*({"output": {"text": ANSWER[: at + 9]}} for at in range(0, len(ANSWER), 9))))
    arguments = ("--module", module, "--base", base, "--answer-mode", "replace")
    (run,) = run_js("run_example.mjs", *arguments)["runs"]
    assert run["shown"] == ANSWER


def test_the_typewriter(run_js: Callable[..., Any]) -> None:
    report = run_js("check_typewriter.mjs")
    grows = report["grows"]
    assert grows[-1] == "你好，👍🏽世界" * 10
    assert len(grows) > 8
    assert all(later.startswith(before) for before, later in itertools.pairwise(grows))
    assert all("\ufffd" not in text for text in grows), "never half of an emoji"
    assert report["corrected"] == ["今", "今天下雨"]
    assert report["finished"] == ["abcdefgh"]
    assert report["ticks after the end"] == 0
    assert report["stopped"] == []


LINES = "".join(
    json.dumps({"message": {"role": "assistant", "content": piece}, "done": False}, ensure_ascii=False) + "\r\n"
    for piece in ("你好", "\n\n", "👍🏽", ' {"a": 1}')
)


@pytest.mark.parametrize("module", ["page", "composable"])
@pytest.mark.parametrize("size", [1, 5, 10_000])
@pytest.mark.parametrize(
    ("kind", "body", "shown"),
    [
        ("application/x-ndjson", f'\n{LINES}{{"done": true}}', '你好\n\n👍🏽 {"a": 1}'),
        ("Application/JSONL; charset=utf-8", LINES.rstrip(), '你好\n\n👍🏽 {"a": 1}'),
        ("text/plain; charset=utf-8", "data: 你\n\n[DONE]👍🏽 1", "data: 你\n\n[DONE]👍🏽 1"),
    ],
)
def test_lines_and_text_are_read_however_they_are_cut(
    run_js: Callable[..., Any], serve: Callable[..., str], module: str, size: int, kind: str, body: str, shown: str
) -> None:
    data = body.encode()
    base = serve([data[start : start + size] for start in range(0, len(data), size)], content_type=kind)
    (run,) = run_js("run_example.mjs", "--module", module, "--base", base)["runs"]
    assert (run["shown"], run["note" if module == "page" else "problem"]) == (shown, "")


def test_reasoning_and_quoted_done_are_no_text(run_js: Callable[..., Any], serve: Callable[..., str]) -> None:
    thoughts = [{"choices": [{"delta": {"content": content, "reasoning_content": "想"}}]} for content in (None, "")]
    body = b"".join(stream(*thoughts, {"choices": [{"delta": {"content": "好"}}]})) + b'event:done\ndata:"[DONE]"\n\n'
    (run,) = run_js("run_example.mjs", "--module", "page", "--base", serve([body]))["runs"]
    assert (run["shown"], run["note"]) == ("好", "")


@pytest.mark.parametrize("profile", ["device", "devtools", "old", "uni-h5", "swan"])
def test_an_error_is_said_on_every_platform(
    run_js: Callable[..., Any], serve: Callable[..., str], profile: str
) -> None:
    """DevTools tells the status only at the end: an error in events was read by then, and is said all the same."""
    base = serve([b'data: {"error":{"message":"late"}}\n\n'], status=500)
    (run,) = run_js("run_example.mjs", "--module", "page", "--profile", profile, "--base", base)["runs"]
    assert run["note"] == "服务器返回 500：late"
