"""Vectors: the file is what docs/vectors.md says, and a JavaScript test reads it."""

import io
import json
import os
import re
import subprocess
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import pytest

from chunktape.show.pages.example import example
from player.spec.spec import parse_spec
from player.splits import plan_for, vectors
from player.splits.exhaust import Exhaustion
from player.splits.plan import Body, Plan
from tests.support.bodies import GOLDEN, sse
from tests.support.patience import PATIENCE

ROOT = Path(__file__).parents[3]


def _written(source: Body, plans: list[Plan]) -> dict[str, object]:
    out = io.StringIO()
    assert vectors.write(out, source, plans, name="chat.cassette", number=2) == max(len(plans), 1)
    read: dict[str, object] = json.loads(out.getvalue())
    return read


@pytest.mark.parametrize("source", GOLDEN.values(), ids=GOLDEN)
def test_the_file_is_json_with_every_plan(source: Body) -> None:
    plans = [Plan((1, 2), (), "a"), Plan((), (), "b")]
    read = _written(source, plans)

    assert b64decode(str(read["body"])) == source.data
    assert read["plans"] == [{"spec": "a", "cuts": [1, 2]}, {"spec": "b", "cuts": []}]
    assert (read["format"], read["version"], read["interaction"]) == ("chunktape-vectors", 2, 2)


@pytest.mark.parametrize(
    ("payloads", "shape", "texts"),
    [
        (['{"type":"response.output_text.delta","delta":"Hello"}'], "openai-responses", ["Hello"]),
        (['{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c"}]}}]}', "[DONE]"], "openai", [""]),
        ([f'{{"choices":[{{"index":{n},"delta":{{"content":"{n}"}}}}]}}' for n in (0, 1)], "openai", ["0", "1"]),
        (["no JSON"], None, None),
    ],
)
def test_the_text_is_a_providers_or_none(payloads: list[str], shape: str | None, texts: list[str] | None) -> None:
    expected = _written(Body(sse(payloads, "\n"), b"text/event-stream"), [])["expected"]
    assert isinstance(expected, dict)
    assert expected["shape"] == shape
    assert expected["texts"] == texts
    assert expected["text"] == (texts[0] if texts else None)


def test_every_key_is_documented() -> None:
    read = _written(example(), [Plan((), (), "whole")])
    documented = set(re.findall(r"^\| `([^`]+)`", (ROOT / "docs" / "vectors.md").read_text("utf-8"), re.M))
    expected, plans = read["expected"], read["plans"]
    assert isinstance(expected, dict)
    assert isinstance(plans, list)

    keys = {key for key in read if key != "expected"}
    assert documented == keys | {f"expected.{key}" for key in expected} | {f"plans[].{key}" for key in plans[0]}


@pytest.mark.parametrize(
    "source",
    [Body(b""), Body(b"a"), Body(b"\x1f\x8b\x08", b"text/event-stream", b"gzip", (1,), (0, 0)), example()],
    ids=["empty", "one byte", "encoded", "example"],
)
def test_a_level_without_a_plan_gives_the_body_uncut(source: Body) -> None:
    plans = [] if len(source.data) > 3 else list(Exhaustion(source, "structural").plans())
    written = _written(source, plans)["plans"]

    assert plans == []
    assert isinstance(written, list)
    (one,) = written
    split = parse_spec(one["spec"]).split
    assert split is not None
    assert plan_for(source, split).cuts == ()
    assert one["cuts"] == []


@pytest.mark.wire
def test_the_vitest_example_reads_every_structural_plan(require_tool: Callable[[str], str], tmp_path: Path) -> None:
    node = require_tool("node")
    vitest = ROOT / "examples" / "vectors" / "node_modules" / "vitest" / "vitest.mjs"
    if not vitest.exists():
        if os.environ.get("CHUNKTAPE_REQUIRE_ALL") == "1":
            pytest.fail(f"{vitest} is not installed, and CHUNKTAPE_REQUIRE_ALL=1")
        pytest.skip("examples/vectors is not installed: make test does it")
    for name, source in (("lf", example()), ("crlf", GOLDEN["crlf"])):
        exhaustion = Exhaustion(source, "structural")
        file = tmp_path / f"{name}.json"
        with file.open("w", encoding="utf-8", newline="\n") as out:
            vectors.write(out, source, exhaustion.plans(), name=name, number=1)

        run = subprocess.run(
            [node, str(vitest), "run", "--reporter=json", f"--outputFile={tmp_path / 'result.json'}"],
            cwd=vitest.parents[2],
            env={**os.environ, "VECTORS": str(file), "CI": "1"},
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )

        assert run.returncode == 0, run.stdout.decode("utf-8", "replace")[-2000:]
        result = json.loads((tmp_path / "result.json").read_text("utf-8"))
        assert result["numPassedTests"] == exhaustion.requests
