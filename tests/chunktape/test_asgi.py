import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cassettes import store
from cassettes.clock import now_ns
from cassettes.model import Header, Origin
from chunktape.asgi import Application, open_player
from player.plans.performances import Form
from tests.support.patience import PATIENCE
from tests.support.recordings import END, interaction

NO_HEADERS = ("--no-server-header", "--no-date-header")
ROWS = [(0, 0, b"data: a\n\n", END), (20, 1, b"data: b\n\n", END)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two directories' worth of cassettes, as the variable names them."""
    for name, target in (("one", b"/a"), ("two", b"/b")):
        (tmp_path / name).mkdir()
        path = tmp_path / name / f"{name}.cassette"
        store.save(path, Header("test", 0, Origin()), [interaction(ROWS, target=target)])
    return tmp_path


def named(folder: Path) -> str:
    return os.pathsep.join((str(folder / "one"), str(folder / "two" / "two.cassette")))


def test_the_cassettes_of_the_variable_are_loaded_when_the_lifespan_starts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUNKTAPE_CASSETTES", named(folder))
    with TestClient(Application(), base_url="http://127.0.0.1") as client:
        monkeypatch.setenv("CHUNKTAPE_CASSETTES", "elsewhere")
        assert client.get("/@chunktape/health").json()["cassettes"] == 2
        assert client.get("/a").content == client.get("/b").content == b"data: a\n\ndata: b\n\n"


def test_a_server_without_lifespan_gets_them_with_the_first_request(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUNKTAPE_CASSETTES", named(folder))
    assert TestClient(Application(), base_url="http://127.0.0.1").get("/b").status_code == 200


def test_a_server_without_lifespan_says_what_can_t_be_loaded_until_it_can(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = TestClient(Application(), base_url="http://127.0.0.1")
    monkeypatch.setenv("CHUNKTAPE_CASSETTES", str(folder / "absent.cassette"))
    refused = client.get("/b")
    assert refused.status_code == 500
    assert refused.json()["error"]["code"] == "cassettes"
    assert refused.json()["error"]["message"].startswith(f"CHUNKTAPE_CASSETTES={folder / 'absent.cassette'}: ")

    monkeypatch.setenv("CHUNKTAPE_CASSETTES", named(folder))
    assert client.get("/b").status_code == 200


def test_without_the_variable_the_samples_are_played_and_hosts_are_allowed_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CHUNKTAPE_CASSETTES", raising=False)
    monkeypatch.setenv("CHUNKTAPE_ALLOW_HOST", "chunktape, player.internal")
    with TestClient(Application(), base_url="http://player.internal:8799") as client:
        assert client.get("/@chunktape/health").json()["cassettes"] >= 20
        assert client.get("/@chunktape/health", headers={"Host": "elsewhere.example"}).status_code == 421


def test_the_session_s_seed_is_drawn_and_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_CASSETTES", named(folder))
    drawn = iter((7, 123456789))
    monkeypatch.setattr("secrets.randbelow", lambda _: next(drawn))
    for seed in ("7", "123456789"):
        with TestClient(Application(), base_url="http://127.0.0.1") as client:
            assert client.get("/@chunktape/health").json()["session_seed"] == seed


def test_frames_are_not_made_for_a_wire_that_is_not_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_CASSETTES", named(folder))
    player = open_player().player
    one = player.library.recordings[0]
    assert player.plans.made.find(one, player.settings.play, Form.CHUNKED) is None


def test_what_is_not_played_is_warned_of(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    whole = (folder / "one" / "one.cassette").read_bytes()
    at = whole.index(b"data: b")
    (folder / "one" / "bad.cassette").write_bytes(whole[:at] + b"D" + whole[at + 1 :])
    (folder / "one" / "junk.cassette").write_bytes(b"junk that is no cassette")
    monkeypatch.setenv("CHUNKTAPE_CASSETTES", named(folder))
    open_player()
    bad, junk = caplog.messages
    assert re.match(r"chunktape: bad\.cassette  interactions: 1, damaged: \d+ bytes dropped from offset \d+", bad)
    assert re.match(r"chunktape: left out: .*junk\.cassette is not a cassette", junk)


def test_a_file_that_is_not_there_fails_the_start_with_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_CASSETTES", "missing.cassette")
    done = subprocess.run(
        [sys.executable, "-m", "uvicorn", "chunktape.asgi:app", "--port", "0"],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode != 0
    assert "CHUNKTAPE_CASSETTES=missing.cassette: missing.cassette does not exist." in done.stderr
    assert "Traceback" not in done.stderr


@contextmanager
def server(*command: str, env: dict[str, str]) -> Iterator[str]:
    """A foreign server that runs while the block does; gives the URL that it prints once it listens."""
    environment = {**os.environ, **env, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", *command], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    printed = ""
    try:
        assert process.stdout is not None
        for line in process.stdout:
            printed += line
            if found := re.search(r"running on (http://\S+)", line, re.IGNORECASE):
                yield found[1]
                break
        else:
            pytest.fail(f"{command[0]} ended before it listened; it printed:\n{printed}")
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


@pytest.mark.wire
@pytest.mark.parametrize("name", ["uvicorn", "hypercorn"])
def test_it_runs_under_any_asgi_server(name: str, folder: Path) -> None:
    words = {
        "uvicorn": ("uvicorn", "chunktape.asgi:app", *NO_HEADERS, "--port", "0"),
        "hypercorn": ("hypercorn", "chunktape.asgi:app", "--bind", "127.0.0.1:0"),
    }
    with server(*words[name], env={"CHUNKTAPE_CASSETTES": named(folder)}) as url:
        begun = now_ns()
        answer = urllib.request.urlopen(f"{url}/b", timeout=PATIENCE)
        assert answer.read() == b"data: a\n\ndata: b\n\n"
        assert now_ns() - begun >= 20_000_000
        if name == "uvicorn":  # as examples/deploy/README.md starts it
            assert not {"server", "date"} & {header.lower() for header in answer.headers}
        journal = json.loads(urllib.request.urlopen(f"{url}/@chunktape/journal", timeout=PATIENCE).read())
    assert journal["entries"][0]["cassette"] == "two.cassette"
    assert journal["streams"]["started"] == 1
