"""`cassettes.interchange.write`"""

import pytest

from cassettes.errors import SpecError
from cassettes.interchange import WRITABLE, export
from cassettes.model import Cassette
from cassettes.providers.make import make_header, make_interaction
from cassettes.store import dumps, loads


def cassette(count: int) -> Cassette:
    made = [make_interaction("甲乙丙"[number - 1], "text", number=number) for number in range(1, count + 1)]
    return loads(dumps(make_header("text", "chunktape 0", 5), made), "c.cassette")


def test_sse_is_the_body() -> None:
    assert export(cassette(1), "sse") == "甲".encode()
    assert export(cassette(3), "sse", 2) == "乙".encode()


def test_sse_of_several_asks_which() -> None:
    with pytest.raises(SpecError, match=r"1, 2, 3\. Name one"):
        export(cassette(3), "sse")
    with pytest.raises(SpecError, match="interactions: -"):
        export(cassette(0), "sse")


@pytest.mark.parametrize("form", WRITABLE)
def test_a_number_that_is_not_there(form: str) -> None:
    with pytest.raises(SpecError, match="no interaction 4; it has 1, 2"):
        export(cassette(2), form, 4)


@pytest.mark.parametrize("form", ["yaml", "json", "har"])
def test_one_interaction_only(form: str) -> None:
    data = export(cassette(2), form, 2)
    assert "乙" in data.decode()
    assert "甲" not in data.decode()
