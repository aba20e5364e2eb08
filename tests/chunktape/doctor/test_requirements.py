"""Requirements of packages, and which versions fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chunktape.doctor.requirements import Requirement, fits, release, requirements


def test_extras_are_none_and_markers_are_said() -> None:
    lines = [
        "uvicorn<0.60,>=0.50",
        "uvloop>=0.21; sys_platform != 'win32' and platform_python_implementation == 'CPython'",
        "mitmproxy>=11; extra == 'mitm'",
        "click (>=8.2)",
        "plain",
        "",
    ]

    assert requirements(lines) == [
        Requirement("uvicorn", ">=0.50,<0.60"),
        Requirement("uvloop", ">=0.21", marked=True),
        Requirement("click", ">=8.2"),
        Requirement("plain", ""),
    ]


@pytest.mark.parametrize(
    ("version", "wanted", "expected"),
    [
        ("0.50.0", ">=0.50,<0.60", True),
        ("0.60", ">=0.50,<0.60", False),
        ("0.9", ">=0.50", False),
        ("1.0rc1", ">=1.0", True),
        ("10.0", ">=9", True),
        ("2", "==2.0.0", True),
        ("2", "!=2.0", False),
        ("1.5", ">1.5", False),
        ("1.5", "<=1.5", True),
        ("1", "~=7", True),
        ("1", "nonsense", True),
        ("1", "", True),
    ],
)
def test_which_versions_fit(version: str, wanted: str, expected: bool) -> None:
    assert fits(version, wanted) is expected


@given(st.text(max_size=30), st.text(max_size=30))
def test_nothing_raises(version: str, wanted: str) -> None:
    fits(version, wanted)
    release(version)
    requirements([version, wanted])
