"""`chunktape doctor`: what is printed, and the exit code."""

import json
from dataclasses import replace

import pytest

from chunktape.doctor import gather
from tests.chunktape.commands import chunktape
from tests.chunktape.doctor.machines import SOUND


@pytest.mark.parametrize(("node", "code"), [("v20.0.0", 0), ("", 1)])
def test_exit_code_1_where_a_line_is_not_ok(node: str, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "facts", lambda: replace(SOUND, node=node))
    done = chunktape("doctor")

    assert done.exit_code == code
    assert ("not ok  node" in done.stdout) is (code == 1)
    as_json = chunktape("doctor", "--json")
    told = json.loads(as_json.stdout)
    assert (as_json.exit_code, told["ok"]) == (code, code == 0)
    assert [one["name"] for one in told["checks"] if not one["ok"]] == ([] if not code else ["node"])
    assert all(set(one) == {"name", "ok", "said", "fix", "facts"} for one in told["checks"])


def test_it_is_said_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "facts", lambda: replace(SOUND, node=""))
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")

    assert "异常  Node" in chunktape("doctor").stdout
