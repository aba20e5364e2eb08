"""Texts of `--rewrite` and `--fault`: read one by one, and refused with what the person wrote."""

import pytest

from cassettes.errors import SpecError
from player.spec.edits import read_faults, read_rewrites


def test_each_text_is_read_by_itself_and_all_come_in_order() -> None:
    assert list(map(str, read_faults(["reset,at=event:5,times=2", "stall"]))) == [
        "reset,at=event:5,times=2",
        "stall,at=share:0.5,for=5s",
    ]
    assert list(map(str, read_faults(["close stall,for=1s"]))) == ["close,at=share:0.5", "stall,at=share:0.5,for=1s"]
    assert list(map(str, read_rewrites(["'retoken,seed=3'", "crlf"])))[1] == "crlf"
    assert read_faults([]) == read_rewrites(()) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "rest",
            "--fault 'rest': Character 1: no fault is called 'rest'. Did you mean `reset`? `chunktape plan --faults`",
        ),
        ("crlf", "--fault 'crlf': Character 1: `crlf` is a rewrite, so ask for it with --rewrite 'crlf'."),
        (
            "utf8,seed=3",
            "--fault 'utf8,seed=3': Character 1: `utf8` is a split, so ask for it with --split 'utf8,seed=3'.",
        ),
        ("wechat-ios", "--fault 'wechat-ios': Character 1: `wechat-ios` is a split"),
        ("speed,x=2", "--fault 'speed,x=2': Character 1: `speed` has an option of its own, --speed."),
        ("", "--fault '': Character 1: expected a name such as `reset,at=event:5`, found ''."),
        ("reset+crlf", "--fault 'reset+crlf': Character 7: `crlf` is a rewrite"),
        ("reset at=event:5", "--fault 'reset at=event:5': Character 7: expected a name"),
        ("reset,at=head,p=2", "--fault 'reset,at=head,p=2': Character 17: `p` takes 0..1, found '2'."),
        ("r" * 90, f"--fault '{'r' * 77}...': Character 1: no fault"),
    ],
)
def test_a_fault_that_is_none_is_refused_at_the_character_that_was_written(text: str, said: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_faults(["stall", text])
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reset,at=event:5", "Character 1: `reset` is a fault, so ask for it with --fault 'reset,at=event:5'."),
        ("crfl", "Character 1: no rewrite is called 'crfl'. Did you mean `crlf`? `chunktape plan --rewrites`"),
        ("", "Character 1: expected a name such as `crlf`, found ''."),
        (
            "crlf,times=1",
            "Character 6: `crlf` has no parameter 'times'. A rewrite has no gates: every request gets it.",
        ),
    ],
)
def test_a_rewrite_that_is_none_is_refused(text: str, said: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_rewrites([text])
    assert str(caught.value).startswith(f"--rewrite {text!r}: {said}")


def test_in_chinese_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")
    with pytest.raises(SpecError) as caught:
        read_rewrites(["reset"])
    assert str(caught.value) == "--rewrite 'reset'：第 1 个字符：`reset` 是故障，请写成 --fault 'reset'。"
