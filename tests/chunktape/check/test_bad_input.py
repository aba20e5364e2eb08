"""What is given to `check` by mistake: one or two lines that help, the documented exit code, and no traceback."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.chunktape.commands import as_typed
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

CLIENTS: Final = Path(__file__).parent / "clients"
#: words -> the exit code, and what is said
GIVEN: Final = {
    ("empty.mjs",): (3, "exports nothing that can be called"),
    ("binary.mjs",): (3, "is not UTF-8"),
    ("page.json",): (3, "`check` takes .js"),
    ("client.py",): (3, "`chunktape check py:client:NAME`"),
    ("./my/client.py",): (3, "`chunktape check py:my.client:NAME`"),
    ("../client-2.py",): (3, "`chunktape check py:client-2:NAME`"),
    ("package",): (2, "no package.json in it names a main module"),
    (".",): (2, "is a folder"),
    ("/dev/null",): (2, "there is no such module"),
    ("empty.mjs", "--tape", "page.json"): (4, "is not a cassette"),
    ("empty.mjs", "--tape", "."): (4, "is a directory"),
    ("empty.mjs", "--tape", "empty.mjs"): (4, "is empty"),
}


NOWHERE: Final = {"CHUNKTAPE_CACHE": "/dev/null/no"}  # what failed can't be kept


def check(words: tuple[str, ...], folder: Path, streams: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "chunktape", "check", *words]
    return subprocess.run(
        ["bash", "-c", f'"$@" {streams}', "bash", *command] if streams else command,
        cwd=folder,
        env={**os.environ, **NOWHERE},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="/dev/null")
def test_a_mistake_is_a_sentence(tmp_path: Path, require_tool: Callable[[str], str]) -> None:
    require_tool("node")
    (tmp_path / "empty.mjs").write_bytes(b"")
    (tmp_path / "binary.mjs").write_bytes(b"\x7fELF\x00\x01\xff")
    (tmp_path / "my").mkdir()
    for name in ("client.py", "my/client.py", "../client-2.py"):
        (tmp_path / name).write_text("class Decoder: ...\n", "utf-8")
    (tmp_path / "page.json").write_text('{"a": 1}', "utf-8")
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "package.json").write_text('{"name": "p"}', "utf-8")
    for words, (code, said) in GIVEN.items():
        done = as_typed("check", *words, folder=tmp_path, **NOWHERE)
        assert (done.exit_code, done.stdout) == (code, ""), words
        assert done.stderr.startswith("chunktape: "), words
        assert said in done.stderr, words
        assert done.stderr.count("\n") <= 2, words


def test_a_scene_that_can_not_be_played_is_no_pass(require_tool: Callable[[str], str]) -> None:
    """A scene asked for alone that is judged nowhere gets its reason, and a place outside of the tape is a mistake."""
    require_tool("node")
    folder = Path(__file__).parents[2] / "js" / "decoders"
    for scene, code, said in (
        ("reset", 3, "`reset` can't be judged: it has no reset."),
        ("success-body", 3, "it asks through no mini-program's request"),
        ("abort,at=99999", 2, "so a place is from 1 to "),
        ("abort,at=0", 2, "so a place is from 1 to "),
        ("abort,at=100", 0, ""),
    ):
        words = ("r01_text_decoder_stream.mjs", "--tape", "torture-lf", "--scene", scene)
        done = as_typed("check", *words, folder=folder, **NOWHERE)
        assert (done.exit_code, said in done.stderr) == (code, True), (scene, done.stderr)


#: an SSE client that is right, and calls back once more when it has said that the answer is over
AFTER: Final = """
export async function chat(url, onText, onDone) {
  const response = await fetch(url);
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of response.body) {
    rest += decoder.decode(piece, { stream: true });
    const events = rest.split('\\n\\n');
    rest = events.pop();
    for (const event of events.filter((one) => one.startsWith('data: {'))) {
      onText(JSON.parse(event.slice(6)).choices[0]?.delta?.content ?? '');
    }
  }
  onDone();
  setTimeout(() => onText('[over]'), 3000);
}
"""


def test_a_client_that_calls_back_after_its_end_on_every_tape_is_told_with_what(
    tmp_path: Path, require_tool: Callable[[str], str]
) -> None:
    """The whole answer with words of its own behind it may be meant so: nothing is judged, and the words are shown."""
    require_tool("node")
    (tmp_path / "after.mjs").write_text(AFTER, "utf-8")
    done = as_typed("check", "after.mjs", "--tape", "torture-lf", "--split", "event", folder=tmp_path, **NOWHERE)
    said = " ".join(done.stderr.split())
    assert (done.exit_code, done.stdout) == (3, "")
    assert "expected '', found '[over]'" in said
    assert "write an adapter" in said


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell closes them")
def test_any_name_any_folder_and_a_reader_that_leaves(
    tmp_path: Path, require_tool: Callable[[str], str], torture: str
) -> None:
    """A path with blanks and Chinese, a folder and a memory that can't be written to, an output that is closed."""
    require_tool("node")
    place = tmp_path / "a b 你好"
    place.mkdir()
    for old, new in (("wx_wrong.js", "流 1.js"), ("wx_client.js", "wx_client.js")):
        (place / new).write_text((CLIENTS / old).read_text("utf-8"), "utf-8")
    place.chmod(0o555)
    words = ("流 1.js", "--tape", torture, "--split", "utf8,all=1")
    try:
        whole, early, closed = (check(words, place, streams) for streams in ("", "| head -1", ">&-"))
    finally:
        place.chmod(0o755)

    assert (whole.returncode, whole.stderr) == (1, "")
    assert "Again: chunktape check '流 1.js'" in whole.stdout
    assert (early.returncode, early.stderr) == (0, "")
    assert early.stdout == whole.stdout[: len(early.stdout)] != ""
    assert (closed.returncode, closed.stderr.count("\n")) == (1, 1)
    assert "can't be written" in closed.stderr
