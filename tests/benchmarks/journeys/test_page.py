"""How a page of journeys is read, and how what is printed is compared with it."""

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


def test_lines_are_looked_for_in_order_without_figures() -> None:
    printed = "one 17\ntwo\n  three   4.5 s\n"

    assert missing(("one 3", "...", "three 1 s"), printed) == []
    assert missing(("two", "one 3"), printed) == ["one 3"]
    assert missing(("four", "", "two"), printed) == ["four"]
