"""What a module reads out of its backend's JSON, found in its text."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunktape.check.tapes.fields import templates

#: text of a module -> a template that must be among those that are tried, and how early
MODULES = {
    "onText(JSON.parse(raw).choices[0].delta.content)": '{"choices":[{"delta":{"content":$TEXT}}]}',
    "const d = JSON.parse(raw); const delta = d?.choices?.[0]?.delta; if (delta?.content) out(delta.content)": (
        '{"choices":[{"delta":{"content":$TEXT}}]}'
    ),
    "const res = JSON.parse(line.slice(5));\n that.setData({ answer: that.data.answer + res.data.content })": (
        '{"data":{"content":$TEXT}}'
    ),
    "function f(s) { const { data: { reply }, code } = JSON.parse(s); if (code !== 0) return; cb(reply) }": (
        '{"code":0,"data":{"reply":$TEXT}}'
    ),
    "const { text: piece = '' } = JSON.parse(s); cb(piece)": '{"text":$TEXT}',
    "let msg\ntry { msg = JSON.parse(data) } catch (e) { return }\nif (msg.type === 'delta') emit(msg['answer'])": (
        '{"type":"delta","answer":$TEXT}'
    ),
    "function handle(msg) { if (msg.event == 'answer') self.text += msg.answer }\n handle(JSON.parse(l))": (
        '{"event":"answer","answer":$TEXT}'
    ),
    "const on = (m) => { out(m.result.text.trim()) }\non(JSON.parse(l))": '{"result":{"text":$TEXT}}',
    "let e = JSON.parse(x); switch (e.type) { case 'start': break; case 'piece': this.emit(e.payload.text); break; }": (
        '{"type":"piece","payload":{"text":$TEXT}}'
    ),
    "const frames = (t) => { const found = []; for (const l of t.split('\\n')) { const one = JSON.parse(l);"
    " found.push(one); } return found; };\nfor (const e of frames(t)) { if (e.kind === 'part') out(e.words) }": (
        '{"kind":"part","words":$TEXT}'
    ),
    "function read(t) {\n const list = []\n list.push(JSON.parse(t))\n return list\n}\nconst all = read(t)\n"
    "all.forEach((e) => { out(e.payload.words) })": '{"payload":{"words":$TEXT}}',
    "def frames(t):\n    found = []\n    for l in t.split():\n        found.append(json.loads(l))\n    return found\n\n"
    "for e in frames(t):\n    if e['kind'] == 'part':\n        out(e['words'])": '{"kind":"part","words":$TEXT}',
    "function toJson(t) { try { return JSON.parse(t) } catch (e) { return 0 } }\nconst b = toJson(l); out(b.reply)": (
        '{"reply":$TEXT}'
    ),
    "v = json.loads(line[5:])\nif v.get('status') == 'ok':\n    out.append(v['result']['text'])": (
        '{"status":"ok","result":{"text":$TEXT}}'
    ),
    "def handle(self, message):\n    self.out += message['reply']\n...\nhandle(json.loads(line))": '{"reply":$TEXT}',
}


@pytest.mark.parametrize(("text", "wanted"), MODULES.items())
def test_a_template_of_what_is_read_is_among_the_first(text: str, wanted: str) -> None:
    for module in (text, f"'data: '\n{text}"):
        assert wanted in [one.text for one in islice(templates(module), 12)]


def test_records_or_events_the_likelier_first_and_names_of_events_after_none() -> None:
    module = "if (currentEvent === 'delta') { emit(JSON.parse(data).content) } 'data:' '[DONE]'"
    first, second, *_ = templates(module)
    assert (first.text, first.event, first.done, first.ndjson) == ('{"content":$TEXT}', "", "[DONE]", False)
    assert second.event == "delta"
    assert next(templates("buffer.split('\\n'); emit(JSON.parse(line).content)")).ndjson


def test_what_is_read_below_a_comparison_stands_in_an_event_of_that_kind_and_a_last_one_says_the_end() -> None:
    module = (
        "'data:'; const p = JSON.parse(l); if (p.kind === 'head') { meta(p); }"
        " else if (p.kind === 'part') { out(p.words); } else if (p.kind === 'done') { over(); }"
    )
    first = next(templates(module))
    assert (first.text, first.done) == ('{"kind":"part","words":$TEXT}', '{"kind":"done"}')
    cases = "'data:'; const p = JSON.parse(l); switch (p.kind) { case 'head': break; case 'part': out(p.words); }"
    assert next(templates(cases)).text == '{"kind":"part","words":$TEXT}'


def test_a_condition_is_no_call() -> None:
    module = "const run = (data) => {\n if (data !== '[DONE]') {\n const one = JSON.parse(data); out(one.a.b) } }"
    assert {one.text for one in templates(module)} == {'{"a":{"b":$TEXT}}'}


def test_what_is_commented_out_or_never_parsed_is_nothing() -> None:
    assert not list(templates("// out(JSON.parse(x).old)\n/* JSON.parse(y).older */ data.content"))
    assert not list(templates("export const answer = 42"))
    assert not list(templates(""))


@given(
    st.text(st.sampled_from("JSON.parse(x).ab[0]?.{}:='\"c;\n const()=>\\u ")).map(lambda text: f"JSON.parse(x){text}")
)
def test_any_text_gives_few_templates_and_no_error(text: str) -> None:
    assert len(list(templates(text))) <= 48


def test_a_long_text_takes_no_long_time() -> None:
    hostile = "const a = JSON.parse(a); a.b.c = a.b; b = a.c; " * 6_000 + "JSON.parse(" * 3_000 + "?.?.[[" * 20_000
    assert len(list(templates(hostile))) <= 48
