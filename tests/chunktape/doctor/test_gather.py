"""The facts of the machine that runs the tests."""

import sys
from pathlib import Path

import pytest

from chunktape.doctor import gather
from chunktape.doctor.facts import Port


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "XDG_CACHE_HOME": "", "USERPROFILE": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}


def test_this_machine_has_what_the_tests_run_with(environ: dict[str, str]) -> None:
    found = gather.facts(environ, Port(8799))

    assert found.python == sys.version_info[:3]
    names = {one.name.lower() for one in found.packages}
    assert {"starlette", "uvicorn", "pyyaml", "jinja2"} <= names
    assert "mitmproxy" not in names
    assert all(one.found for one in found.packages)
    assert (found.proxies, found.port) == ({}, Port(8799))
    assert found.cache.writable
    assert found.cache.folder.endswith("check")


def test_a_cache_that_is_a_file_can_t_be_written(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert not gather.facts({**environ, "CHUNKTAPE_CACHE": str(tmp_path / "file")}, Port(1)).cache.writable
    assert gather.facts({**environ, "CHUNKTAPE_CACHE": ""}, Port(1)).cache.folder == ""


def test_a_node_that_does_not_answer_is_no_version(monkeypatch: pytest.MonkeyPatch, environ: dict[str, str]) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert gather.facts(environ, Port(1)).node == ""
    monkeypatch.setattr("shutil.which", lambda name: "/dev/null")
    assert gather.facts(environ, Port(1)).node == "?"


def test_proxies_and_what_goes_past_them() -> None:
    found = gather.proxies_of(
        {"HTTP_PROXY": "http://p:1", "https_proxy": "http://q:2", "NO_PROXY": "a", "no_proxy": ""}
    )

    assert found == ({"HTTP_PROXY": "http://p:1", "https_proxy": "http://q:2"}, "a")
