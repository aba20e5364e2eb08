"""Clients in the shapes that public projects have are driven as they are: the entry, and where the answer stands."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chunktape.check import tapes
from chunktape.check.driving.choosing import choose
from chunktape.check.driving.search import Way, find, read_as_well
from chunktape.check.reading import Reading, expression
from chunktape.check.runners.child import Child
from chunktape.check.runners.node import node_client
from chunktape.check.shrink import Cuts
from chunktape.check.values import CantJudge, Drive, Entry, Loaded, Run
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

CLIENTS = Path(__file__).parents[1] / "clients"
LATE = "setTimeout(() => onText('x'), 400000)"
#: client -> the entry, how it is driven, and where its answer stands
DRIVEN = {
    "functions/positional.js": ("streamRequest", "request", "onMessage"),
    "functions/many_positional.js": ("streamChat", "request", "onChunk"),
    "functions/options_callbacks.js": ("createStreamRequest", "request", "onChunk"),
    "functions/callbacks_object.js": ("connect", "request", "onDelta.text"),
    "functions/promise_of_text.js": ("ask", "request", "return.answer"),
    "functions/task_and_parser.js": ("handleRequest", "piece", "return"),
    "functions/login_first.js": ("chat", "request", "onText"),
    "functions/node_callback.js": ("liveQuery()", "request", "callback argument 2.choices.at(0).delta.content"),
    "functions/taro_generator.js": ("streamAnswer", "request", "return"),
    "functions/taro_awaited.js": ("runWorkflow", "request", "onEvent argument 2.content"),
    "functions/watched_jobs.js": ("watchJobs", "request", "onText"),
    "browser/shared_decoder.js": ("messagesOf", "chunks", "return.choices.at(0).delta.content"),
    "browser/callbacks_inside.js": ("startStream", "request", "onMessage"),
    "functions/swan_stream.js": ("default", "request", "onMessage.data.choices.at(0).delta.content"),
    "wrappers/ai_service.js": ("default().sendMessage", "method", "onMessage"),
    "wrappers/event_source.js": ("WxEventSource().start", "method", "token.data"),
    "wrappers/registration.js": ("default().connect", "method", "onMessage.content"),
    "wrappers/nested_client.js": (
        "createClient().chat.completions.create",
        "method",
        "return.choices.at(0).delta.content",
    ),
    "wrappers/api_object.js": ("default.chatStream", "method", "onProgress"),
    "wrappers/store_class.js": ("chatStore.send", "method", "client.state.list.at(-1).content"),
    "wrappers/interceptors.js": ("createHttp().stream", "method", "onMessage"),
    "wrappers/own_listener.js": ("openStream", "request", "onChunkReceived.data"),
    "wrappers/returned_listener.js": ("ask", "request", "onDelta"),
    "wrappers/inherited_events.js": ("TaroSource().start", "method", "onPiece.text"),
    "wrappers/options_decide.js": ("request", "request", "onPart"),
    "wrappers/bus.js": ("startStream", "request", "event ai-delta"),
    "classes/chunk_res.js": ("createChunkRes", "decoder", "return"),
    "classes/res_handler.js": ("default", "decoder", "client.text"),
    "classes/result_passed_on.js": ("createReader", "decoder", "onText"),
    "classes/chunker.js": ("SseChunker", "decoder", "return.data"),
    "classes/frames.mjs": ("FrameReader", "decoder", "return.frames.at(0).data.at(0)"),
    "classes/own_request.js": ("AnswerSource", "decoder", "onMessage.data"),
    "classes/emitter.mjs": ("Parser", "decoder", "llm:delta"),
    "classes/closure.mjs": ("makeReader()", "piece", "onText"),
    "classes/transform.mjs": ("textOf", "chunks", "return"),
    "pages/set_data_path.js": ("Page.send", "page", "page.data.messages.at(-1).text"),
    "pages/flat_answer.js": ("Page.tapAsk", "page", "page.data.answer"),
    "pages/typewriter.js": ("Page.onSubmit", "page", "page.data.list.at(-1).content"),
    "pages/greets.js": ("Page.submitQuestion", "page", "page.data.talk.at(-1).words"),
    "pages/on_load.js": ("Page", "page", "page.data.report"),
    "pages/prints.js": ("Page.tap", "page", 'console.log "delta"'),
    "pages/right.js": ("Page.submit", "page", "page.data.messages.at(-1).text"),
    "components/triggers.js": ("Component.start", "component", "event message.text"),
    "components/behaviour.js": ("Component.ask", "component", "component.data.shown.content"),
    "components/in_page.js": ("Component.onSendTap", "component", "component.data.chat.list.at(-1).a"),
    "pages/one_text.js": ("Page.onAskTap", "page", "page.data.content"),
    "classes/unset_handler.js": ("default().send", "method", "onmessage.data"),
    "browser/event_target.js": ("AnswerSource().open", "method", "message.data"),
    "vue/options_api.js": ("default.sendMessage", "vue", "vm.messages.at(-1).content"),
    "vue/emits.js": ("default.startChat", "vue", "event onInnerMessage.data"),
    "vue/composable.js": ("useChat().send", "composable", "client.messages.value.at(-1).content"),
    "vue/auto_start.js": ("useStream()", "composable", "client.text.value"),
    "vue/setup_component.js": ("default.handleSend", "vue", "vm.list.at(-1).message"),
    "vue/refs_of_api.js": ("apiGetSuggestion().startStreaming", "method", "client.streamText.value"),
    "vue/pinia_store.js": ("useChatStore().sendMessage", "store", "client.messages.at(-1).content"),
    "browser/fetch_reader.js": ("streamChat", "request", "onChunk"),
    "browser/fetch_generator.js": ("streamMessages", "request", "return.content"),
    "browser/h5_and_mini.js": ("getStream", "request", "onChunk"),
    "browser/site_only.js": ("askSite", "request", "onWords"),
    "react/hook.js": ("useAnswer().ask", "composable", "state 1"),
    "react/class.js": ("Chat().send", "method", "state.answer"),
    "browser/right.js": ("streamChat", "request", "return"),
    "browser/xhr_progress.js": ("requestStream", "request", "onText"),
    "browser/writes_out.js": ("import", "import", "process.stdout"),
    "branches/when_seen.js": ("listenWhenSeen", "request", "onMessage"),
    "classes/labelled.mjs": ("eventsOf", "chunks", "return"),
    "vue/reads_response.js": ("useReader().readResponse", "composable", "onMessage.choices.at(0).delta.content"),
    "branches/swan_wrong.js": ("ask", "request", "onText"),
    "branches/fetch_wrong.js": ("ask", "request", "onText"),
    "browser/state_hook.js": ("createChatController().submit", "method", "setMessages.at(-1).content"),
}


#: those of tests/chunktape/check/test_wild.py
WRONG = {f"wild/{path.name}" for path in (CLIENTS / "wild").iterdir()}


class Driven:
    """Clients in Node, and how many runs were made."""

    def __init__(self) -> None:
        self.runs = 0
        self.open: list[Child] = []

    def find(self, path: Path) -> Way:
        """How the client in this file is driven."""
        child = node_client(str(path))
        self.open.append(child)
        loaded: Loaded = child.load()
        assert not loaded.error, loaded.error

        def run(tape: tapes.Tape, cuts: Cuts, drive: Drive) -> Run:
            self.runs += 1
            return child.run(child.body(tape.body.data), cuts, drive)

        return find(path.name, loaded, tapes.bundled(), run)


@pytest.fixture
def driven(require_tool: Callable[[str], str]) -> Iterator[Driven]:
    require_tool("node")
    one = Driven()
    yield one
    for child in one.open:
        child.close()


@pytest.mark.parametrize("name", DRIVEN)
def test_a_client_is_driven_untouched(driven: Driven, name: str) -> None:
    way = driven.find(CLIENTS / name)
    assert (way.entry.name, way.entry.way, expression(way.reading)) == DRIVEN[name]


def test_every_client_of_a_kind_stands_in_the_table() -> None:
    there = {str(path.relative_to(CLIENTS)) for path in CLIENTS.glob("*/*.*js")}
    assert there - {"components/texts.js"} - WRONG == set(DRIVEN)
    page = Path(__file__).parents[4] / "docs" / "check.md"
    assert f"{len(DRIVEN)} of {len(DRIVEN)} clients in the shapes of public projects" in page.read_text("utf-8")


NAMED_EVENTS = """
export function blockOf(text) {
  const lines = text.split('\\n');
  const name = lines.find((one) => one.startsWith('event: '))?.slice(7) ?? 'message';
  const data = lines.find((one) => one.startsWith('data: '))?.slice(6);
  return data ? { name, data } : null;
}

export function askAgent({ question, onWords, onEnd }) {
  let rest = '';
  const task = wx.request({ url: 'https://api.example.com/agent', data: { question }, enableChunked: true });
  task.onChunkReceived((res) => {
    rest += decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(res.data))));
    const blocks = rest.split('\\n\\n');
    rest = blocks.pop();
    for (const block of blocks.map(blockOf).filter(Boolean)) {
      if (block.name === 'words') {
        onWords(JSON.parse(block.data).piece);
      } else if (block.name === 'over') {
        onEnd();
      }
    }
  });
}
"""


def test_a_helper_beside_what_asks_and_listens_is_not_taken_for_the_client(driven: Driven, tmp_path: Path) -> None:
    """The helper would read every stream; the client reads its own events only, of which a template is made."""
    (tmp_path / "x.mjs").write_text(NAMED_EVENTS, "utf-8")
    child = node_client(str(tmp_path / "x.mjs"))
    driven.open.append(child)

    def run(tape: tapes.Tape, cuts: Cuts, drive: Drive) -> Run:
        return child.run(child.body(tape.body.data), cuts, drive)

    way = choose("x.mjs", child.load(), (), run).way
    assert (way.entry.name, way.reading.source) == ("askAgent", "onWords")
    assert way.tape.template is not None
    assert (way.tape.template.text, way.tape.template.event) == ('{"piece":$TEXT}', "words")


SKIPS = """
export class Feed {
  decoder = new TextDecoder();
  constructor(onText) { this.onText = onText; }
  push(piece) {
    const text = this.decoder.decode(piece, { stream: true });
    if (!text.startsWith(START)) this.onText(text);
  }
}
"""


def test_the_librarys_plain_text_says_nothing_of_a_module_that_reads_events(driven: Driven, tmp_path: Path) -> None:
    (tmp_path / "plain.mjs").write_text(SKIPS.replace("START", "'#'"), "utf-8")
    assert driven.find(tmp_path / "plain.mjs").tape.want.shape == "text"
    (tmp_path / "events.mjs").write_text(SKIPS.replace("START", "'data:'"), "utf-8")
    with pytest.raises(CantJudge):
        driven.find(tmp_path / "events.mjs")


STOPPED = """
export async function ask(options) {
  const answer = await fetch(options.url, { signal: options.controller.signal });
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of answer.body) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\\n');
    rest = lines.pop();
    for (const line of lines.filter((one) => one.startsWith('data: {'))) {
      options.onText(JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '');
    }
  }
}
"""


def test_an_option_that_is_read_as_a_controller_is_one(driven: Driven, tmp_path: Path) -> None:
    (tmp_path / "x.mjs").write_text(STOPPED, "utf-8")
    way = driven.find(tmp_path / "x.mjs")
    assert (way.entry.name, way.reading.source) == ("ask", "onText")


SCREEN = """
import React, { useEffect, useState } from 'react';

export function Chat() {
  const [words, setWords] = useState('');
  useEffect(() => { throw new Error('an effect'); });
  const ask = () => wx.request({ url: 'https://api.example.com', enableChunked: true }).onChunkReceived(({ data }) => {
    const text = decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(data))));
    const lines = text.split('\\n').filter((one) => one.startsWith('data: {')).map((one) => JSON.parse(one.slice(6)));
    setWords((before) => before + lines.map((one) => one.choices[0]?.delta?.content ?? '').join(''));
  });
  const button = (onClick, name) => React.createElement('button', { onClick }, name);
  return React.createElement('div', null, words, button(() => setWords(''), 'clear'), button(() => ask(), 'ask'));
}
"""


def test_each_button_of_a_screen_is_tapped_and_no_effect_runs(driven: Driven, tmp_path: Path) -> None:
    """The handlers of two buttons have one name; the second one asks."""
    (tmp_path / "screen.mjs").write_text(SCREEN, "utf-8")
    way = driven.find(tmp_path / "screen.mjs")
    assert (way.entry.name, way.reading.source) == ("Chat().onClick2", "state 1")


def test_after_a_run_that_never_returns_no_other_shape_is_tried() -> None:
    tape, *others = tapes.first_of_each()
    way = Way(Entry("ask", "request"), Drive(0), Reading("onText", (), "pieces"), tape)
    tried = []

    def run(tape: tapes.Tape, cuts: Cuts, drive: Drive) -> Run:
        tried.append(tape)
        return Run(cuts, asked=True, lost="hang")

    assert len([one for one in others if one.want.regular]) > 1
    assert not list(read_as_well(way, others, run))
    assert len(tried) == 1


def test_only_the_place_where_the_answer_stands_is_said_once_it_is_known(driven: Driven) -> None:
    way = driven.find(CLIENTS / "pages/set_data_path.js")
    child = driven.open[0]
    body = tapes.bundled()[0].body
    run = child.run(child.body(body.data), (), way.drive)

    assert way.drive.look == "page.data.messages.at(-1).text"
    assert {one.source for one in run.said} == {way.drive.look}
    assert all(isinstance(one.value, str) for one in run.said)


#: a page that keeps with each chunk more than its answer can be
KEEPS = """
const ask = require('./wx_client.js')(true);

Page({
  data: { answer: '', kept: [] },
  send() {
    ask('http://x', {}, (text) => {
      const kept = [...this.data.kept, 'x'.repeat(400000)];
      this.setData({ answer: this.data.answer + text, kept });
    });
  },
});
"""


def test_what_is_larger_than_the_stream_hides_no_answer(driven: Driven, tmp_path: Path) -> None:
    shutil.copy(CLIENTS / "wx_client.js", tmp_path)
    (tmp_path / "page.js").write_text(KEEPS, "utf-8")
    way = driven.find(tmp_path / "page.js")
    assert (way.entry.name, way.drive.look) == ("Page.send", "page.data.answer")


def test_thirty_exports_are_looked_through_in_a_moment(driven: Driven, tmp_path: Path) -> None:
    one = "export const get{number} = (key) => new Promise((success) => {{ wx.getStorage({{ key, success }}); }});"
    others = "\n".join(one.format(number=number) for number in range(30))
    text = (CLIENTS / "functions/many_positional.js").read_text("utf-8")
    (tmp_path / "api.js").write_text(f"{others}\n{text}", "utf-8")
    began = time.perf_counter()
    way = driven.find(tmp_path / "api.js")

    assert way.entry.name == "streamChat"
    assert driven.runs < 40
    assert time.perf_counter() - began < PATIENCE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("export const chat = (url, onText) => { wx.request({ url, enableChunked: true }); };", "gives nothing back"),
        (
            f"export const chat = (url, onText) => {{ wx.request({{ url, success: () => {LATE} }}); }};",
            "only after the end",
        ),
        ("export const chat = (url, onText) => onText; const never = () => wx.request({});", "never asks"),
        ("export const same = (text) => text;", "gives something else|gives nothing back"),
        (
            "export const decode = (b) => decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(b))));"
            "export const chat = (url) => { wx.request({ url }); };",
            "`chat` takes the stream and gives nothing back",
        ),
        (
            "Page({ data: { list: [] }, async ask() { this.setData({ list: ['a question'] });"
            " try { const task = wx.request({ url: 'x', enableChunked: true });"
            " task.onFinish(() => {}); } catch (error) { console.error('failed:', error); } } });",
            "`Page.ask` catches and prints an error: TypeError: task.onFinish is not a function",
        ),
        (
            "export const title = (text) => `# ${text}`; export function streamChat(url, onText) {"
            " if (!wx.getStorageSync('server')) throw new Error('no server yet'); wx.request({ url, onText }); }",
            "`streamChat` fails: Error: no server yet",
        ),
        ("export const chat = (url, f) => uni.request({ url, enableChunked: true }).onChunkReceived(f);", "only where"),
    ],
)
def test_a_client_that_gives_no_answer_gets_a_sentence(driven: Driven, tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "x.mjs").write_text(text, "utf-8")
    with pytest.raises(CantJudge, match=words):
        driven.find(tmp_path / "x.mjs")
