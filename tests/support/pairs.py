"""A matrix whose every cell costs a process: a part of it in the normal run, all of it in make evidence."""

from collections.abc import Sequence
from typing import Any, TypeVar

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


def marked(rows: Sequence[Row], columns: Sequence[Column], part: int = 3) -> list[Any]:
    """Every pair as a parameter of a test of its own; what is no part of the sample is marked `evidence`."""
    sample = pairs(rows, columns, part)
    return [
        pytest.param(row, column, marks=() if (row, column) in sample else pytest.mark.evidence)
        for row, column in pairs(rows, columns, 1)
    ]
