"""What is said at the start of what can be asked: requests, curl lines, base URLs for SDKs, eight lines for a phone."""

import shlex

import pytest

from cassettes.model import EndKind
from cassettes.redaction.redact import Redaction
from player.journal.try_lines import NAMED, TRIED, asked, trial
from player.library.library import Library
from player.matching.subject import Ignored, subject
from tests.support.recordings import END, cassette, interaction

URL = "http://127.0.0.1:8799"


def library(*requests: tuple[str, bytes]) -> Library:
    found = [interaction([(0, 0, b"x", END)], method=method, target=target) for method, target in requests]
    return Library([cassette(*found)])


def test_the_request_that_streams_comes_first() -> None:
    lines = list(trial(library(("GET", b"/models"), ("POST", b"/v1/chat")), URL))

    assert lines[1:3] == [f"  curl -N '{URL}/v1/chat' -d '{{}}'", f"  curl -N '{URL}/models'"]
    assert len(lines) == 4 + 8
    assert f"    url: '{URL}/v1/chat'," in lines


@pytest.mark.parametrize(
    ("target", "name", "base"),
    [
        (b"/v1/chat/completions", "OpenAI", "/v1"),
        (b"/chat/completions", "OpenAI", ""),
        (b"/api/v3/chat/completions?x=1", "OpenAI", "/api/v3"),
        (b"/v1/responses", "OpenAI", "/v1"),
        (b"/v1/completions", "OpenAI", "/v1"),
        (b"/anthropic/v1/messages", "Anthropic", "/anthropic"),
    ],
)
def test_an_sdk_gets_the_base_url_that_it_wants(target: bytes, name: str, base: str) -> None:
    lines = list(trial(library(("POST", target)), URL))

    assert f"  {name}(base_url='{URL}{base}', api_key='any')" in lines
    assert f"  new {name}({{ baseURL: '{URL}{base}', apiKey: 'any' }})" in lines


def test_what_no_sdk_asks_for_gets_no_base_url() -> None:
    assert not [
        line for line in trial(library(("GET", b"/v1/chat/completions"), ("POST", b"/x")), URL) if "base" in line
    ]


def test_two_of_one_sdk_are_told_once_and_many_requests_shortly() -> None:
    chats = [("POST", b"/v1/chat/completions"), ("POST", b"/v1/responses"), ("POST", b"/v1/messages")]
    lines = list(trial(library(*chats, *(("GET", b"/%d" % number) for number in range(9))), URL))

    assert sum("curl" in line for line in lines) == TRIED
    assert sum("base_url" in line for line in lines) == 2


def test_the_requests_that_have_an_answer_are_named_with_their_number() -> None:
    many = library(*[("POST", b"/v1/chat/completions?a=1")] * 3, ("GET", b"/models"))

    assert list(asked(many)) == ["    POST /v1/chat/completions  ×3", "    GET /models"]
    more = list(asked(library(*(("GET", b"/%d" % number) for number in range(NAMED + 2)))))
    assert (len(more), more[-1].strip()) == (NAMED + 1, "and 2 other requests: chunktape show FILE")


def test_recordings_without_an_answer_are_said_to_have_none() -> None:
    cut = interaction(head_at=None, kind=EndKind.CLIENT_ABORT, end_at=1)
    assert list(asked(Library([cassette(cut)]))) == ["    no request in it has an answer to play: chunktape show FILE"]
    assert list(asked(Library([cassette(cut, interaction([(0, 0, b"x", END)], target=b"/a"))]))) == ["    GET /a"]
    assert list(asked(Library([cassette()]))) == []


@pytest.mark.parametrize(
    "target",
    [b"/Products('1')?$filter=a", b"/x'$(id)'", b"/x?ids[]=1&{a,b}", b"/a\\", b"/\xe4\xbd\xa0", b"/%20?a=%27+b"],
)
def test_what_is_copied_asks_for_the_request_whatever_its_target_has(target: bytes) -> None:
    lines = list(trial(library(("POST", target), ("IT'S", b"/b")), URL))

    assert shlex.split(lines[2])[:4] == ["curl", "-N", "-X", "IT'S"]
    asked_for = shlex.split(lines[1])[2]
    assert lines[1] == f"  curl -N '{asked_for}' -d '{{}}'"
    assert f"    url: '{asked_for}'," in lines
    assert not set("'\"\\[]{}`") & set(asked_for)
    made, wanted = (interaction(target=one) for one in (asked_for.removeprefix(URL).encode(), target))
    masks, ignored = Redaction.default(), Ignored()
    assert subject(made.request, masks, ignored) == subject(wanted.request, masks, ignored)


def test_a_secret_is_not_shown_and_nothing_is_tried_where_nothing_is_recorded() -> None:
    assert "S3CRET" not in "".join(trial(library(("GET", b"/x?api_key=S3CRET")), URL))
    assert list(trial(Library([cassette()]), URL)) == []


def test_a_line_fits_a_terminal() -> None:
    lines = [*trial(library(("POST", b"/v1/chat/completions"), ("POST", b"/v1/messages")), URL)]

    assert max(map(len, lines)) <= 80
