import asyncio

import pytest

from player.app import PlayerApp
from player.library.library import Library
from player.settings import Settings
from player.web.access import origin_allowed
from tests.support.asgi import Answer, ask
from tests.support.recordings import END, cassette, interaction


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:3000",
        "http://127.0.0.1",
        "http://[::1]:5173",
        "http://192.168.0.5:8080",
        "https://10.1.2.3",
        "https://h5.example.com",
    ],
)
def test_an_origin_that_may_read(origin: str) -> None:
    assert origin_allowed(origin, ("https://H5.example.com/",))


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "https://evil.example",
        "http://localhost.evil.example",
        "http://8.8.8.8",
        "file://",
        "http://h5.example.com",
        "http://[",
    ],
)
def test_an_origin_that_may_not(origin: str) -> None:
    assert not origin_allowed(origin, ("https://h5.example.com",))


def answer(target: str = "/a", method: str = "GET", config: Settings = Settings(), **headers: str) -> Answer:  # noqa: B008
    one = interaction([(0, 0, b"x", END)], headers=((b"X-Id", b"7"), (b"Access-Control-Allow-Origin", b"*")))
    app = PlayerApp(Library([cassette(one)]), config)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return asyncio.run(ask(app, target, method, headers=named))


@pytest.mark.portable
def test_the_origin_is_reflected_and_recorded_cors_is_left_out() -> None:
    found = answer(origin="http://localhost:3000")
    values = [value for name, value in found.messages[0]["headers"] if name == b"access-control-allow-origin"]

    assert values == [b"http://localhost:3000"]
    exposed = found.headers[b"access-control-expose-headers"].split(b", ")
    assert {b"X-Chunktape", b"X-Chunktape-Plan", b"X-Chunktape-Request", b"X-Chunktape-Session"} <= set(exposed)
    assert b"X-Id" in found.headers[b"access-control-expose-headers"]


def test_another_origin_gets_the_answer_without_any_cors_header() -> None:
    found = answer(origin="https://evil.example")

    assert found.status == 200
    assert not [name for name in found.headers if name.startswith(b"access-control-")]


def test_a_page_may_read_why_nothing_matched() -> None:
    found = answer("/nothing", origin="http://localhost:3000")

    assert (found.status, found.headers[b"access-control-allow-origin"]) == (404, b"http://localhost:3000")


def test_the_preflight_allows_what_is_asked_also_on_a_private_network() -> None:
    found = answer(
        method="OPTIONS",
        origin="http://localhost:3000",
        access_control_request_method="POST",
        access_control_request_headers="content-type,x-chunktape",
        access_control_request_private_network="true",
    )

    assert found.status == 204
    assert found.headers[b"access-control-allow-methods"] == b"POST"
    assert found.headers[b"access-control-allow-headers"] == b"content-type,x-chunktape"
    assert found.headers[b"access-control-allow-private-network"] == b"true"


def test_the_preflight_of_another_origin_names_the_option() -> None:
    found = answer(method="OPTIONS", origin="https://evil.example", access_control_request_method="POST")

    assert found.status == 403
    assert "--allow-origin" in found.json()["error"]["message"]


def test_options_without_preflight_is_an_ordinary_request() -> None:
    assert answer(method="OPTIONS").status == 404


def test_another_host_is_refused_and_names_the_option() -> None:
    found = answer(host="evil.example")

    assert (found.status, found.json()["error"]["code"]) == (421, "host-not-allowed")
    assert "--allow-host" in found.json()["error"]["message"]
    assert answer(host="mine.example", config=Settings(allow_hosts=("mine.example",))).status == 200


def test_another_origin_reaches_no_control_endpoint() -> None:
    assert answer("/@chunktape/reset", "POST", origin="https://evil.example").status == 403
    assert answer("/@chunktape/reset", "POST", origin="http://localhost:1").status == 200
