"""The clients of the two articles, on the stand-in for their platform: what they show, weaknesses included.

Article A: `uni.request`, results added up. Article B: `wx.request`, each result replaces the one before.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

PIECES = ["你好，", "世界", "，再见。", "完了"]
ANSWER = "".join(PIECES)


def events(*parts: object) -> list[bytes]:
    return [f"data: {json.dumps(part, ensure_ascii=False)}\n\n".encode() for part in parts]


def added_up() -> list[bytes]:
    return [*events(*({"choices": [{"delta": {"content": piece}}]} for piece in PIECES)), b"data: [DONE]\n\n"]


def cumulative(pieces: list[str] = PIECES) -> list[bytes]:
    return events(*({"output": {"text": "".join(pieces[: n + 1])}} for n in range(len(pieces))))


@pytest.mark.wire
class TestArticleA:
    def test_events_as_they_were_sent(
        self, run_js: Callable[..., Any], serve: Callable[..., str], requests_seen: list[bytes]
    ) -> None:
        base = serve(added_up())
        (run,) = run_js("run_example.mjs", "--module", "article-a", "--base", base)["runs"]
        assert run == {"shown": ANSWER, "events": 4, "lost": 0, "headers": 1, "end": "complete"}
        assert requests_seen[0].startswith(b"POST ")
        assert b"Accept: text/event-stream\r\n" in requests_seen[0]
        assert b"Authorization: Bearer test-token\r\n" in requests_seen[0]

    def test_a_cut_between_characters_and_merged_events_do_no_harm(
        self, run_js: Callable[..., Any], serve: Callable[..., str]
    ) -> None:
        body = b"".join(added_up())
        at = body.index("界".encode())
        for pieces in ([body], [body[:at], body[at:]], [body[:10], body[10:]]):
            (run,) = run_js("run_example.mjs", "--module", "article-a", "--base", serve(pieces))["runs"]
            assert run["shown"] == ANSWER

    def test_a_cut_inside_a_character_garbles_it(self, run_js: Callable[..., Any], serve: Callable[..., str]) -> None:
        body = b"".join(added_up())
        at = body.index("界".encode()) + 1
        (run,) = run_js("run_example.mjs", "--module", "article-a", "--base", serve([body[:at], body[at:]]))["runs"]
        assert run["shown"] != ANSWER
        assert "界" not in run["shown"]

    def test_an_aborted_answer_runs_into_the_next(self, run_js: Callable[..., Any], serve: Callable[..., str]) -> None:
        # Cut in the middle of the second event, aborted there: the rest stays in the module's buffer.
        first, second, *rest = added_up()
        base = serve([first + second[:20], second[20:], *rest], hold=1)
        arguments = ("--module", "article-a", "--base", base, "--abort-after", "1", "--again", "1")
        aborted, again = run_js("run_example.mjs", *arguments)["runs"]
        assert aborted["end"] == "request:fail abort"
        assert aborted["shown"] == PIECES[0]
        assert (again["lost"], again["shown"]) == (1, "".join(PIECES[1:])), "the first event of the next one is lost"


@pytest.mark.wire
class TestArticleB:
    def test_each_result_replaces_the_one_before(
        self, run_js: Callable[..., Any], serve: Callable[..., str], requests_seen: list[bytes]
    ) -> None:
        (run,) = run_js("run_example.mjs", "--module", "article-b", "--base", serve(cumulative()))["runs"]
        assert run == {"shown": ANSWER, "updates": 4, "errors": 0, "merges": 0, "end": "complete"}
        assert b"Authorization: Bearer test-token\r\n" in requests_seen[0]

    def test_it_closes_the_stream_itself(self, run_js: Callable[..., Any], serve: Callable[..., str]) -> None:
        base = serve(cumulative(), ending="silent")
        arguments = ("--module", "article-b", "--base", base, "--abort-after", "4")
        (run,) = run_js("run_example.mjs", *arguments)["runs"]
        assert (run["shown"], run["end"]) == (ANSWER, "request:fail abort")

    def test_a_cut_last_event_is_mended_after_its_wait(
        self, run_js: Callable[..., Any], serve: Callable[..., str]
    ) -> None:
        *head, last = cumulative()
        base = serve([*head, last[:30], last[30:]])
        arguments = ("--module", "article-b", "--base", base, "--merge-ms", "100")
        (run,) = run_js("run_example.mjs", *arguments)["runs"]
        assert (run["shown"], run["errors"], run["merges"]) == (ANSWER, 2, 1)

    def test_more_than_five_parts_are_not_mended(self, run_js: Callable[..., Any], serve: Callable[..., str]) -> None:
        *head, last = cumulative()
        parts = [last[at : at + 10] for at in range(0, len(last), 10)]
        assert len(parts) > 5
        arguments = ("--module", "article-b", "--base", serve([*head, *parts]), "--merge-ms", "100")
        (run,) = run_js("run_example.mjs", *arguments)["runs"]
        assert (run["shown"], run["merges"]) == ("".join(PIECES[:3]), 0)

    def test_two_results_in_one_chunk_are_not_shown(
        self, run_js: Callable[..., Any], serve: Callable[..., str]
    ) -> None:
        first, second, third, fourth = cumulative()
        arguments = ("--module", "article-b", "--merge-ms", "100", "--base", serve([first, second, third + fourth]))
        (run,) = run_js("run_example.mjs", *arguments)["runs"]
        assert (run["shown"], run["errors"]) == ("".join(PIECES[:2]), 1)

    def test_an_emoji_comes_out_wrong_even_when_whole(
        self, run_js: Callable[..., Any], serve: Callable[..., str]
    ) -> None:
        (run,) = run_js("run_example.mjs", "--module", "article-b", "--base", serve(cumulative(["a👍"])))["runs"]
        assert run["shown"] == "a\uf44d"
