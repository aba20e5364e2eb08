"""Right clients that take their time are blamed for nothing: what they show comes late, but with each event's share of
time, and is waited for.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chunktape.check.findings import Report
from chunktape.check.life.live import Asked
from chunktape.check.run import Check
from chunktape.check.runners.node import node_client
from chunktape.check.tapes import given
from chunktape.check.values import CantJudge, Judgement
from player.spec.spec import parse_spec

pytestmark = pytest.mark.wire

#: a right parser, in front of each client
PARSER = r"""
function createParser(on) {
  let buffer = '';
  return (text) => {
    buffer += text;
    const events = buffer.split(/\r\n\r\n|\n\n/);
    buffer = events.pop();
    events.flatMap((one) => one.split(/\r?\n/)).filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]')
      .forEach((line) => { on(JSON.parse(line.slice(6)).choices?.[0]?.delta?.content ?? ''); });
  };
}
"""
TYPES = """
export async function ask(prompt, { onText, onEnd }) {
  const response = await fetch('/api', { method: 'POST', body: prompt });
  const queue = [];
  let isOver = false;
  let shown = '';
  const tick = () => {
    if (queue.length) onText(shown += queue.shift());
    if (queue.length || !isOver) setTimeout(tick, 20); else onEnd();
  };
  setTimeout(tick, 20);
  const parse = createParser((text) => queue.push(...text));
  const decoder = new TextDecoder();
  for await (const piece of response.body) parse(decoder.decode(piece, { stream: true }));
  isOver = true;
}
"""
TYPED = """
export class Typed {
  constructor(onText) {
    this.queue = [];
    this.onText = onText;
    this.parse = createParser((text) => {
      this.queue.push(...text);
      this.timer ??= setTimeout(() => this.tick(), 15);
    });
    this.decoder = new TextDecoder();
  }
  tick() {
    this.onText(this.queue.shift());
    this.timer = this.queue.length ? setTimeout(() => this.tick(), 15) : undefined;
  }
  push(piece) { this.parse(this.decoder.decode(piece, { stream: true })); }
}
"""
PIPES = """
export async function* ask(prompt) {
  const response = await fetch('/api', { method: 'POST', body: prompt });
  let parse;
  const events = new TransformStream({
    start(controller) { parse = createParser((text) => controller.enqueue(text)); },
    transform(text) { parse(text); },
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(events).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    if (value) yield value;
  }
}
"""


def checked(folder: Path, text: str, tape: str, **what: Any) -> Report:
    file = folder / "client.mjs"
    file.write_text(PARSER + text, "utf-8")
    child = node_client(str(file))
    try:
        return Check(Report(str(file)), child).run(given([tape]), **what)
    finally:
        child.close()


@pytest.mark.parametrize("spec", ["whole", "fixed,n=1000", "event"])
def test_who_types_has_the_time_of_each_event_in_a_piece(
    tmp_path: Path, require_tool: Callable[[str], str], spec: str
) -> None:
    require_tool("node")
    report = checked(tmp_path, TYPES, "chat-deepseek", split=parse_spec(spec).split)
    assert report.findings == []
    assert {one.baseline for one in report.swept} == {Judgement.PASS}


def test_who_types_for_minutes_is_waited_for_and_who_never_ends_is_not_judged(
    tmp_path: Path, require_tool: Callable[[str], str]
) -> None:
    require_tool("node")
    slow = TYPES.replace("tick, 20", "tick, 900")
    assert checked(tmp_path, slow, "chat-deepseek", split=parse_spec("whole").split).findings == []
    with pytest.raises(CantJudge, match="can't be judged"):
        checked(tmp_path, TYPES.replace("tick, 20", "tick, 60000"), "chat-deepseek", split=parse_spec("whole").split)


def test_who_types_behind_a_piece_that_it_was_given_does_not_wait_for_ever(
    tmp_path: Path, require_tool: Callable[[str], str]
) -> None:
    """Hundreds of its timers run behind a piece of many events, while it takes no other one."""
    require_tool("node")
    assert checked(tmp_path, TYPED, "chat-deepseek", split=parse_spec("whole").split).findings == []


def test_who_pipes_a_stream_takes_the_time_of_all_its_bytes(tmp_path: Path, require_tool: Callable[[str], str]) -> None:
    require_tool("node")
    report = checked(tmp_path, PIPES, "torture-unicode", scene=Asked("linear"))
    assert [one.judgement for one in report.lived if one.scene == "linear"] == [Judgement.PASS]
