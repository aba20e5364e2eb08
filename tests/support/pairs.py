"""A matrix whose every cell costs a process: a part of it in the normal run, all of it in make evidence."""

from collections.abc import Sequence
from typing import TypeVar

import pytest

#: one cell of so many is taken
PARTS = [pytest.param(3, id="sample"), pytest.param(1, id="all", marks=pytest.mark.evidence)]

Row = TypeVar("Row")
Column = TypeVar("Column")


def pairs(rows: Sequence[Row], columns: Sequence[Column], part: int) -> list[tuple[Row, Column]]:
    """One pair of `part`, along diagonals: each row stands with every `part`-th column, each column likewise."""
    return [
        (row, column) for at, row in enumerate(rows) for below, column in enumerate(columns) if (at + below) % part == 0
    ]
