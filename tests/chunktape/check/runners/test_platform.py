"""The platform's objects as a client in Node finds them: storage, tasks, promises, fetch, pages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chunktape.check.runners.child import Child
from chunktape.check.runners.node import node_client
from chunktape.check.values import Drive, Run

pytestmark = pytest.mark.wire

Ran = Callable[..., Run]


@pytest.fixture
def ran(tmp_path: Path, require_tool: Callable[[str], str]) -> Iterator[Ran]:
    """`ran(text, profile)` is the first entry of a module with this text, run over `ab|cd`."""
    require_tool("node")
    made: list[Child] = []

    def run(text: str, profile: str = "device", entry: str = "", body: bytes = b"abcd") -> Run:
        file = tmp_path / f"x{len(made)}.mjs"
        file.write_text(text, "utf-8")
        made.append(node_client(str(file)))
        loaded = made[-1].load()
        assert not loaded.error, loaded.error
        names = [one.name for one in loaded.entries]
        return made[-1].run(made[-1].body(body), (2,), Drive(names.index(entry) if entry else 0, profile))

    yield run
    for one in made:
        one.close()


def said(run: Run, source: str = "onText") -> list[object]:
    return [one.value for one in run.said if one.source == source]


def in_request(code: str) -> str:
    return f"export async function ask(url, onText) {{ {code} }} // wx. uni. Taro."


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("onText(String(wx.getStorageSync('messages')) + '.')", ["."]),
        ("onText(wx.getStorageSync('accessToken'))", ["test-token"]),
        ("onText(JSON.parse(wx.getStorageSync('userInfo')).token)", ["test-token"]),
        ("uni.setStorageSync('a', 'b'); onText(uni.getStorageSync('a'))", ["b"]),
        ("await Taro.setStorage({ key: 'a', data: 'b' }); onText((await Taro.getStorage({ key: 'a' })).data)", ["b"]),
        (
            "wx.getStorage({ key: 'token', success: (res) => onText(res.data) }); onText('first')",
            ["first", "test-token"],
        ),
        ("onText(wx.getAccountInfoSync().miniProgram.envVersion)", ["develop"]),
        ("onText(wx.getSystemInfoSync().platform + wx.getDeviceInfo().system)", ["iosiOS 17.0"]),
        ("wx.showToast({ title: 'x' }); wx.showLoading(); wx.hideLoading(); onText(String(wx.canIUse('x')))", ["true"]),
        ("wx.login({ success: ({ code }) => onText(code) })", ["test-code"]),
        ("onText((await wx.showModal({})).confirm ? 'yes' : 'no')", ["yes"]),
        ("wx.createSelectorQuery().select('#x').boundingClientRect(() => {}).exec(); onText('on')", ["on"]),
        ("onText((await wx.someNewThing({})).errMsg)", ["someNewThing:ok"]),
        ("onText(String(getApp().globalData.token) + typeof getApp().globalData.user.name)", ["testfunction"]),
        ("uni.$on('x', onText); uni.$emit('x', 'told'); uni.$off('x', onText); uni.$emit('x', 'not')", ["told"]),
        ("onText(String.fromCharCode(...new Uint8Array(wx.base64ToArrayBuffer('aGk='))))", ["hi"]),
    ],
)
def test_what_the_platform_says(ran: Ran, code: str, values: list[str]) -> None:
    assert said(ran(in_request(code))) == values


@pytest.mark.parametrize("profile", ["device", "devtools"])
def test_a_mini_program_has_an_empty_global_and_names_of_a_browser_without_value(ran: Ran, profile: str) -> None:
    code = "const root = typeof global !== 'undefined' ? global : self; onText(typeof root.TextEncoder + String(self))"
    assert said(ran(in_request(code), profile)) == ["undefinedundefined"]


def test_a_client_that_reconnects_for_ever_has_four_answers(ran: Ran) -> None:
    code = (
        "const open = () => wx.request({ url, enableChunked: true, success: () => setTimeout(open, 100) })"
        ".onChunkReceived(({ data }) => onText(String(data.byteLength))); open()"
    )
    assert said(ran(in_request(code))) == ["2"] * 8


def test_a_browser_has_a_window_and_a_place(ran: Ran) -> None:
    code = "window.addEventListener('x', () => {}); onText(`${self === window} ${window.location.hash || '#/'}`)"
    assert said(ran(in_request(code), "uni-h5")) == ["true #/"]


def test_a_browsers_storage_keeps_text_and_has_the_token_of_a_person(ran: Ran) -> None:
    code = (
        "localStorage.setItem('a', 1); onText([localStorage.getItem('a') === '1', localStorage.getItem('b'),"
        " localStorage.getItem('token'), localStorage.length, sessionStorage.getItem('a')].join());"
        " localStorage.removeItem('a'); onText(String(localStorage.getItem('a') ?? localStorage.key(0)))"
    )
    assert said(ran(in_request(code), "uni-h5")) == ["true,,test-token,1,", "null"]


def test_taros_events_are_told_by_name_until_they_are_taken_off(ran: Ran) -> None:
    code = (
        "const bus = new Taro.Events(); bus.on('a', onText); bus.once('a', (value) => onText(`once ${value}`));"
        " bus.trigger('a', '1').trigger('b', '2').trigger('a', '3'); bus.off('a', onText); bus.trigger('a', '4');"
        " bus.on('a', onText).on('c', onText).off(); bus.trigger('a', '5').trigger('c', '6')"
    )
    assert said(ran(in_request(code))) == ["1", "once 1", "3"]


@pytest.mark.parametrize(
    "bus",
    ["uni.$on, uni.$once, uni.$off, uni.$emit", "...['on', 'once', 'off', 'trigger'].map((n) => Taro.eventCenter[n])"],
)
def test_the_bus_of_a_platform_tells_once_what_is_wanted_once(ran: Ran, bus: str) -> None:
    code = (
        f"const [on, once, off, emit] = [{bus}]; once('a', (value) => onText(`once ${{value}}`)); on('a', onText);"
        " emit('a', '1'); emit('a', '2'); off('a'); emit('a', '3')"
    )
    heard = [one.value for one in ran(in_request(code)).said if not one.source.startswith("event ")]
    assert heard == ["once 1", "1", "2"]


def test_a_request_whose_data_has_no_json_is_made(ran: Ran) -> None:
    assert said(ran(in_request("wx.request({ url, method: 'POST', data() {}, success: () => onText('there') })"))) == [
        "there"
    ]


def test_a_uni_request_without_a_callback_is_a_promise_and_with_one_a_task(ran: Ran) -> None:
    promise = "const [error, res] = await uni.request({ url }); onText(String(error) + res.statusCode + res.data);"
    task = "const task = uni.request({ url, success() {} }); onText(typeof task.then + typeof task.onChunkReceived);"
    vue3 = "const task = uni.request({ url }); onText(typeof task.onChunkReceived); onText((await task).errMsg);"

    assert said(ran(in_request(promise))) == ["null200abcd"]
    assert said(ran(in_request(task))) == ["undefinedfunction"]
    assert said(ran(in_request(vue3))) == ["undefined", "request:ok"]


def test_a_taro_task_is_a_promise_too(ran: Ran) -> None:
    code = (
        "const task = Taro.request({ url, enableChunked: true });"
        "task.onChunkReceived(({ data }) => onText(String(data.byteLength))); onText((await task).errMsg);"
    )
    assert said(ran(in_request(code))) == ["2", "2", "request:ok"]


def test_a_listener_that_is_taken_off_hears_no_more_and_abort_fails(ran: Ran) -> None:
    off = (
        "const task = wx.request({ url, enableChunked: true });"
        "const hear = () => { onText('chunk'); task.offChunkReceived(hear); }; task.onChunkReceived(hear);"
    )
    abort = (
        "const fail = (error) => onText(error.errMsg); const complete = () => onText('.');"
        "const task = wx.request({ url, enableChunked: true, fail, complete });"
        "task.onChunkReceived(() => task.abort());"
    )
    assert said(ran(in_request(off))) == ["chunk"]
    assert said(ran(in_request(abort))) == ["request:fail abort", "."]


def test_a_request_for_no_chunks_beside_one_for_chunks_is_answered_at_once(ran: Ran) -> None:
    code = (
        "const { data } = await new Promise((success) => wx.request({ url: '/login', success }));"
        "onText(String(data.code));"
        "wx.request({ url, enableChunked: true }).onChunkReceived((res) => onText(String(res.data.byteLength)));"
    )
    assert said(ran(in_request(code))) == ["200", "2", "2"]


FETCH = "export async function ask(url, onText) {{ {} }}"


def test_fetch_has_a_body_that_streams_where_a_browser_does(ran: Ran) -> None:
    code = FETCH.format(
        "const res = await fetch(url, { method: 'POST' }); onText(res.status + res.headers.get('content-type'));"
        "for await (const bytes of res.body) onText(new TextDecoder().decode(bytes));"
    )
    kinds = in_request("onText(typeof fetch + typeof XMLHttpRequest);")

    assert said(ran(code, "node")) == ["200text/event-stream; charset=utf-8", "ab", "cd"]
    assert said(ran(code, "uni-h5")) == said(ran(code, "node"))
    assert said(ran(kinds, "device")) == ["undefinedundefined"]
    assert said(ran(kinds, "devtools")) == ["undefinedundefined"]
    assert said(ran(FETCH.format("onText(await (await fetch(url)).text());"), "node")) == ["abcd"]


def test_a_fetch_that_is_aborted_rejects_with_its_reason(ran: Ran) -> None:
    code = FETCH.format(
        "const stop = new AbortController(); const res = await fetch(url, { signal: stop.signal });"
        "try { for await (const _ of res.body) { onText('piece'); stop.abort(); } } catch (e) { onText(e.name); }"
    )
    assert said(ran(code, "node")) == ["piece", "AbortError"]


def test_an_xhr_has_a_text_that_grows_and_never_a_torn_character(ran: Ran) -> None:
    code = FETCH.format(
        "const xhr = new XMLHttpRequest(); xhr.open('GET', url); xhr.onprogress = () => onText(xhr.responseText);"
        "xhr.onload = () => onText(xhr.status + xhr.getResponseHeader('content-type')); xhr.send();"
    )
    values = said(ran(code, "node", body="你a".encode()))
    assert values == ["", "你a", "200text/event-stream; charset=utf-8"]


PAGE = """
Page({
  data: { list: [], deep: { a: [{ b: 1 }] }, input: '' },
  onLoad(query) { this.setData({ id: query.id }); },
  onInput(e) { this.setData({ input: e.detail.value }); },
  send(e) {
    this.setData({ 'list[1].text': this.data.input, 'deep.a[0].b': 'x', 'new.way[0]': e.type });
    this.setData({}, () => this.setData({ later: 'done' }));
    wx.request({ url: '/', enableChunked: true, success() {} });
  },
});
"""


def test_set_data_takes_paths_and_a_callback(ran: Ran) -> None:
    last = said(ran(PAGE, entry="Page.send"), "page")[-1]
    assert last == {
        "data": {
            "list": [None, {"text": "hello"}],
            "deep": {"a": [{"b": "x"}]},
            "input": "hello",
            "id": "1",
            "new": {"way": ["tap"]},
            "later": "done",
        }
    }


SPREAD = """
export const ask = (options) => {
  const all = { url: '/', ...options };
  onlyKeys(Object.keys(all).filter((key) => /^on|url/.test(key)).join(), all);
};
const onlyKeys = (keys, all) => { all.onMessage(keys); wx.request(all); };
"""


def test_options_can_be_spread_and_say_what_they_are(ran: Ran) -> None:
    assert said(ran(SPREAD), "onMessage") == ["url,onMessage"]
    typed = "export const ask = (options) => { wx.request({ ...options }); options.onMessage(typeof options); };"
    assert said(ran(typed), "onMessage") == ["object"]


SEEN = """
  const head = [];
  const task = api.request({ url, enableChunked: true, success: ({ data }) => onText(`${head} ${data?.length ?? 0}`) });
  task.onHeadersReceived(({ statusCode }) => head.push(statusCode));
  const kind = (data) => Object.prototype.toString.call(data).slice(8, -1);
  task.onChunkReceived(({ data }) => {
    onText(`${kind(data)} ${data instanceof Uint8Array} ${typeof TextDecoder} ${typeof fetch}`);
  });
  onText(typeof URL);
"""


@pytest.mark.parametrize(
    ("profile", "api", "values"),
    [
        ("device", "wx", ["undefined", *["ArrayBuffer false undefined undefined"] * 2, "200 0"]),
        ("devtools", "wx", ["function", *["Uint8Array false function undefined"] * 2, " 0"]),
        ("uni-h5", "uni", ["function", *["Uint8Array true function function"] * 2, "200 3"]),
        ("swan", "swan", ["undefined", *["String false undefined undefined"] * 2, "200 0"]),
    ],
)
def test_what_differs_between_the_profiles(ran: Ran, profile: str, api: str, values: list[str]) -> None:
    """The kind of a chunk, of this realm or another; what else is there; the status; the whole body in `success`."""
    code = in_request(SEEN.replace("api.", f"{api}."))
    assert said(ran(code, profile, body="a你b".encode())) == values
