"""Python functions and classes in a child process."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cassettes.errors import SpecError
from chunktape.check.runners.child import Child
from chunktape.check.runners.python import python_client
from chunktape.check.values import Drive

pytestmark = pytest.mark.wire

TEXT = """
import os
class Decoder:
    def feed(self, chunk): return [chunk.decode()]
    def close(self): return ["end"]
def lines(chunks):
    for chunk in chunks: yield chunk.decode()
async def later(chunks):
    async for chunk in chunks: yield chunk.decode()
async def whole(chunks):
    return "".join([chunk.decode() async for chunk in chunks])
def told(on_text): return Told(on_text)
class Told:
    def __init__(self, on_text): self.on_text = on_text
    def push(self, chunk): self.on_text(chunk.decode())
count = 0
class Counts:
    def feed(self, chunk):
        global count
        count += 1
        return str(count)
class Bad:
    def feed(self, chunk): raise KeyError("mine")
class Unbound:
    @property
    def __class__(self): raise RuntimeError("bound to nothing")
class Loud(str):
    def __contains__(self, text): raise RuntimeError("loud")
class Odd:
    __slots__ = ("rest", "unset", "proxy", "loud")
    def __init__(self): self.rest, self.proxy, self.loud = "", Unbound(), Loud("loud")
    def feed(self, chunk):
        proxy, loud = self.proxy, self.loud
        self.rest += str(chunk, "utf-8", "replace")
        return "given"
class Hides:
    @property
    def __dict__(self): raise RuntimeError("no dictionary")
    def feed(self, chunk):
        return str(chunk, "utf-8", "replace")
class Leaves:
    def feed(self, chunk): os._exit(1)
"""


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Child]]:
    """`client("name")` is that function or class of a module in the current directory, which is called `player`."""
    (tmp_path / "player.py").write_text(TEXT, "utf-8")  # the name of a package of ours is in nobody's way
    monkeypatch.chdir(tmp_path)
    made: list[Child] = []

    def make(name: str) -> Child:
        made.append(python_client(f"player:{name}"))
        return made[-1]

    yield make
    for one in made:
        one.close()


def said(child: Child, way: str) -> list[tuple[int, object]]:
    entries = [one.way for one in child.load().entries]
    run = child.run(child.body(b"abcd"), (2,), Drive(entries.index(way)))
    assert not run.error, run.error
    return [(one.piece, one.value) for one in run.said]


@pytest.mark.parametrize(
    ("name", "way", "wanted"),
    [
        ("Decoder", "decoder", [(0, "ab"), (1, "cd"), (1, "end")]),
        ("lines", "chunks", [(0, "ab"), (1, "cd")]),
        ("later", "async chunks", [(0, "ab"), (1, "cd")]),
        ("whole", "async chunks", [(1, "abcd")]),
        ("told", "decoder", [(0, "ab"), (1, "cd")]),
        ("Counts", "decoder", [(0, "1"), (1, "2")]),
    ],
)
def test_each_kind_of_client(
    client: Callable[[str], Child], name: str, way: str, wanted: list[tuple[int, object]]
) -> None:
    child = client(name)
    assert said(child, way) == wanted
    assert said(child, way) == wanted  # a fresh module each time


def test_what_goes_wrong_is_said_and_a_process_that_ends_is_lost(client: Callable[[str], Child]) -> None:
    bad, leaves = client("Bad"), client("Leaves")
    assert bad.load().entries
    assert "KeyError" in bad.run(bad.body(b"ab"), (), Drive(0)).error
    assert leaves.load().entries
    assert leaves.run(leaves.body(b"ab"), (), Drive(0)).lost == "crash"


def test_a_name_that_is_not_there_can_not_be_loaded(client: Callable[[str], Child]) -> None:
    assert "gone" in client("gone").load().error


@pytest.mark.parametrize("target", ["", "module", "module:", ":name", "a b:c", "module:na-me"])
def test_another_form_is_refused(target: str) -> None:
    with pytest.raises(SpecError):
        python_client(target)


def test_a_traceback_gives_the_clients_own_line(client: Callable[[str], Child]) -> None:
    def lines(name: str, way: str = "decoder") -> tuple[str, list[str]]:
        child = client(name)
        number = [entry.way for entry in child.load().entries].index(way)
        run = child.run(child.body(b"abcd"), (2,), Drive(number, trace=True))
        return run.where.rpartition("/")[2], [one.rpartition("/")[2] for one in run.lines]

    text = TEXT.splitlines()
    bad, told, yielded, later = (
        1 + next(number for number, line in enumerate(text) if words in line)
        for words in (
            'KeyError("mine")',
            "self.on_text(chunk",
            "in chunks: yield chunk",
            "async for chunk in chunks: yield",
        )
    )
    assert lines("Bad") == (f"player.py:{bad}", [])
    assert lines("told") == ("", [f"player.py:{told}"] * 2)
    assert lines("lines", "chunks") == ("", [f"player.py:{yielded}"] * 2)
    assert lines("later", "async chunks") == ("", [f"player.py:{later}"] * 2)


@pytest.mark.parametrize(
    ("name", "words"), [("Odd", 'self.rest += str(chunk, "utf-8"'), ("Hides", 'return str(chunk, "utf-8"')]
)
def test_a_traced_run_calls_nothing_of_the_objects_that_it_looks_at(
    client: Callable[[str], Child], name: str, words: str
) -> None:
    child = client(name)
    assert child.load().entries
    run = child.run(child.body("你".encode()), (1,), Drive(0, trace=True))
    made = [one.where.rpartition("/")[2] for one in run.marks if one.kind == "U+FFFD"]
    line = 1 + next(number for number, line in enumerate(TEXT.splitlines()) if words in line)
    assert (run.error, run.where, made[0].split(":")[:2]) == ("", "", ["player.py", str(line)])
