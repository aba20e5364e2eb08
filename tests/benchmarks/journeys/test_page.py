"""How a page of journeys is read, and how what is printed is compared with it."""

import pytest

from benchmarks.journeys.page import Journey, Step, journeys, missing

PAGE = """\
# Title

```console
$ not a journey
```

## 1. First

`a/b.mjs`:

```js
export {}
```

```console
$ chunktape play x
Playing at 1
...
$ curl y
^C
$ true
```

```js
not.a(file)
```

## 2. Second

## Other

```console
$ nor this
```
"""


def test_steps_in_their_order_with_their_lines() -> None:
    first, second = journeys(PAGE)

    assert first == Journey(
        "1. First",
        (
            Step(12, "export {}\n", name="a/b.mjs"),
            Step(16, "chunktape play x", ("Playing at 1", "...")),
            Step(19, "curl y"),
            Step(20, "^C"),
            Step(21, "true"),
        ),
    )
    assert second.title == "2. Second"


def test_lines_are_looked_for_in_order_without_times() -> None:
    printed = "one 17\ntwo\n  three   4.5 s\nof 2026-11-29 10:00:00\n\ufffd12: 34\n"

    assert missing(("one 17", "...", "three 1.2 s", "of 2020-01-01 23:59:59", "\ufffd\ufffd…"), printed) == []
    assert missing(("two", "one 17"), printed) == ["one 17"]
    assert missing(("four", "", "two"), printed) == ["four"]
    assert missing(("ms\t12 ms in 3 s",), "ms 99 ms in 1,000 s") == []


@pytest.mark.parametrize("shown", ["one 18", "one 1", "two 17", "12: 35", "exit code: 1", "3 seconds"])
def test_a_figure_that_is_no_time_counts(shown: str) -> None:
    assert missing((shown,), "one 17\n2: 34\nexit code: 0\n4 seconds") == [shown]
