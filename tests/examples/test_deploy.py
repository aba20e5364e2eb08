"""The deployment files: what they say is true of this repository, and their commands run, outside of any container."""

import json
import os
import re
import shlex
import socket
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from cassettes import store
from cassettes.model import Header, Origin
from chunktape.cli.play import command
from chunktape.client.process import running
from tests.support.patience import PATIENCE
from tests.support.recordings import END, interaction

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "examples" / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
DEPLOYMENT, SERVICE = yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8"))
CONTAINER = DEPLOYMENT["spec"]["template"]["spec"]["containers"][0]
SAMPLES = ROOT / "cassettes" / "library"
HEALTH = "/@chunktape/health"


def instruction(name: str) -> list[str]:
    """The words of the last `name` of the Dockerfile."""
    line = re.findall(rf"^{name} (.*)$", DOCKERFILE, re.MULTILINE)[-1]
    words: list[str] = json.loads(line) if line.startswith("[") else shlex.split(line)
    return words


def arguments(extra: list[str]) -> list[str]:
    """Entry point and arguments, with the samples in place of the image's cassettes."""
    words = instruction("ENTRYPOINT") + extra
    assert words[:2] == ["chunktape", "play"]
    return [str(SAMPLES) if word == "/cassettes" else word for word in words[2:]]


def test_the_commands_are_ones_that_play_understands() -> None:
    for extra in (COMPOSE["services"]["player"]["command"], CONTAINER["args"]):
        given = command.make_context("play", arguments(extra)).params
        assert given["host"] == "0.0.0.0"
        assert given["max_late"] == "20ms"


def test_what_the_files_name_is_there_and_they_agree_with_each_other() -> None:
    player, balancer = COMPOSE["services"]["player"], COMPOSE["services"]["balancer"]
    assert (DEPLOY / player["build"]["context"]).resolve() == ROOT
    assert ROOT / player["build"]["dockerfile"] == DEPLOY / "Dockerfile"
    assert (DEPLOY / balancer["volumes"][0].split(":")[0]).exists()
    assert (ROOT / instruction("ARG")[0].partition("=")[2]).is_dir()
    port = int(instruction("EXPOSE")[0])
    assert f"server player:{port};" in (DEPLOY / "nginx.conf").read_text("utf-8")
    assert COMPOSE["services"]["player"]["command"][1] == "balancer"
    assert CONTAINER["ports"][0]["containerPort"] == SERVICE["spec"]["ports"][0]["port"] == port
    assert CONTAINER["args"][1] == SERVICE["metadata"]["name"] == "chunktape"
    labels = DEPLOYMENT["spec"]["template"]["metadata"]["labels"]
    assert SERVICE["spec"]["selector"] == DEPLOYMENT["spec"]["selector"]["matchLabels"] == labels


@pytest.mark.wire
def test_the_probes_answer() -> None:
    probes = [CONTAINER[name]["httpGet"]["path"] for name in ("readinessProbe", "livenessProbe")]
    metrics = DEPLOYMENT["spec"]["template"]["metadata"]["annotations"]["prometheus.io/path"]
    check = re.search(r"CMD (\[.*urlopen.*)", DOCKERFILE)
    assert check is not None
    with running("chunktape", "play", *arguments(CONTAINER["args"]), "--port", "0") as player:
        for path in (*probes, metrics):
            with urllib.request.urlopen(player.url + path, timeout=PATIENCE) as answer:
                assert answer.status == 200
        words = [word.replace("http://127.0.0.1:8799", player.url) for word in json.loads(check[1])]
        assert player.url in words[2]
        assert subprocess.run(words, timeout=PATIENCE, check=False).returncode == 0


def test_the_user_of_the_image_can_read_recordings() -> None:
    """They have mode 0600, which COPY keeps."""
    assert instruction("COPY")[0] == f"--chown={instruction('USER')[0]}"


def test_health_checks_are_rare_but_for_the_start() -> None:
    """Each one starts an interpreter on the player's CPU."""
    given = dict(re.findall(r"--([a-z-]+)=(\d+)s", DOCKERFILE))
    assert int(given["interval"]) >= 30
    assert int(given["start-interval"]) <= 5


def test_what_is_large_or_secret_is_not_sent_to_docker_and_what_is_needed_is() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split("\n")
    assert {".git", ".venv", "build", "**/node_modules"} <= set(ignored)
    tops = {"pyproject.toml", "README.md", "LICENSE", "cassettes", "player", "recorder", "chunktape"}
    assert not tops & set(ignored)


@contextmanager
def balancer(nginx: str, folder: Path, players: list[str]) -> Iterator[int]:
    """`nginx.conf` in front of `players` (URLs); gives its port."""
    servers = " ".join(f"server {url.removeprefix('http://')};" for url in players)
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    text = text.replace("worker_rlimit_nofile 65536;", "").replace("16384", "256")
    text = text.replace("worker_processes auto;", "worker_processes 1;").replace("server player:8799;", servers)
    # nginx takes over the socket that the variable NGINX names: a client that comes early waits in its queue
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port, handed = listener.getsockname()[1], listener.fileno()
        text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};")
        (folder / "nginx.conf").write_text(f"daemon off; pid {folder}/pid; error_log stderr;\n{text}")
        process = subprocess.Popen(
            [nginx, "-e", "stderr", "-p", str(folder), "-c", "nginx.conf"],
            env={**os.environ, "NGINX": f"{handed};"},
            pass_fds=[handed],
        )
    try:
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.mark.wire
def test_players_behind_the_balancer_share_the_load(tmp_path: Path, require_tool: Callable[[str], str]) -> None:
    nginx = require_tool("nginx")
    words = [word if word != "0.0.0.0" else "127.0.0.1" for word in arguments(["--allow-host", "balancer"])]
    with (
        running("chunktape", "play", *words, "--port", "0") as one,
        running("chunktape", "play", *words, "--port", "0") as other,
    ):
        with balancer(nginx, tmp_path, [one.url, other.url]) as port:
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/@speed,x=max/v1/chat/completions", b"{}", {"Host": "balancer:8080"}
            )
            for _ in range(6):
                with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                    assert answer.read().endswith(b"data: [DONE]\n\n")
        counts = []
        for player in (one, other):
            with urllib.request.urlopen(f"{player.url}/@chunktape/journal", timeout=PATIENCE) as answer:
                counts.append(json.load(answer)["streams"]["started"])
    assert sum(counts) == 6
    assert min(counts) >= 1


@pytest.mark.wire
def test_recorded_headers_go_through_the_balancer_and_command_nothing_there(
    tmp_path: Path, require_tool: Callable[[str], str]
) -> None:
    nginx = require_tool("nginx")
    recorded = (
        (b"Server", b"Provider/1.0"),
        (b"Date", b"Wed, 01 Jul 2026 08:00:00 GMT"),
        (b"X-Accel-Buffering", b"yes"),
        (b"X-Accel-Redirect", b"/elsewhere"),
        (b"Transfer-Encoding", b"chunked"),
    )
    # the second piece comes long behind the first: what is buffered comes with it
    one = interaction([(0, 0, b"first", END), (2_000, 1, b"second", END)], method="POST", headers=recorded)
    store.save(tmp_path / "a.cassette", Header("test", 0, Origin()), [one])
    with (
        running("chunktape", "play", str(tmp_path / "a.cassette"), "--port", "0") as player,
        balancer(nginx, tmp_path, [player.url]) as port,
        urllib.request.urlopen(f"http://127.0.0.1:{port}/a", bytes(2 << 20), timeout=PATIENCE) as answer,
    ):
        assert answer.read1() == b"first"
        assert answer.read() == b"second"
        for name, value in recorded[:3]:
            assert answer.headers.get_all(name.decode()) == [value.decode()]
