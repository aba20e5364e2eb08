"""The measured parts of `docs/faults.md`: what is written can be read back, and it is of what the registries have."""

from pathlib import Path

from benchmarks.harness.places import FAULTS
from benchmarks.symptoms import page
from benchmarks.symptoms.clients import CLIENTS, Client
from benchmarks.symptoms.sample import specs, specs_by_name
from benchmarks.symptoms.words import Symptom

TEXT = FAULTS.read_text("utf-8")


def client(name: str, needs: tuple[str | Path, ...] = ()) -> Client:
    return Client(name, name[:3], lambda: "1.2", lambda jobs: [], needs)


def test_what_is_written_is_read_back() -> None:
    clients = [client("Node `http`"), client("two words"), client("absent", ("no-such-tool",))]
    seen = {spec: Symptom(f"nothing; `{spec}`", "x") for spec in specs()}
    alike = seen | {"crlf": Symptom("the whole answer", "=")}
    made = page.parts({clients[0].name: seen, clients[1].name: alike}, clients, "python -m symptoms")
    text = "\n".join(f"<!-- measured: {name} -->\n{part}\n<!-- end: {name} -->" for name, part in made.items())

    found = page.read(text)

    assert set(found) == set(specs()) - {"recorded"}
    assert found["crlf"] == {"Node `http`": "nothing; `crlf`", "two words": "the whole answer"}
    assert "| nothing; `recorded+truncate` | Node `http`, two words |" in made["truncate"]
    assert page.versions(text) == {"Node `http`": "1.2", "two words": "1.2"}
    assert "Not run here: absent (no no-such-tool)." in made["symptoms"]
    assert made["symptoms"].count("    -\n") == len(specs())


def test_what_the_page_has_measured_is_what_the_registries_show() -> None:
    """If this fails: `make evidence-symptoms`. A fault that was not measured yet says so."""
    for name, mine in specs_by_name().items():
        part = TEXT.partition(f"<!-- measured: {name} -->\n")[2].partition("<!-- end")[0]
        assert "not measured yet" in part or [spec for spec in mine if f"`{spec}`:" not in part] == [], name


def test_what_a_client_needs_is_named_without_the_folders_of_this_machine(tmp_path: Path) -> None:
    assert client("a", (tmp_path / "okhttp.jar",)).missing == "okhttp.jar"
    assert client("a", (tmp_path, "no-such-tool")).missing == "no-such-tool"
    assert client("a", (tmp_path,)).missing == ""


def test_every_client_stands_in_the_short_table() -> None:
    assert [one.name for one in CLIENTS if f"`{one.short}` {one.name}" not in TEXT] == []
    assert len({one.short for one in CLIENTS}) == len({one.name for one in CLIENTS}) == 13


def test_what_the_page_says_of_them_stands_in_its_tables() -> None:
    shown = page.read(TEXT)
    sdks = [one.name for one in CLIENTS if one.name.startswith(("openai", "anthropic"))]
    quiet = [words for words in shown["recorded+truncate"].values() if words.endswith("; then ends without an error")]
    assert len(quiet) >= 10
    assert all("asked" not in shown["recorded+reset"][name] for name in sdks)
    assert all("asked 3 times" in shown["recorded+reset,at=head"][name] for name in sdks)
    assert all("hangs for ever" in shown["recorded+vanish"][name] for name in sdks if "Node" in name)
    for broken in ("recorded+reset", "recorded+close"):
        assert shown[broken]["`uni.request` on H5"].endswith("hangs until its time limit: `fail: request:fail abort`")
    source = {spec: words["Chromium `EventSource`"] for spec, words in shown.items()}
    assert all("asks again" in source[f"recorded+{spec}"] for spec in ("truncate", "reset", "close"))
    assert all("gives up" in source[f"recorded+{spec}"] for spec in ("status", "content-type"))
