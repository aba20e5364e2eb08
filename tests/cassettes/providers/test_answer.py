"""`cassettes.providers.answer`"""

from dataclasses import replace

from cassettes.providers.answer import Answer, Tool, compact, event


def test_failing_says_two_thirds_and_calls_nothing() -> None:
    failed = Answer(tuple("abcdef"), tools=(Tool("f", ("{}",)),)).failing()
    assert (failed.text, failed.tools, failed.failed) == ("abcd", (), True)
    assert Answer(("x",)).failing().text == "x"


def test_counts() -> None:
    answer = Answer(("a", "b"), ("r",), (Tool("f", ("{", "}")),), question="你好")
    assert (answer.spoken, answer.asked) == (5, 1)


def test_a_key_depends_on_everything_that_is_said() -> None:
    answer = Answer(("ab",))
    others = [
        replace(answer, tokens=("abc",)),
        replace(answer, reasoning=("r",)),
        replace(answer, tools=(Tool("f", ("{}",)),)),
    ]
    assert len({one.key() for one in (answer, *others)} | {answer.key("x")}) == 5
    assert answer.key() == Answer(("a", "b")).key()


def test_event() -> None:
    assert event("x", "\r\n", 2, name="n", space=False) == (b"event:n\r\ndata:x\r\n\r\n", 2)
    assert event("x", "\n") == (b"data: x\n\n", 0)
    assert compact({"a": ["你"]}) == '{"a":["你"]}'
