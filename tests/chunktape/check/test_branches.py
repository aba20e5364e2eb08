"""A client of several platforms has a branch for each: all are checked, each where only its platform is there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chunktape.check.findings import Report
from chunktape.check.life.live import Asked
from chunktape.check.run import Check
from chunktape.check.runners.node import node_client
from chunktape.check.tapes import given
from chunktape.check.values import Judgement
from player.spec.spec import parse_spec
from tests.chunktape.check.runners.test_build import packages

pytestmark = [pytest.mark.wire, pytest.mark.usefixtures("has_node")]

BRANCHES = Path(__file__).parent / "clients" / "branches"
#: asks `platform`, which stands before it
ASKS = """
export function ask(url, onText) {
  const task = platform.request({ url, enableChunked: true });
  task.onChunkReceived(({ data }) => {
    const decode = (bytes) => decodeURIComponent(escape(String.fromCharCode(...bytes)));
    const text = typeof data === 'string' ? data : decode(new Uint8Array(data));
    for (const line of text.split('\\n').filter((one) => one.startsWith('data: {'))) {
      onText(JSON.parse(line.slice(6)).choices[0].delta.content ?? '');
    }
  });
}
"""
#: its branch for WeChat shows an answer to all who ever asked, the one for fetch to the one who asks
TWO_LIVES = """
const isMini = typeof wx !== 'undefined';
const heard = [];

export async function ask(url, onText) {
  const decoder = isMini ? null : new TextDecoder();
  let rest = isMini ? [] : '';
  const show = (lines) => lines.filter((one) => one.startsWith('data: {')).forEach((line) => {
    const text = JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '';
    (isMini ? heard : [onText]).forEach((one) => one(text));
  });
  if (isMini) {
    heard.push(onText);
    wx.request({ url, enableChunked: true }).onChunkReceived(({ data }) => {
      const bytes = rest.concat(Array.from(new Uint8Array(data)));
      const end = bytes.lastIndexOf(10) + 1;
      rest = bytes.slice(end);
      show(decodeURIComponent(escape(String.fromCharCode(...bytes.slice(0, end)))).split('\\n'));
    });
    return;
  }
  const reader = (await fetch(url)).body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const lines = (rest + decoder.decode(read.value, { stream: true })).split('\\n');
    rest = lines.pop();
    show(lines);
  }
}
"""


@pytest.fixture
def has_node(require_tool: Callable[[str], str]) -> None:
    require_tool("node")


def checked(file: Path, tape: str, spec: str = "event", scene: Asked | None = None) -> Report:
    child = node_client(str(file))
    try:
        return Check(Report(str(file)), child).run(given([tape]), parse_spec(spec).split, scene)
    finally:
        child.close()


@pytest.mark.parametrize(
    ("name", "profiles", "wrong"),
    [
        ("swan_wrong.js", ("device", "devtools", "swan"), "swan"),
        ("fetch_wrong.js", ("device", "devtools", "node"), "node"),
    ],
)
def test_the_branch_of_another_platform_is_found_wrong_where_the_first_one_is_right(
    name: str, profiles: tuple[str, ...], wrong: str, torture: str
) -> None:
    report = checked(BRANCHES / name, torture, "utf8,all=1")
    assert report.profiles == profiles
    assert {one.profile: bool(one.failed) for one in report.swept} == {one: one == wrong for one in profiles}
    assert [one.profile for one in report.findings] == [wrong]


@pytest.mark.parametrize(
    ("platform", "profiles", "left"),
    [
        ("const platform = typeof swan !== 'undefined' ? swan : wx;", ("device", "devtools", "swan"), ""),
        ("const platform = globalThis.wx || globalThis.uni;", ("device", "devtools", "uni-h5"), ""),
        ("const platform = (() => { if (typeof wx != 'undefined') return wx; return swan })();", (*"dDs",), ""),
        ("const platform = wx; // typeof swan", ("device", "devtools"), ""),
        (
            "const isBaidu = typeof swan !== 'undefined'; const platform = { request: (o) => wx.request(o) };",
            (*"dD",),
            "swan",
        ),
    ],
)
def test_only_the_platform_of_a_profile_is_there(
    tmp_path: Path, torture: str, platform: str, profiles: tuple[str, ...], left: str
) -> None:
    names = {"d": "device", "D": "devtools", "s": "swan"}
    file = tmp_path / "client.js"
    file.write_text(platform + ASKS, "utf-8")
    report = checked(file, torture)
    assert report.profiles == tuple(names.get(one, one) for one in profiles)
    assert [note for note in report.notes if "Not under" in note] == (
        [f"Not under {left}: the client does not ask for the stream there."] if left else []
    )
    assert not any(one.failed for one in report.swept)


#: right where pieces are bytes, one event each; where they are text, as Baidu gives them, its Chinese is lost
COMPILED = r"""
const platform = uni;
const decode = (bytes) => decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(bytes))));
function read(data) {
  // #ifdef MP-BAIDU
  return data.replace(/[^\x00-\x7f]/g, '?');
  // #endif
  // #ifndef MP-BAIDU
  return decode(data);
  // #endif
}
"""
TARO = r"""
import Taro from '@tarojs/taro';
const platform = Taro;
const decode = (bytes) => decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(bytes))));
const read = (data) => (typeof data === 'string' ? data.replace(/[^\x00-\x7f]/g, '?') : decode(data));
"""
READS = r"""
export function ask(url, onText) {
  platform.request({ url, enableChunked: true, success() {} }).onChunkReceived(({ data }) => {
    for (const line of read(data).split('\n').filter((one) => one.startsWith('data: {'))) {
      onText(JSON.parse(line.slice(6)).choices[0]?.delta?.content ?? '');
    }
  });
}
"""


@pytest.mark.parametrize("is_built", [False, True])
def test_what_is_compiled_for_baidu_is_checked_there_without_its_name(
    tmp_path: Path, torture: str, *, is_built: bool
) -> None:
    file = tmp_path / ("client.ts" if is_built else "client.js")
    if is_built:
        (tmp_path / "node_modules").symlink_to(packages("projects"))
    file.write_text(COMPILED + READS, "utf-8")
    report = checked(file, torture)
    assert report.profiles == ("device", "devtools", "uni-h5", "swan")
    assert {one.profile for one in report.findings} == {"swan"}


@pytest.mark.parametrize(
    ("package", "more", "profiles"),
    [
        ('{"devDependencies": {"@tarojs/plugin-platform-swan": "4.0.0"}}', "", ("device", "devtools", "swan")),
        ("{}", "const isBaidu = () => process.env.TARO_ENV === 'swan';", ("device", "devtools", "swan")),
        ('{"devDependencies": {"@tarojs/plugin-platform-weapp": "4.0.0"}}', "", ("device", "devtools")),
        ("{", "", ("device", "devtools")),
    ],
)
def test_taro_that_is_built_for_baidu_is_checked_there(
    tmp_path: Path, torture: str, package: str, more: str, profiles: tuple[str, ...]
) -> None:
    (tmp_path / "package.json").write_text(package, "utf-8")
    file = tmp_path / "client.mjs"
    file.write_text(TARO + more + READS, "utf-8")
    report = checked(file, torture)
    assert report.profiles == profiles
    assert {one.profile for one in report.findings} == {*profiles} - {"device", "devtools"}


def test_a_scene_goes_through_the_branch_of_its_platform(tmp_path: Path, torture: str) -> None:
    file = tmp_path / "client.js"
    file.write_text(TWO_LIVES, "utf-8")
    lived = checked(file, torture, scene=Asked("twice")).lived
    assert {one.profile: one.judgement for one in lived} == {
        "device": Judgement.FAIL,
        "devtools": Judgement.FAIL,
        "node": Judgement.PASS,
    }
