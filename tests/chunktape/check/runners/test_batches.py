"""A batch gives exactly what single runs give: for each decoder of `tests/js`, and for what goes on behind its back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path

import pytest

from cassettes import library
from cassettes.seeds import SplitMix64
from cassettes.store import load
from chunktape.check.runners.child import Child
from chunktape.check.runners.node import node_client
from chunktape.check.runners.python import python_client
from chunktape.check.values import Drive, Run
from player.splits import Body
from tests.support.torture import shortened

pytestmark = pytest.mark.wire

TESTS = Path(__file__).parents[3]
DECODERS = sorted((TESTS / "js" / "decoders").glob("[dr][0-9][0-9]_*.mjs"))
CLIENTS = TESTS / "chunktape" / "check" / "clients"
TAPES = ("torture-lf", "torture-crlf", "torture-ndjson")
#: one of each kind, and the right ones -> a tape that it reads
SAMPLE = {
    **dict.fromkeys(("d01", "d09", "d20", "d25", "d33", "r01"), "torture-lf"),
    **dict.fromkeys(("d05", "d22", "r04"), "torture-crlf"),
    "r05": "torture-ndjson",
}
SEED = 20261129

Cuts = tuple[int, ...]
Told = tuple[Cuts, list[object], str, bool, int, bool, str]


def body_of(name: str) -> Body:
    return Body.of(load(str(library.index()[name].path)).interactions[0])


def drawn(body: Body, count: int) -> list[Cuts]:
    """Plans of all densities, from one that cuts nothing to one byte per piece; the baseline among them."""
    draw = SplitMix64(SEED)
    size = len(body.data)
    plans: list[Cuts] = [(), tuple(range(1, size)), body.events]
    for _ in range(count):
        rare = 1 << draw.below(size.bit_length())
        some = [cut for cut in range(1, size) if draw.below(rare) == 0]
        plans.append(tuple(sorted({*some, *(body.events if draw.below(2) else ())})))
    return sorted(plans, key=lambda _: draw.next())


def whole(run: Run) -> Told:
    return (run.cuts, list(run.said), run.error, run.asked, run.delivered, run.ended, run.lost)


def single(child: Child, body: Body, plans: Sequence[Cuts], drive: Drive) -> list[Told]:
    """Each plan by itself, and told whole: the process never has a baseline."""
    number = child.body(body.data, (1,))
    return [whole(child.run(number, cuts, drive)) for cuts in plans]


def batched(child: Child, body: Body, plans: Sequence[Cuts], drive: Drive) -> list[Told]:
    number = child.body(body.data, body.events)
    child.run(number, body.events, drive)
    return [whole(run) for run in child.runs(number, plans, drive)]


def is_same(path: Path, drive: Drive, bodies: Sequence[Body], count: int = 10) -> bool:
    with closing(node_client(str(path))) as one, closing(node_client(str(path))) as two:
        assert one.load() == two.load()
        cases = [(body, drawn(body, count), drive) for body in bodies]
        return all(single(one, *case) == batched(two, *case) for case in cases)


def differing(tapes: Mapping[Path, Sequence[str]], bodies: Mapping[str, Body], count: int) -> list[str]:
    """The decoders for which a batch gives something else than single runs, each with its tapes."""

    with ThreadPoolExecutor(2) as pool:
        same = pool.map(
            lambda pair: is_same(pair[0], Drive(0), [bodies[name] for name in pair[1]], count), tapes.items()
        )
        return [path.name for path, fine in zip(tapes, same, strict=True) if not fine]


def test_a_batch_gives_what_single_runs_give(require_tool: Callable[[str], str]) -> None:
    require_tool("node")
    chosen = {path: [SAMPLE[path.name[:3]]] for path in DECODERS if path.name[:3] in SAMPLE}
    assert len(chosen) == len(SAMPLE)
    bodies = {name: Body.of(shortened(name)) for name in TAPES}
    assert differing(chosen, bodies, 6) == []


@pytest.mark.evidence
def test_a_batch_gives_what_single_runs_give_for_every_decoder(require_tool: Callable[[str], str]) -> None:
    require_tool("node")
    assert differing(dict.fromkeys(DECODERS, TAPES), {name: body_of(name) for name in TAPES}, 60) == []


@pytest.mark.parametrize(
    ("name", "way", "profile"),
    [
        ("wx_right.js", "request", "device"),
        ("wx_wrong.js", "request", "devtools"),
        ("generator.mjs", "chunks", "node"),
        ("rejects.mjs", "decoder", "node"),
    ],
)
def test_so_it_is_for_other_ways_to_drive(
    name: str, way: str, profile: str, require_tool: Callable[[str], str]
) -> None:
    require_tool("node")
    body = Body.of(shortened("torture-lf"))
    with closing(node_client(str(CLIENTS / name))) as one:
        entry = [found.way for found in one.load().entries].index(way)
    assert is_same(CLIENTS / name, Drive(entry, profile), [body])


@pytest.mark.parametrize("name", ["right", "wrong"])
def test_so_it_is_for_python(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CLIENTS)
    body = Body.of(shortened("torture-lf"))
    plans = drawn(body, 12)
    with closing(python_client(f"sse_clients:{name}")) as one, closing(python_client(f"sse_clients:{name}")) as two:
        assert one.load() == two.load()
        told = batched(two, body, plans, Drive(0))
        assert single(one, body, plans, Drive(0)) == told
        assert any(run.said for run in two.runs(two.body(body.data, body.events), plans, Drive(0)))


@pytest.fixture
def client(tmp_path: Path, require_tool: Callable[[str], str]) -> Iterator[Callable[[str], Child]]:
    """`client(text)` is the client in a module with this text."""
    require_tool("node")
    made: list[Child] = []

    def make(text: str) -> Child:
        (tmp_path / "x.mjs").write_text(text, "utf-8")
        made.append(node_client(str(tmp_path / "x.mjs")))
        assert not made[-1].load().error
        return made[-1]

    yield make
    for one in made:
        one.close()


BODY = b"data: 1\n\ndata: 2\n\ndata: 3\n\n"
BASE = (9, 18)
BAD, GOOD = (7, 9, 18), (4, 9, 18)
MIXED = [BAD if number in (3, 17, 30) else GOOD for number in range(40)]


def runs(child: Child, plans: Sequence[Cuts]) -> list[Run]:
    return list(child.runs(child.body(BODY, BASE), plans, Drive(0)))


@pytest.mark.parametrize(
    "throws",
    [
        "throw new Error('mine')",
        "Promise.reject(new Error('mine'))",
        "(async () => { await null; await null; throw new Error('mine'); })()",
        "setTimeout(() => { throw new Error('mine'); }, 60000)",
        "setTimeout(() => Promise.reject(new Error('mine')), 10)",
        "queueMicrotask(() => { throw new Error('mine'); })",
        "process.nextTick(() => { throw new Error('mine'); })",
    ],
)
def test_what_goes_wrong_later_is_the_error_of_its_own_run(client: Callable[[str], Child], throws: str) -> None:
    child = client(
        f"export const create = (on) => ({{ push(b) {{ on(String(b.length)); if (b.length === 7) {{ {throws} }} }} }});"
    )
    child.run(child.body(BODY, BASE), BASE, Drive(0))
    found = runs(child, MIXED)

    assert [run.error for run in found] == ["Error: mine" if cuts == BAD else "" for cuts in MIXED]
    assert all(len(run.said) == 4 for run in found if not run.error)


#: it blocks, and takes no processor from the tests beside it
HANGS = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"


@pytest.mark.parametrize(("dies", "lost"), [(HANGS, "hang"), ("process.exit(3)", "crash")], ids=["hang", "crash"])
def test_a_run_that_is_lost_in_a_batch_takes_no_other_with_it(
    client: Callable[[str], Child], dies: str, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chunktape.check.runners.child._LEAST", 2.0)
    child = client(
        f"export const create = (on) => ({{ push(b) {{ on(String(b.length)); if (b.length === 7) {{ {dies} }} }} }});"
    )
    child.run(child.body(BODY, BASE), BASE, Drive(0))
    plans = [BAD if number == 20 else GOOD for number in range(40)]
    found = runs(child, plans)

    assert [run.cuts for run in found] == plans
    assert [run.lost for run in found] == [lost if cuts == BAD else "" for cuts in plans]
    assert all([one.value for one in run.said] == ["4", "5", "9", "9"] for run in found if not run.lost)


@pytest.mark.parametrize(
    "later",
    [
        "Promise.resolve().then(say)",
        "queueMicrotask(say)",
        "(async () => { for (let n = 0; n < 20; n += 1) { await null; } say(); })()",
        "setTimeout(say, 200)",
        "setImmediate(say)",
        "process.nextTick(say)",
        "settle(say)",
        "channel.port2.postMessage(say())",
        "writer.write(say)",
    ],
)
def test_nothing_that_a_piece_begins_is_missed(client: Callable[[str], Child], later: str) -> None:
    """What a piece sets off is said with that piece, whatever it is that goes on: nobody goes on without waiting."""
    child = client(f"""
        let open;
        let held = () => {{}};
        const gate = {{}};
        const again = () => {{
          gate.promise = new Promise((resolve) => {{ open = resolve; }});
          gate.promise.then(() => held());
        }};
        again();
        const settle = (say) => {{ held = () => {{ say(); again(); }}; open(); }};
        const channel = new MessageChannel();
        channel.port1.unref();
        const stream = new TransformStream({{ transform: (say) => say() }});
        const writer = stream.writable.getWriter();
        stream.readable.pipeTo(new WritableStream());
        export const create = (on) => {{
          let count = 0;
          return {{ push(b) {{ count += 1; const own = count; const say = () => {{ on(String(own)); }}; {later}; }} }};
        }};
    """)
    child.run(child.body(BODY, BASE), BASE, Drive(0))
    for run in runs(child, list(islice(cycle([BASE, GOOD, BAD]), 12))):
        assert not run.error
        assert [(one.piece, one.value) for one in run.said] == [
            (number, str(number + 1)) for number in range(len(run.cuts) + 1)
        ]
