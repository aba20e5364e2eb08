"""`check --init`: the adapter that is written drives the client as it was found to be driven."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cassettes.errors import SpecError
from chunktape.check import tapes
from chunktape.check.driving import adapters
from chunktape.check.driving.search import Way, find, load
from chunktape.check.runners.child import Child
from chunktape.check.runners.node import node_client
from chunktape.check.shrink import Cuts
from chunktape.check.values import Drive, Run

pytestmark = pytest.mark.wire

CLIENTS = Path(__file__).parents[1] / "clients"
Use = Callable[[Path, Callable[[Child], object]], object]


@pytest.fixture
def use(require_tool: Callable[[str], str]) -> Use:
    """`use(client, run)` is what `run` makes of the client's process, which is then ended."""
    require_tool("node")

    def with_child(path: Path, run: Callable[[Child], object]) -> object:
        child = node_client(str(path))
        try:
            return run(child)
        finally:
            child.close()

    return with_child


def written(use: Use, client: Path) -> adapters.Adapter:
    path = adapters.place(str(client), force=False)
    made = use(client, lambda child: adapters.write(str(client), child, [], path))
    assert isinstance(made, adapters.Adapter)
    return made


def driven(use: Use, client: Path) -> Way:
    def search(child: Child) -> Way:
        def run(tape: tapes.Tape, cuts: Cuts, drive: Drive) -> Run:
            return child.run(child.body(tape.body.data), cuts, drive)

        return find(client.name, load(client.name, child), tapes.bundled(), run)

    way = use(client, search)
    assert isinstance(way, Way)
    return way


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("functions/many_positional.js", ["return module.streamChat(1, messages, say, end, fail);"]),
        (
            "functions/callbacks_object.js",
            ["return module.connect(url, data, { onDone: end, onError: fail, onDelta: (value) => say(value?.text) });"],
        ),
        (
            "functions/node_callback.js",
            ["return module.liveQuery(url)(data, (first, second) => say(second?.choices?.[0]?.delta?.content));"],
        ),
        (
            "wrappers/event_source.js",
            [
                "const object = new module.WxEventSource({ url, method: 'POST', data, headers: {} });",
                "object.on('token', (value) => say(value?.data));",
                "return object.start();",
            ],
        ),
        (
            "wrappers/registration.js",
            ["object.onMessage((value) => say(value?.content));", "return object.connect(data);"],
        ),
        (
            "classes/closure.mjs",
            ["const read = module.makeReader(say);", "await feed((piece) => read(piece), 'text');"],
        ),
        ("classes/res_handler.js", ["await feed((piece) => object.handleChunk({ data: piece }));"]),
        ("classes/transform.mjs", ["return module.textOf(stream());"]),
        (
            "pages/set_data_path.js",
            [
                "const page = await mount(pages[0]);",
                "watch(() => page.data.messages.at(-1).text);",
                "type(page);",
                "await page.send();",
            ],
        ),
        ("vue/composable.js", ["watch(() => object.messages.value.at(-1).content);", "return object.send('hello');"]),
        (
            "browser/fetch_reader.js",
            ["return module.streamChat({ url, body: data, onChunk: say, onDone: end, onError: fail });"],
        ),
    ],
)
def test_an_adapter_says_how_the_client_was_driven_and_drives_it(
    use: Use, tmp_path: Path, name: str, lines: list[str]
) -> None:
    shutil.copytree((CLIENTS / name).parent, tmp_path, dirs_exist_ok=True)
    made = written(use, tmp_path / Path(name).name)
    text = made.path.read_text("utf-8")

    assert not made.missing
    assert made.path.name == Path(name).stem + ".check.mjs"
    assert [line.strip() for line in text.splitlines() if line.strip() in lines] == lines, text
    way = driven(use, made.path)
    assert (way.entry.name, way.entry.way, way.reading.target) in [
        ("drive", "adapter", "text"),
        ("drive", "adapter", "events"),
    ]


def test_an_adapter_is_written_for_a_client_that_waits_for_a_timer_while_it_is_loaded(use: Use, tmp_path: Path) -> None:
    text = (CLIENTS / "functions/positional.js").read_text("utf-8")
    file = tmp_path / "waits.mjs"
    file.write_text(f"await new Promise((done) => setTimeout(done, 100));\n{text}", "utf-8")
    made = written(use, file)
    assert not made.missing
    assert driven(use, made.path).entry.way == "adapter"


def test_an_adapter_names_its_client_whatever_its_name_is(use: Use, tmp_path: Path) -> None:
    file = tmp_path / "the user's 流\\1.js"
    shutil.copy(CLIENTS / "functions/positional.js", file)
    assert driven(use, written(use, file).path).entry.way == "adapter"


LINES = """
export const create = (onText) => {
  const decoder = new TextDecoder();
  let rest = '';
  return { push(bytes) {
    rest += decoder.decode(bytes, { stream: true });
    const events = rest.split('\\n\\n');
    rest = events.pop();
    for (const event of events.filter((one) => one.startsWith('data: {'))) {
      const one = JSON.parse(event.slice(6));
      onText(TEXT);
    }
  } };
};
"""


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("one.payload.reply", "This gave what the stream says:"),  # of a stream that is made of its fields
        ("`${one.choices?.[0]?.delta?.content ?? ''}\u200b`", "this came nearest."),
    ],
    ids=["own backend", "nearly right"],
)
def test_an_adapter_is_written_for_each_client_that_check_drives(
    use: Use, tmp_path: Path, text: str, comment: str
) -> None:
    file = tmp_path / "own.mjs"
    file.write_text(LINES.replace("TEXT", text), "utf-8")
    made = written(use, file)
    lines = made.path.read_text("utf-8").splitlines()

    assert not made.missing
    (place,) = [number for number, line in enumerate(lines) if comment in line]
    assert [line.strip() for line in lines[place + 1 : -1]] == [
        "const object = module.create(say);",
        "await feed((piece) => object.push(piece));",
    ]


@pytest.mark.evidence
@pytest.mark.parametrize("client", sorted(path.relative_to(CLIENTS).as_posix() for path in CLIENTS.glob("*/*.*js")))
def test_every_client_of_the_tests_is_driven_by_its_adapter(use: Use, tmp_path: Path, client: str) -> None:
    if client == "components/texts.js":
        pytest.skip("a part of another client")
    shutil.copytree(CLIENTS, tmp_path, dirs_exist_ok=True)  # a page requires what stands above it
    assert driven(use, written(use, tmp_path / client).path).entry.way == "adapter"


def test_where_nothing_gave_the_answer_the_nearest_attempt_is_written_with_a_place_to_fill(
    use: Use, tmp_path: Path
) -> None:
    (tmp_path / "chat.js").write_text(
        "export const chat = (url, onText) => { wx.request({ url, enableChunked: true }); };"
    )
    (tmp_path / "none.js").write_text("export const answer = 42;")
    made, none = written(use, tmp_path / "chat.js"), written(use, tmp_path / "none.js")

    text = made.path.read_text("utf-8")
    assert "gives nothing back" in made.missing
    assert text.index("FILL IN") < text.index("return module.chat(url, say);")
    assert "exports nothing" in none.missing
    assert "FILL IN" in none.path.read_text("utf-8")


def test_an_adapter_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "chat.check.mjs").write_text("// mine")
    with pytest.raises(SpecError, match="--force"):
        adapters.place(str(tmp_path / "chat.js"), force=False)
    assert adapters.place(str(tmp_path / "chat.js"), force=True) == tmp_path / "chat.check.mjs"
    with pytest.raises(SpecError, match="adapter already"):
        adapters.place(str(tmp_path / "chat.check.mjs"), force=True)
    with pytest.raises(SpecError, match="JavaScript"):
        adapters.place("py:package:function", force=False)


def test_the_comments_are_in_the_language_of_who_asks(
    use: Use, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")
    shutil.copy(CLIENTS / "functions/positional.js", tmp_path)
    text = written(use, tmp_path / "positional.js").path.read_text("utf-8")
    assert "可以随意修改" in text
    assert "module.streamRequest(url, data, say)" in text
