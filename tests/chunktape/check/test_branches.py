"""A client of several platforms has a branch for each: all are checked, each where only its platform is there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chunktape.check.findings import Report
from chunktape.check.run import Check
from chunktape.check.runners.node import node_client
from chunktape.check.tapes import given
from player.spec.spec import parse_spec

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


@pytest.fixture
def has_node(require_tool: Callable[[str], str]) -> None:
    require_tool("node")


def checked(file: Path, tape: str, spec: str) -> Report:
    child = node_client(str(file))
    try:
        return Check(Report(str(file)), child).run(given([tape]), parse_spec(spec).split)
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
    report = checked(file, torture, "event")
    assert report.profiles == tuple(names.get(one, one) for one in profiles)
    assert [note for note in report.notes if "Not under" in note] == (
        [f"Not under {left}: the client does not ask for the stream there."] if left else []
    )
    assert not any(one.failed for one in report.swept)
