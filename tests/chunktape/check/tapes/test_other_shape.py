"""Two tapes of one check whose shapes differ get a sentence, and no client is blamed for the other's stream."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chunktape.check.findings import Report
from chunktape.check.run import Check
from chunktape.check.runners.node import node_client
from chunktape.check.tapes import given
from chunktape.check.tapes.other_shape import is_read_past, sentence_on
from chunktape.check.values import CantJudge, Judgement
from player.spec.spec import parse_spec

OPENAI, ANTHROPIC, TEXT, RECORDS = (
    given([name])[0] for name in ("torture-lf", "chat-anthropic", "chat-text", "torture-ndjson")
)
#: reads OpenAI's events, and throws at others
STRICT = """
export class Decoder {
  constructor(onText) { this.onText = onText; this.decoder = new TextDecoder(); this.buffer = ''; }
  push(bytes) {
    const lines = (this.buffer + this.decoder.decode(bytes, { stream: true })).split(/\\r?\\n/);
    this.buffer = lines.pop();
    for (const line of lines) {
      const data = line.startsWith('data:') ? line.slice(5).trim() : '[DONE]';
      if (data !== '[DONE]') this.onText(JSON.parse(data).choices.map((one) => one.delta.content ?? '').join(''));
    }
  }
}
"""


def test_the_sentence_says_what_each_tape_has() -> None:
    said = sentence_on(ANTHROPIC, OPENAI)
    assert "chat-anthropic has events of the shape `anthropic`, and torture-lf has events of the shape `openai`" in said
    assert "chat-text has plain text, no events" in sentence_on(TEXT, OPENAI)
    assert "records of NDJSON of the shape `ollama`" in sentence_on(RECORDS, OPENAI)


@pytest.mark.parametrize(
    ("shown", "past"), [("", True), ("undefinedundefined", True), ("null", True), ("你好", False), ("\n", True)]
)
def test_the_words_of_missing_values_are_nothing(shown: str, *, past: bool) -> None:
    assert is_read_past(ANTHROPIC, OPENAI, shown) is past
    assert not is_read_past(OPENAI, OPENAI, shown)


@pytest.mark.wire
@pytest.mark.parametrize("files", [("chat-openai", "chat-anthropic"), ("chat-anthropic", "chat-openai")])
def test_a_client_that_reads_one_of_two_tapes_is_not_blamed_for_the_other(
    tmp_path: Path, require_tool: Callable[[str], str], files: tuple[str, str]
) -> None:
    require_tool("node")
    file = tmp_path / "client.mjs"
    file.write_text(STRICT, "utf-8")
    child = node_client(str(file))
    report = Report(str(file))
    tapes = [given([name])[0] for name in files]
    try:
        with pytest.raises(CantJudge, match="chat-anthropic has events of the shape `anthropic`"):
            Check(report, child).run(tapes, parse_spec("event").split)
    finally:
        child.close()
    assert {one.tape.file: one.baseline for one in report.swept if not one.tape.rewrite} == {
        "chat-openai": Judgement.PASS,
        "chat-anthropic": Judgement.NOT_JUDGED,
    }
