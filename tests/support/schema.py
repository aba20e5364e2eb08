"""Holds JSON against `docs/control.schema.json`, by a validator that is not ours."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "control.schema.json"


@cache
def _schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    return found


def fits(name: str, value: Any) -> bool:
    """Whether `value` fits the schema's definition `name` (`settings`, `events/begun`)."""
    jsonschema = pytest.importorskip("jsonschema")
    return bool(jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", **_schema()}).is_valid(value))


def checked(name: str, value: Any) -> Any:
    """`value`, after an assertion that it fits the schema's definition `name`."""
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", **_schema()}).validate(value)
    return value
