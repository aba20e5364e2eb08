"""`cassettes.interchange.har.nodes`"""

from collections.abc import Callable
from decimal import Decimal

import pytest

from cassettes.interchange.har.nodes import Node, Wrong

NODE = Node(
    {"a": {"b": [{"c": 1}, 2]}, "t": "x", "n": 5, "d": Decimal("1.5"), "nan": Decimal("NaN"), "yes": True}, "log"
)


def test_values_with_their_types() -> None:
    assert (NODE.text("t"), NODE.text("n"), NODE.text("d"), NODE.text("absent", "-")) == ("x", "5", "1.5", "-")
    assert (NODE.number("n"), NODE.number("d"), NODE.number("nan"), NODE.number("yes"), NODE.number("t")) == (
        Decimal(5),
        Decimal("1.5"),
        None,
        None,
        None,
    )
    assert NODE.node("absent").nodes("absent") == []
    assert NODE.has("t")
    assert not NODE.has("absent")


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda: NODE.text("a"), r"log\.a: \{"),
        (lambda: NODE.text("yes"), r"log\.yes: True"),
        (lambda: NODE.text("absent"), r"log\.absent: None"),
        (lambda: NODE.node("t"), r"log\.t: 'x'"),
        (lambda: NODE.nodes("t"), r"log\.t: 'x'"),
        (lambda: NODE.node("a").nodes("b"), r"log\.a\.b\[1\]: 2"),
        (lambda: Node([], "log"), r"log: \[\]"),
    ],
)
def test_the_place_of_what_is_wrong(read: Callable[[], object], said: str) -> None:
    with pytest.raises(Wrong, match=said):
        read()
