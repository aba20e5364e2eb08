"""The table of exit codes and statuses covers the tree, and codes keep their meaning."""

from collections.abc import Iterator

import pytest

from cassettes import errors
from cassettes.errors import TABLE, CassetteError, ChunktapeError, RequestError, exit_code, http_status


def tree(cls: type[ChunktapeError]) -> Iterator[type[ChunktapeError]]:
    yield cls
    for child in cls.__subclasses__():
        yield from tree(child)


OURS = [cls for cls in tree(ChunktapeError) if cls.__module__ == errors.__name__]


@pytest.mark.parametrize("cls", OURS)
def test_every_class_of_the_tree_is_drawn_and_has_a_row(cls: type[ChunktapeError]) -> None:
    assert cls in TABLE
    assert errors.__doc__ is not None
    assert f" {cls.__name__} " in errors.__doc__.replace("\n", " ")


def test_the_table_has_no_other() -> None:
    assert set(TABLE) == set(OURS)


def test_a_class_without_a_row_takes_that_of_its_nearest_base() -> None:
    class Special(CassetteError):
        pass

    assert exit_code(Special("x")) == exit_code(CassetteError("x")) == 4
    assert http_status(Special("x")) == http_status(CassetteError("x"))


def test_the_documented_codes() -> None:
    assert exit_code(errors.SpecError("x")) == 2
    assert exit_code(CassetteError("x")) == 4
    assert errors.EXIT_INTERRUPTED_FILE == 3
    assert errors.EXIT_CTRL_C == 130
    assert http_status(errors.TooLarge("x")) == 413


def test_what_an_error_carries() -> None:
    error = CassetteError("words", path="a", offset=7)
    assert (str(error), error.path, error.offset) == ("words", "a", 7)
    assert RequestError("words").details == {}
    assert RequestError("words", details={"a": 1}).details == {"a": 1}
