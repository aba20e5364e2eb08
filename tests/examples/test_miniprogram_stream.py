"""The examples' stream modules: their decoders cut everywhere, their rules call by call, and on the wire."""

import json
from collections.abc import Callable
from typing import Any

import pytest

PIECES = ["你好，", "世界", " 👍🏽👨‍👩‍👧", "é €", 'a\n"b"', "data: x", " \u2028结束。"]
ANSWER = "".join(PIECES)


def openai_stream(eol: str = "\n") -> bytes:
    """An answer in OpenAI's shape, with a comment and the sentinel."""
    events = [json.dumps({"choices": [{"delta": {"content": piece}}]}, ensure_ascii=False) for piece in PIECES]
    return (f": hello{eol}{eol}" + "".join(f"data: {event}{eol}{eol}" for event in [*events, "[DONE]"])).encode()


def cut(body: bytes, size: int) -> list[bytes]:
    return [body[start : start + size] for start in range(0, len(body), size)]


@pytest.mark.parametrize("which", ["miniprogram", "uniapp"])
def test_the_decoder_agrees_with_text_decoder_and_the_standard_at_every_cut(
    run_js: Callable[..., Any], which: str
) -> None:
    report = run_js("check_decoder.mjs", which)
    assert report["failures"] == []
    assert report["checked"]["oracle"] > 2000
    assert report["checked"]["decoder"] > 5000
    assert report["checked"]["events"] > 5000


def test_the_decoder_takes_what_platforms_hand_over(run_js: Callable[..., Any]) -> None:
    report = run_js("check_decoder.mjs", "miniprogram", "0")
    assert [name for name, decoded in report["kinds"].items() if not decoded] == []
    assert len(report["kinds"]) == 8
    for value, message in report["refused"].items():
        assert "expected an ArrayBuffer" in message, value


RULES: dict[str, list[str]] = {
    "a whole answer": ["open 200", "event a", "event b", "end complete"],
    "success repeats the body": ["event a", "end complete"],
    "the body only in success": ["event a", "end complete"],
    "the body only in success, as text": ["event a", "end complete"],
    "chunks after abort": ["event a", "end abort"],
    "abort inside a chunk": ["event a", "end abort"],
    "abort, and no fail follows": ["end abort"],
    "an error status": ["open 402", 'end http HTTP 402 {"error":"余额不足"}'],
    "an error status that the head lacks": ["open undefined", 'end http HTTP 429 {"error":1}'],
    "an error status without a body": ["open 402", "end http HTTP 402"],
    "an answer that is no stream": ['end no-events the answer holds no server-sent event {"ok":true}'],
    "a refused address, at once": ["end fail request:fail url not in domain list"],
    "a break in the middle": ["event a", "end fail request:fail interrupted"],
    "silence": ["event a", "end idle nothing arrived for 40 ms"],
    "no offChunkReceived": ["event a", "end complete"],
    "a body that is no bytes": ["end fail expected an ArrayBuffer, a view of one or a string, found object"],
}


@pytest.mark.parametrize("which", ["miniprogram", "uniapp"])
def test_the_stream_keeps_its_rules(run_js: Callable[..., Any], which: str) -> None:
    report = run_js("check_stream.mjs", which)
    assert {name: seen["calls"] for name, seen in report.items()} == RULES
    # The task is stopped where the stream ends before the platform does, and only there.
    stopped = {name for name, seen in report.items() if seen["aborted"] == 1}
    assert stopped == {
        "chunks after abort",
        "abort inside a chunk",
        "abort, and no fail follows",
        "a body that is no bytes",
        "silence",
    }
    assert report["a whole answer"]["registered"]
    assert report["a whole answer"]["off"] == 1


CLIENTS = [
    ("miniprogram", "device"),
    ("miniprogram", "devtools"),
    ("miniprogram", "old"),
    ("miniprogram", "swan"),
    ("uniapp", "device"),
    ("uniapp", "devtools"),
    ("uniapp", "uni-h5"),
]


@pytest.mark.wire
@pytest.mark.parametrize(("module", "profile"), CLIENTS)
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_the_answer_is_whole_however_it_is_cut(
    run_js: Callable[..., Any], serve: Callable[..., str], module: str, profile: str, size: int
) -> None:
    body = openai_stream("\r\n" if size == 7 else "\n")
    base = serve(cut(body, size))
    report = run_js("run_example.mjs", "--module", module, "--profile", profile, "--base", base)
    (run,) = report["runs"]
    assert run["shown"] == ANSWER
    assert (run["reason"], run["statusCode"], run["ends"]) == ("complete", 200, 1)
    assert run["opened"] == {"statusCode": None if profile == "devtools" else 200}
    # The client kept the framing, so these were the pieces.
    expected = [] if profile == "old" else [len(piece) for piece in cut(body, size)]
    assert report["requests"][0]["chunks"] == expected


@pytest.mark.wire
def test_the_request_is_a_post_that_asks_for_events(
    run_js: Callable[..., Any], serve: Callable[..., str], requests_seen: list[bytes]
) -> None:
    base = serve([openai_stream()])
    run_js("run_example.mjs", "--module", "miniprogram", "--base", base, "--path", "/@utf8,seed=7/v1/chat/completions")
    (request,) = requests_seen
    assert request.startswith(b"POST /@utf8,seed=7/v1/chat/completions HTTP/1.1\r\n")
    assert b"Accept: text/event-stream\r\n" in request
    assert b"Content-Type: application/json\r\n" in request
    assert json.loads(request.partition(b"\r\n\r\n")[2])["stream"] is True


@pytest.mark.wire
@pytest.mark.parametrize(("module", "profile"), [("miniprogram", "device"), ("uniapp", "uni-h5")])
def test_aborted_and_asked_again(
    run_js: Callable[..., Any], serve: Callable[..., str], module: str, profile: str
) -> None:
    base = serve(cut(openai_stream(), 3), gap_ms=2, hold=60)
    arguments = ("--module", module, "--profile", profile, "--base", base, "--abort-after", "50", "--again", "1")
    aborted, again = run_js("run_example.mjs", *arguments)["runs"]
    assert (aborted["reason"], aborted["ends"]) == ("abort", 1)
    assert aborted["shown"] != ANSWER
    assert ANSWER.startswith(aborted["shown"])
    # The server answers again only when it has noticed that the client left.
    assert (again["reason"], again["shown"]) == ("complete", ANSWER)


@pytest.mark.wire
@pytest.mark.parametrize("module", ["miniprogram", "uniapp"])
def test_several_at_once(run_js: Callable[..., Any], serve: Callable[..., str], module: str) -> None:
    base = serve(cut(openai_stream(), 5), gap_ms=1)
    runs = run_js("run_example.mjs", "--module", module, "--base", base, "--together", "3")["runs"]
    assert [run["shown"] for run in runs] == [ANSWER] * 3


@pytest.mark.wire
@pytest.mark.parametrize(("module", "profile"), CLIENTS)
def test_an_error_answer_is_told(
    run_js: Callable[..., Any], serve: Callable[..., str], module: str, profile: str
) -> None:
    base = serve(['{"error":"余额'.encode(), "不足".encode()[:4], "足".encode()[1:] + b'"}'], status=402)
    (run,) = run_js("run_example.mjs", "--module", module, "--profile", profile, "--base", base)["runs"]
    assert (run["reason"], run["statusCode"], run["shown"]) == ("http", 402, "")
    assert run["body"] == '{"error":"余额不足"}'


@pytest.mark.wire
@pytest.mark.parametrize(
    ("module", "profile", "idle_ms", "reason"),
    [("miniprogram", "device", "60000", "fail"), ("uniapp", "uni-h5", "2000", "idle")],
)
def test_a_broken_connection_ends_the_stream(
    run_js: Callable[..., Any], serve: Callable[..., str], module: str, profile: str, idle_ms: str, reason: str
) -> None:
    # In H5 the platform says nothing at all: only the module's own watch ends it.
    base = serve(cut(openai_stream(), 40)[:5], gap_ms=20, ending="reset")
    arguments = ("--module", module, "--profile", profile, "--base", base, "--idle-ms", idle_ms)
    (run,) = run_js("run_example.mjs", *arguments)["runs"]
    assert (run["reason"], run["ends"]) == (reason, 1)
    assert run["shown"]
    assert ANSWER.startswith(run["shown"])


@pytest.mark.wire
def test_a_silent_server_and_one_that_is_not_there(run_js: Callable[..., Any], serve: Callable[..., str]) -> None:
    base = serve(cut(openai_stream(), 40)[:5], ending="silent")
    (run,) = run_js("run_example.mjs", "--module", "miniprogram", "--base", base, "--idle-ms", "300")["runs"]
    assert run["reason"] == "idle"
    (run,) = run_js("run_example.mjs", "--module", "miniprogram", "--base", "http://127.0.0.1:9")["runs"]
    assert (run["reason"], run["message"]) == ("fail", "request:fail connect refused")


@pytest.mark.wire
def test_a_body_with_a_length_streams_as_well(run_js: Callable[..., Any], serve: Callable[..., str]) -> None:
    base = serve([openai_stream()], ending="length")
    (run,) = run_js("run_example.mjs", "--module", "miniprogram", "--base", base)["runs"]
    assert (run["reason"], run["shown"]) == ("complete", ANSWER)
