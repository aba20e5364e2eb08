"""`chunktape import`, `make` and `export`: what a person sees, and the files that are there afterwards."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient

from cassettes.interchange import FORMATS, sse
from cassettes.interchange.formats import Format
from cassettes.store import load
from chunktape.cli import chunktape
from player.app import PlayerApp
from player.library.library import Library
from player.settings import Settings
from player.spec.scenario import Scenario
from tests.support.corpus import FILES
from tests.support.patience import PATIENCE

SSE = 'data: {"t":"你好"}\n\ndata: [DONE]\n\n'.encode()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "type[Run]":
    monkeypatch.chdir(tmp_path)
    Path("stream.sse").write_bytes(SSE)
    return Run


class Run:
    """`Run("import", ...)`: one command, in a folder of its own."""

    def __new__(cls, *words: str) -> Result:  # type: ignore[misc]
        return CliRunner().invoke(chunktape, list(words))


def test_import_writes_beside_the_input_and_says_what_is_made(run: type[Run]) -> None:
    done = run("import", "sse", "stream.sse")
    assert done.exit_code == 0
    summary = (
        f"stream.cassette is written. Interactions: 1, body bytes: {len(SSE)}. The bytes are real, the times are made"
    )
    assert done.stdout.startswith(summary)
    cassette = load("stream.cassette")
    assert cassette.interactions[0].body == SSE
    assert cassette.headers[0].tool.startswith("chunktape ")
    assert cassette.state == "sound"


def test_a_format_is_one_module_and_one_line(run: type[Run], monkeypatch: pytest.MonkeyPatch) -> None:
    """It brings its words; without Chinese they are English in Chinese help, too."""
    monkeypatch.setitem(sys.modules, "cassettes.interchange.events", SimpleNamespace(read=sse.read))
    monkeypatch.setitem(FORMATS, "events", Format("Events of a tool of one's own.", "events"))
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")
    assert "Events of a tool of one's own." in run("import", "--help").stdout
    assert "Events of a tool of one's own." in run("import", "events", "--help").stdout
    assert run("import", "events", "stream.sse").exit_code == 0
    assert load("stream.cassette").interactions[0].body == SSE


def test_the_list_of_formats_loads_none(tmp_path: Path) -> None:
    """Help of `import` reads no YAML, no HAR and no module of a format."""
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from chunktape.cli import chunktape\n"
        "assert CliRunner().invoke(chunktape, ['import', '--help']).exit_code == 0\n"
        "from cassettes.interchange import FORMATS\n"
        "loaded = [one.reader for one in FORMATS.values() if f'cassettes.interchange.{one.reader}' in sys.modules]\n"
        "print(loaded, [name for name in ('yaml', 'mitmproxy', 'brotli') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE, check=True)
    assert done.stdout == "[] []\n"


def test_an_existing_file_is_kept_unless_asked(run: type[Run]) -> None:
    assert run("import", "sse", "stream.sse", "--output", "a.cassette").exit_code == 0
    refused = run("import", "sse", "stream.sse", "--output", "a.cassette")
    assert refused.exit_code == 4
    assert "--append" in refused.stderr
    assert run("import", "sse", "stream.sse", "--output", "a.cassette", "--append").exit_code == 0
    assert len(load("a.cassette").interactions) == 2
    assert run("import", "sse", "stream.sse", "--output", "a.cassette", "--overwrite").exit_code == 0
    assert len(load("a.cassette").interactions) == 1


def test_errors_and_notes_go_to_standard_error(run: type[Run]) -> None:
    failed = run("import", "har", "stream.sse")
    assert (failed.exit_code, failed.stdout) == (4, "")
    assert failed.stderr.startswith("chunktape: stream.sse is not for `import har`, it looks like a file for: ")
    assert run("import", "xml", "stream.sse").exit_code == 2
    listed = run("import", "--help").stdout
    assert all(name in listed for name in ("vcr", "sse", "har", "mitm", "curl-trace", "yaml", "json"))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("HAR", "`har`"),
        ("crul-trace", "`curl-trace`"),
        ("curl", "`curl-trace`"),
        ("vcrpy", "`vcr`"),
        ("mitmprxy", "`mitm`"),
        ("event-stream", "`sse`"),
        ("session.har", "`chunktape import har session.har`"),
        ("a/b.YML", "`chunktape import vcr a/b.YML`"),
        ("dump.flow", "`chunktape import mitm dump.flow`"),
        ("qqqq", ""),
        ("", ""),
    ],
)
def test_a_wrong_format_gets_the_one_that_was_meant(word: str, expected: str, run: type[Run]) -> None:
    done = run("import", word, "stream.sse")

    assert done.exit_code == 2
    assert f"Did you mean {expected}?" in done.stderr if expected else "those that are: vcr, sse" in done.stderr


def test_a_file_in_place_of_a_format_is_told_what_stands_before_it(run: type[Run]) -> None:
    done = run("import", "x.txt")

    assert done.exit_code == 2
    assert "`chunktape import FORMAT x.txt`, one of vcr, sse," in done.stderr


@pytest.mark.parametrize(
    ("form", "summary"),
    [
        ("yaml", "The bytes are real, the times are made"),
        ("json", "The bytes are real"),
        ("har", "Bytes and times are real"),
    ],
)
def test_export_and_back(run: type[Run], form: str, summary: str) -> None:
    run("import", "sse", "stream.sse")
    assert run("export", "stream.cassette", "--as", form, "--output", "out").exit_code == 0
    done = run("import", form, "out", "--output", "back.cassette")
    assert summary in done.stdout
    assert load("back.cassette").interactions[0].body == SSE
    if form != "har":
        assert Path("back.cassette").read_bytes() == Path("stream.cassette").read_bytes()


@pytest.mark.parametrize("form", ["vcr", "sse", "har", "curl-trace", "yaml", "json"])
@pytest.mark.parametrize(
    "data", [b"", b"\0\xff" * 9, b"\xff\xfe{\0", b"{" * 9999, b'{"log":{"entries":[{"time":1e999}]}}']
)
def test_what_can_not_be_read_is_one_sentence_and_exit_code_4(form: str, data: bytes, run: type[Run]) -> None:
    Path("in").write_bytes(data)
    done = run("import", form, "in")
    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (4, "", 1)
    assert done.stderr.startswith("chunktape: in ")
    assert not Path("in.cassette").exists()


def test_a_file_without_a_byte_of_body_is_not_called_real(run: type[Run]) -> None:
    Path("in").write_text(
        '{"log":{"entries":[{"request":{"method":"GET","url":"http://h/"},"response":{"status":304}}]}}'
    )
    assert "No response has a byte of body, so nothing of it can be called real" in run("import", "har", "in").stdout


@pytest.mark.corpus
@pytest.mark.parametrize("file", FILES)
def test_every_response_of_the_corpus_imports_and_plays(run: type[Run], file: Path) -> None:
    assert run("import", "vcr", str(file), "--output", "c.cassette").exit_code == 0
    app = PlayerApp(Library.open(["c.cassette"]), Settings(play=Scenario(speed=None)))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        for one in load("c.cassette").interactions:
            fields = [
                (name, value) for name, value in one.request.headers if name.lower() not in (b"host", b"content-length")
            ]
            target = one.request.target.decode()
            answer = client.request(one.request.method, target, headers=fields, content=one.request.body)
            assert (answer.status_code, answer.content) == (200, one.body)


@pytest.mark.parametrize("command", ["play", "show", "verify", "plan"])
def test_a_file_of_another_tool_is_answered_with_its_importer(command: str, run: type[Run], tmp_path: Path) -> None:
    """Whoever saved a stream or a HAR wants to play it, and tries."""
    Path("my stream.sse").write_bytes(b"data: a\n\n")
    done = run(command, "my stream.sse")
    assert done.exit_code == 4
    assert "is not a cassette" in done.output
    if command != "verify":  # it tells of many files, and raises for none
        assert done.output.splitlines()[-1] == 'It looks like a file for:  chunktape import sse "my stream.sse"'


def test_what_was_imported_can_be_played(run: type[Run]) -> None:
    assert run("import", "sse", "stream.sse", "--output", "b.cassette").stdout.endswith(
        "\nPlay it:  chunktape play b.cassette\n"
    )
