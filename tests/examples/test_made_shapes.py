"""The examples read what `chunktape make` writes: every shape, its reasoning, its error, both paths of the chat API."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from cassettes import store
from cassettes.clock import MS
from cassettes.providers import SHAPES, End, shape
from cassettes.providers.cadence import Cadence
from cassettes.providers.make import Extras, make_header, make_interaction
from chunktape.client.process import running
from tests.support.pairs import marked

pytestmark = pytest.mark.wire

ANSWER = '你好，世界 👍🏽。\n\n- {"a": 1}\n- data: b\n123 456'
QUICK = Cadence(20_000, 2 * MS)
#: shapes whose error event and reasoning `make` can write
FAILING = {
    "openai": "The server had an error while processing your request. Sorry about that!",
    "openai-completions": "The server had an error while processing your request. Sorry about that!",
    "openai-responses": "An error occurred while processing your request.",
    "deepseek": "Server overloaded",
    "cohere": "internal server error",
    "content": "the model is not available",
    "anthropic": "Overloaded",
    "gemini": "The model is overloaded. Please try again later.",
    "dashscope": "Inference error, try again.",
    "dify": "[models] Server Unavailable Error",
    "coze": "event interval error",
    "ndjson": "an error was encountered while running the model",
}
THINKING = [
    *("openai-responses", "deepseek", "anthropic", "cohere", "gemini", "dashscope", "coze", "ndjson", "content"),
]
CLIENTS = [
    ("page", "device"),
    ("page", "devtools"),
    ("page", "old"),
    ("composable", "device"),
    ("composable", "uni-h5"),
]


@pytest.fixture(scope="module")
def players(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The URLs of players: the answers, the same with reasoning, with a second choice, with an error."""
    folder = tmp_path_factory.mktemp("cassettes")
    kinds = {
        "whole": (list(SHAPES), Extras()),
        "thinking": (THINKING, Extras(reasoning="先想一想。")),
        "choices": ([name for name in SHAPES if shape(name).choices], Extras(choices=("另一个 answer。",))),
        "failing": (list(FAILING), Extras(end=End.ERROR)),
    }
    for kind, (likes, extras) in kinds.items():
        for like in likes:
            if like != "dashscope-cumulative" or kind == "whole":
                file: Path = folder / kind / f"{like}.cassette"
                file.parent.mkdir(exist_ok=True)
                one = make_interaction(ANSWER, like, QUICK, extras)
                store.save(file, make_header(like, "test", 0), [one])
    # the two DashScope shapes share a path
    cumulative = folder / "cumulative.cassette"
    (folder / "whole/dashscope-cumulative.cassette").rename(cumulative)
    opened = {kind: str(folder / kind) for kind in kinds} | {"cumulative": str(cumulative)}
    with ExitStack() as stack:
        yield {
            kind: stack.enter_context(running("chunktape", "play", path, "--port", "0", "--speed", "max")).url
            for kind, path in opened.items()
        }


def ask(run_js: Callable[..., Any], client: tuple[str, str], base: str, like: str, *more: str) -> dict[str, Any]:
    module, profile = client
    path = shape(like).target.decode()
    where = ("--config-path", path) if module == "page" else ("--path", path)
    (run,) = run_js("run_example.mjs", "--module", module, "--profile", profile, "--base", base, *where, *more)["runs"]
    shown: dict[str, Any] = run
    return shown


def note(run: dict[str, Any]) -> str:
    return str(run["note"] if "note" in run else run["problem"])


@pytest.mark.parametrize(("like", "client"), marked([*SHAPES], CLIENTS[::2]))
def test_every_shape_is_read(
    run_js: Callable[..., Any], players: dict[str, str], like: str, client: tuple[str, str]
) -> None:
    cumulative = like == "dashscope-cumulative"
    more = ("--answer-mode", "replace") if cumulative else ()
    run = ask(run_js, client, players["cumulative" if cumulative else "whole"], like, *more)
    assert (run["shown"], note(run)) == (ANSWER, "")


@pytest.mark.parametrize(("like", "client"), marked(THINKING, CLIENTS[::4], 2))
def test_thoughts_are_not_shown_and_break_nothing(
    run_js: Callable[..., Any], players: dict[str, str], like: str, client: tuple[str, str]
) -> None:
    run = ask(run_js, client, players["thinking"], like)
    assert (run["shown"], note(run)) == (ANSWER, "")


@pytest.mark.parametrize("client", CLIENTS[::4])
@pytest.mark.parametrize("like", [name for name in SHAPES if shape(name).choices])
def test_the_first_of_several_choices_is_shown(
    run_js: Callable[..., Any], players: dict[str, str], like: str, client: tuple[str, str]
) -> None:
    run = ask(run_js, client, players["choices"], like)
    assert (run["shown"], note(run)) == (ANSWER, "")


@pytest.mark.parametrize(("like", "client"), marked([*FAILING], CLIENTS[1::2], 2))
def test_an_error_is_its_sentence(
    run_js: Callable[..., Any], players: dict[str, str], like: str, client: tuple[str, str]
) -> None:
    run = ask(run_js, client, players["failing"], like)
    assert note(run) == f"服务器报错：{FAILING[like]}"
    assert run["shown"]
    assert ANSWER.startswith(run["shown"])


@pytest.mark.parametrize("profile", ["device", "devtools", "old"])
@pytest.mark.parametrize("like", ["openai", "deepseek"])
def test_the_page_finds_both_paths_of_the_chat_api(
    run_js: Callable[..., Any], tmp_path: Path, like: str, profile: str
) -> None:
    """The README records DeepSeek, whose path has no /v1; OpenAI's has one. The page is told of neither."""
    store.save(tmp_path / "a.cassette", make_header(like, "test", 0), [make_interaction(ANSWER, like, QUICK)])
    with running("chunktape", "play", str(tmp_path / "a.cassette"), "--port", "0") as player:
        arguments = ("--module", "page", "--profile", profile, "--base", player.url, "--again", "1")
        report = run_js("run_example.mjs", *arguments)
    assert [(run["shown"], run["note"]) for run in report["runs"]] == [(ANSWER, "")] * 2
    paths = [request["url"].removeprefix(player.url) for request in report["requests"]]
    other = "/v1/chat/completions"
    assert paths == ([other] * 2 if like == "openai" else [other, "/chat/completions", "/chat/completions"])


@pytest.mark.parametrize("profile", ["device", "uni-h5"])
def test_the_composable_asks_the_next_url_where_one_is_a_404(
    run_js: Callable[..., Any], players: dict[str, str], profile: str
) -> None:
    arguments = ("--module", "composable", "--profile", profile, "--base", players["whole"], "--path", "/nowhere")
    report = run_js("run_example.mjs", *arguments, "--or-path", "/chat/completions")
    assert [(run["shown"], run["problem"]) for run in report["runs"]] == [(ANSWER, "")]
    assert len(report["requests"]) == 2


@pytest.mark.parametrize("client", CLIENTS)
def test_the_players_404_is_its_sentence(
    run_js: Callable[..., Any], players: dict[str, str], client: tuple[str, str]
) -> None:
    module, profile = client
    where = ("--config-path" if module == "page" else "--path", "/v9/nothing")
    arguments = ("--module", module, "--profile", profile, "--base", players["whole"], *where)
    (run,) = run_js("run_example.mjs", *arguments)["runs"]
    assert note(run).startswith("服务器返回 404：No recording answers POST /v9/nothing. Recorded is ")
    assert "--match" not in note(run)
    assert run["shown"] == ""
