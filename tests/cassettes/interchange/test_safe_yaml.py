"""`cassettes.interchange.safe_yaml`: plain values or one sentence, whatever stands in the file."""

import contextlib
import json
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import CassetteError
from cassettes.interchange import safe_yaml
from cassettes.interchange.safe_yaml import load_yaml


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join([*lines, f"interactions: *a{levels - 1}"])


LONG = f"a: &a {'x' * 1_000_000}\nb: [{', '.join(['*a'] * 100)}]"
MERGED = "a: &a0 {x: 1}\n" + "".join(f"b{n}: &a{n + 1} {{<<: [*a{n}, *a{n}, *a{n}, *a{n}]}}\n" for n in range(20))


@pytest.mark.parametrize(
    "text", [bomb(9), bomb(60), LONG, MERGED, "[" * 65 + "]" * 65, '{"a":' * 65 + "1" + "}" * 65, "- " * 3000 + "a"]
)
def test_bombs_and_deep_files_are_refused_at_once(text: str) -> None:
    with pytest.raises(CassetteError, match="would grow beyond 2000000 values or 64 levels"):
        load_yaml(text.encode(), "f")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 5_000, "[" * 5_000 + "]" * 5_000, "[" * 70 + "1" + "]" * 70])
def test_depth_that_no_parser_bears_is_a_sentence(text: str) -> None:
    with pytest.raises(CassetteError):
        load_yaml(text.encode(), "f")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &a [*a]", r"alias \*a at line 1 stands inside"),
        ("- &a\n  b: {c: *a}", r"alias \*a at line 2 stands inside"),
        ("a: *a", "line 1: found undefined alias"),
        ("a: 1\nb: 2\na: 3", "line 3: the key 'a' twice"),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "names the key 'c' twice"),
        ("a: !!int x", "line 1: ValueError"),
        ("a: !!int ''", "line 1: IndexError"),
        ("a: !!float x", "line 1: ValueError"),
        ("a:\n- !!bool x", "line 2: KeyError"),
        ("a: " + "9" * 5000, "line 1: ValueError"),
        ("a: 1" + ":59" * 1_000_000, "line 1: ValueError: a number of 3000001 characters"),
        ("a: !!binary é", "line 1: failed to convert base64"),
        ("a: !!str [x]", "line 1: expected a scalar node"),
        ("a: !!map x", "line 1"),
        ("a: !!omap [1]", "line 1"),
        ("a: !custom x", r"object tag at line 1 \(!custom\)"),
        ("{a: 1}: 2", "unhashable key"),
        ("? [a]\n: 2", "unhashable key"),
        ("<<: 5", "expected a mapping"),
        ("--- 1\n--- 2\n", "expected a single document"),
        ('"\\ud800"', "line 1"),
        ("a: [\n", "line 2"),
        ("\x00", "line 1"),
        ("# nothing\n", "nothing in it"),
        ("%TAG ! x\n", "line"),
        ("a: \x1b[31m", "line 1: control characters are not allowed"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(CassetteError, match=message) as caught:
        load_yaml(text.encode(), "f")
    assert "\n" not in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: =", {"a": "="}),
        ("a: 2026-11-28", {"a": "2026-11-28"}),
        ("a: 2026-11-28 10:00:00.5", {"a": "2026-11-28 10:00:00.5"}),
        ("a: !!timestamp x", {"a": "x"}),
        ("a: !!set {b, c}", {"a": ["b", "c"]}),
        ("a: !binary YQ==", {"a": b"a"}),
        ("a: &x {b: 1}\nc: {<<: *x, b: 2}", {"a": {"b": 1}, "c": {"b": 2}}),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ('{a: "x"}', {"a": "x"}),
        ('{"a": "\\ud83d\\ude00"}', {"a": "😀"}),
        ('\ufeff{"a": "\\ud83d\\ude00"}', {"a": "😀"}),
        ("\ufeffa: 1", {"a": 1}),
        ("[1, 2]", [1, 2]),
        ("a: .nan", None),
        ("a: 1:30:00", {"a": 5400}),
    ],
)
def test_plain_values(text: str, expected: object) -> None:
    found = load_yaml(text.encode(), "f")
    assert found == expected or (expected is None and found["a"] != found["a"])


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ['{"a": "\\ud83d\\ude00 你"}', "a: 😀 你"])
def test_utf_16_is_read_by_its_byte_order_mark(coding: str, text: str) -> None:
    mark = "" if coding == "utf-16" else "\ufeff"
    assert load_yaml((mark + text).encode(coding), "f") == {"a": "😀 你"}


def test_the_python_loader_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where libyaml is missing, the loader written in Python is used."""
    given = b"a: !!python/unicode x\nb: !!python/object/apply:builtins.iter {args: [[!!binary YQ==]]}\nc: 2026-01-01\n"
    expected = {"a": "x", "b": b"a", "c": "2026-01-01"}
    assert load_yaml(given, "f") == expected
    with monkeypatch.context() as patched:
        patched.delattr(yaml, "CSafeLoader", raising=False)
        name = safe_yaml.__name__
        patched.delitem(sys.modules, name)
        fresh = __import__(name, fromlist=["load_yaml"])
        assert fresh._Base is yaml.SafeLoader
        assert fresh.load_yaml(given, "f") == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(value=st.dictionaries(st.text(), JSON, max_size=5))
def test_json_comes_back(value: dict[str, object]) -> None:
    assert load_yaml(json.dumps(value).encode(), "f") == value


@given(
    data=st.one_of(st.binary(max_size=80), st.text("ab:-[]{}&*!|>'\"\n ,?#%@`<=019.~\\u/", max_size=60).map(str.encode))
)
def test_any_bytes_are_a_value_or_a_sentence(data: bytes) -> None:
    with contextlib.suppress(CassetteError):
        load_yaml(data, "f")
