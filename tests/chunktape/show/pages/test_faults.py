"""`docs/faults.md` is what the registries say now, and what its hand-written parts promise holds."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from cassettes import store
from cassettes.providers.cadence import Cadence
from cassettes.providers.make import make_header, make_interaction
from chunktape.client.process import running
from chunktape.show.facts import examples
from chunktape.show.pages import faults as document
from player.faults.fault import Fault, Phase
from player.faults.gates import GATES
from player.faults.registry import FAULTS, register
from player.grammar.addresses import At
from player.rewrites.registry import REWRITES
from player.rewrites.rewrite import Rewrite, Stage
from player.spec.spec import parse_spec
from tests.support.patience import PATIENCE

PAGE = Path(__file__).parents[4] / "docs" / "faults.md"
TEXT = PAGE.read_text("utf-8")
ENGLISH = {"CHUNKTAPE_LANG": "en"}


def test_the_page_is_current() -> None:
    """If this fails: `python -m chunktape.show.pages.faults docs`, then `make evidence-symptoms`."""
    assert document.renewed(TEXT) == TEXT


def test_the_chinese_page_is_current() -> None:
    """If this fails: the same."""
    english, chinese = ((PAGE.parent / f"faults{end}.md").read_text("utf-8") for end in ("", ".zh-CN"))

    assert document.renewed_chinese(chinese, english) == chinese


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="markers"):
        document.renewed("# Faults")


def test_what_was_measured_is_kept_and_what_is_new_is_said_to_be_unmeasured(tmp_path: Path) -> None:
    seen = "<!-- measured: reset -->\n| seen |\n<!-- end: reset -->"
    page = tmp_path / "faults.md"
    page.write_text(f"before\n{document.BEGIN}\n{seen}\n{document.END}\nafter\n", "utf-8")

    document.main(tmp_path)

    made = page.read_text("utf-8")
    assert (made[:7], made[-7:]) == ("before\n", "\nafter\n")
    assert made.count(seen) == 1
    assert made.count("was not measured yet") == len(FAULTS) + len(REWRITES) - 1


@pytest.mark.parametrize("part", [*FAULTS.values(), *REWRITES.values()], ids=lambda part: part.name)
def test_an_entry_has_words_and_examples_that_can_be_asked_for(part: Fault | Rewrite) -> None:
    assert all((part.about, part.meets if isinstance(part, Fault) else part.finds))
    for text in examples(part):
        spec = parse_spec(f"recorded+{text}")
        assert part.name in [use.name for use in (*spec.faults, *spec.rewrites)]


def test_every_phase_and_stage_address_and_gate_is_explained() -> None:
    assert list(document.words(Phase)) == [phase.name for phase in Phase]
    assert list(document.words(Stage)) == [stage.name for stage in Stage]
    for example in At().allowed.split(" | "):
        unit = example.partition(":")[0]
        assert f"| `{unit}" in TEXT, unit
    assert [key for key in GATES if f"| `{key}=" not in TEXT] == []


def test_parameters_say_what_they_take_and_their_default() -> None:
    (line,) = [line for line in TEXT.splitlines() if line.startswith("- **Takes:** `at`") and "`for` (1ms" in line][:1]
    assert line == "- **Takes:** `at` (an address; share:0.5 unless given), `for` (1ms..3600s; 5s unless given)"


@pytest.fixture
def of_ones_own(tmp_path: Path) -> Path:
    """The file of the last section, as a person would save it."""
    file = tmp_path / "hiccup.py"
    file.write_text(TEXT.partition("```python\n")[2].partition("```")[0], "utf-8")
    return file


@pytest.mark.wire
def test_the_fault_of_the_page_is_one_file_that_plays(of_ones_own: Path, tmp_path: Path) -> None:
    chat = make_interaction("你好，世界", "openai", Cadence(tps=100, ttft_ns=1))
    store.save(tmp_path / "chat.cassette", make_header("openai", "tests", 0), [chat])
    played = ("play", "chat.cassette", "--port", "0", "--fault", "hiccup,every=2,by=50ms")
    with running(of_ones_own.stem, *played, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}) as process:
        got = httpx.post(f"{process.url}/v1/chat/completions", json={}, trust_env=False, timeout=PATIENCE)
        entry = httpx.get(f"{process.url}/@chunktape/journal", trust_env=False, timeout=PATIENCE).json()["entries"][-1]

    assert got.content == chat.body
    assert "hiccup,every=2,by=50ms" in got.headers["X-Chunktape-Plan"]
    assert entry["elapsed_ms"] > 50 * (chat.body.count(b"data:") // 2 - 1)


def test_the_fault_of_the_page_is_listed_with_the_others(of_ones_own: Path) -> None:
    command = [sys.executable, str(of_ones_own), "plan", "--faults"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE, env={**os.environ, **ENGLISH})

    assert "\nhiccup (time)\n    Every `every` events nothing comes for `by`.\n" in done.stdout.decode()


def test_a_name_that_is_taken_is_refused() -> None:
    with pytest.raises(ValueError, match="reset"):
        register(FAULTS["reset"])
