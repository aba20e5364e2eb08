"""What a client saw, in words: each end that a stream can have, and nothing in them that moves from run to run."""

import base64
import json
from typing import Any

import pytest

from benchmarks.symptoms.sample import TEXT, WORDS
from benchmarks.symptoms.words import SIGNS, symptom

DONE = "[DONE]"


def chunk(word: str) -> str:
    return json.dumps({"choices": [{"delta": {"content": word}}]})


def body(*data: str) -> str:
    return base64.b64encode("".join(f"data: {one}\n\n" for one in data).encode()).decode()


ALL = [chunk(word) for word in WORDS]
FOUR = ALL[:4]


@pytest.mark.parametrize(
    ("seen", "sign", "words"),
    [
        ({"status": 200, "body": body(*ALL, DONE)}, "=", "the whole answer"),
        ({"status": 200, "body": body(*ALL)}, "=", "the whole answer; no `[DONE]`"),
        ({"words": list(WORDS)}, "=", "the whole answer"),
        ({"words": [TEXT]}, "=", "the whole answer"),
        ({"data": [*ALL, DONE]}, "=", "the whole answer"),
        ({"status": 200, "body": body(*FOUR)}, "<", "4 of 9 words; then ends without an error"),
        ({"words": []}, "<", "nothing; then ends without an error"),
        ({"status": 200, "body": body("x", "{}", "[1]", '{"choices": 1}')}, "<", "no word; then ends without an error"),
        ({"data": [*FOUR, '{"error": {"message": "overloaded"}}']}, "<", "4 of 9 words; then the body says an error"),
        (
            {"body": base64.b64encode(b'{"error": {"message": "busy"}}').decode()},
            "<",
            "no word; then the body says an error",
        ),
        ({"data": [*FOUR, '{"type":"error"}']}, "<", "4 of 9 words; then the body says an error"),
        ({"words": [*WORDS[:4], *WORDS[3:]]}, "~", "a part twice; no error raised"),
        ({"words": [*WORDS[:4], *WORDS[5:]]}, "~", "a part is missing; no error raised"),
        ({"words": [*WORDS[:4], WORDS[5], WORDS[4], *WORDS[6:]]}, "~", "the words in another order; no error raised"),
        ({"words": [*WORDS[:4], "\ufffd", *WORDS[5:]]}, "~", "another text; no error raised"),
        ({"status": 503, "body": base64.b64encode(b"<html>").decode()}, "s", "status 503; no word; no error raised"),
        ({"status": 429, "body": ""}, "s", "status 429; nothing; no error raised"),
        ({"status": 0, "body": "", "error": ["E: no"]}, "x", "nothing; `E: no`"),
        ({"words": WORDS[:4], "error": ["E: no", "F: why"]}, "x", "4 of 9 words; `E: no` (cause `F: why`)"),
        ({"words": WORDS, "error": ["E: no", "E: no"]}, "x", "the whole answer; `E: no`"),
        ({"words": WORDS[:1], "hangs": True}, "H", "1 of 9 words; hangs for ever"),
        (
            {"words": [], "error": ["fail: abort"], "late": True},
            "h",
            "nothing; hangs until its time limit: `fail: abort`",
        ),
    ],
)
def test_each_end(seen: dict[str, Any], sign: str, words: str) -> None:
    found = symptom(seen, 1)

    assert (found.sign, found.words) == (sign, words)
    assert found.sign in SIGNS


@pytest.mark.parametrize(
    "error",
    [
        "ReadTimeout: timed out",
        "APITimeoutError: Request timed out.",
        "TimeoutError: signal timed out",
        "Error: 'timeout' event",
        "SocketTimeoutException: timeout",
        "curl: (28) Operation timed out after 3001 milliseconds with 17 bytes received",
        "*http.httpError: context deadline exceeded (Client.Timeout or context cancellation while reading body)",
    ],
)
def test_a_time_limit_is_known_by_its_name(error: str) -> None:
    assert symptom({"words": [], "error": [error]}, 1).sign == "h"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("read tcp 127.0.0.1:1234->127.0.0.1:80: reset", "read tcp HOST: reset"),
        ("Failed to connect to 127.0.0.1 port 8080 after 3 ms", "Failed to connect to 127.0.0.1 port N after N ms"),
        ("IncompleteRead(17 bytes read, 40 more expected)", "IncompleteRead(N bytes read, N more expected)"),
        ('Post "http://127.0.0.1:99/@recorded+x/v1/chat": EOF', 'Post "URL": EOF'),
        ("a | b `c`", "a / b 'c'"),
    ],
)
def test_nothing_moves_from_run_to_run(error: str, said: str) -> None:
    assert symptom({"words": [], "error": [error]}, 1).words == f"nothing; `{said}`"


def test_a_status_in_words_is_no_time_limit() -> None:
    assert symptom({"words": [], "error": ["InternalServerError: Error code: 504 - Gateway Timeout"]}, 1).sign == "x"


def test_a_long_error_is_cut() -> None:
    assert len(symptom({"words": [], "error": ["e" * 500]}, 1).words) < 160


def test_who_asks_again_by_itself_is_counted() -> None:
    assert symptom({"words": [], "error": ["E"]}, 3).sign == "x3"
    assert symptom({"words": [], "error": ["E"]}, 3).words == "nothing; `E`; asked 3 times"
    assert symptom({"words": [], "error": ["E"]}, 0).words.endswith("; never asked")
