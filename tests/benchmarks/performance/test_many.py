import json
from contextlib import closing

import pytest

from benchmarks.harness.servers import BenchmarkError, Running
from benchmarks.performance import many


def test_chats_are_all_different_and_have_their_leaves() -> None:
    found = {many.chat(number) for number in range(20)}
    assert len(found) == 20
    assert len(json.loads(many.chat(1, 60_000))["messages"]) == 30_000
    assert 1_000_000 < len(many.chat(1, 60_000)) < 4_000_000
    answers = {one.body for one in many.recordings(20)}
    assert len(answers) == 20


@pytest.mark.wire
def test_a_request_that_equals_none_is_answered_and_a_miss_is_an_error(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    work = tmp_path_factory.mktemp("many")
    with Running(many.subject(work), work) as running, closing(many.Asking(running.subject.port)) as asking:
        assert asking.seconds("/@smoke+speed,x=max+gap,ms=0/chat", many.chat(-5)) > 0
        assert json.loads(asking.read("/@chunktape/journal"))["counts"]["replayed"] == 1
        with pytest.raises(BenchmarkError, match="404"):
            asking.read("/nothing")
