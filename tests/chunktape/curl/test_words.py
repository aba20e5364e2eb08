"""`chunktape.curl.words`: what browsers paste comes back as the words that they meant."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cassettes.errors import SpecError
from chunktape.curl.words import split

# Chrome never writes these into a copied command
_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"))


def chrome_cmd(text: str) -> str:
    """An argument as Chrome's "Copy as cURL (cmd)" escapes it."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    text = re.sub(r"[^a-zA-Z0-9\s_\-:=+~'/.,?;()*`]", lambda found: "^" + found[0], text, flags=re.ASCII)
    text = re.sub(r"%(?=[a-zA-Z0-9_])", "%^", text)
    return '^"' + text.replace("\n", "^\n\n") + '^"'


def chrome_bash(text: str) -> str:
    """An argument as Chrome's "Copy as cURL (bash)" escapes it."""
    if not re.search(r"[\0-\x1f\x7f-\x9f!']", text):
        return f"'{text}'"
    text = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return "$'" + re.sub(r"[\0-\x1f\x7f-\x9f!]", lambda found: f"\\u{ord(found[0]):04x}", text) + "'"


@given(st.lists(_TEXT, max_size=3))
@example(['{"q":"你好 100%\\"x\\""}'])
@example(["a\\", 'b "^', "%41"])
def test_cmd_round_trip(arguments: list[str]) -> None:
    pasted = " ^\n  ".join(["curl", *(f"-H {chrome_cmd(one)}" for one in ["x", *arguments])])
    assert split(pasted) == ["curl", *(word for one in ["x", *arguments] for word in ("-H", one))]


@given(st.lists(_TEXT, max_size=3))
@example(["it's\n你好 😀!"])
def test_bash_round_trip(arguments: list[str]) -> None:
    pasted = " \\\n  ".join(["curl", *(f"-H {chrome_bash(one)}" for one in arguments)])
    assert split(pasted) == ["curl", *(word for one in arguments for word in ("-H", one))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("curl a  b\tc", ["curl", "a", "b", "c"]),
        ("curl 'a b'c\"d e\"", ["curl", "a bcd e"]),
        ('curl "a\\"b\\\\c\\d"', ["curl", 'a"b\\c\\d']),
        ('curl "a\\\nb"', ["curl", "ab"]),
        (r"curl a\ b \'", ["curl", "a b", "'"]),
        ("curl ''", ["curl", ""]),
        ("curl \\\r\n -N x", ["curl", "-N", "x"]),
        ("curl x | jq .", ["curl", "x"]),
        ("curl 'x|y' > out", ["curl", "x|y"]),
        ("curl x\ncurl y", ["curl", "x"]),
        (r"curl $'\xe4\xbd\xa0\u4f60\U0001F600\t\'\\\101\cA\q'", ["curl", "你你😀\t'\\A\x01q"]),
        (r"curl $'\ud83d\ude00'", ["curl", "😀"]),
        (r"curl $'\xff'", ["curl", "\udcff"]),
        (r"curl $'\Uffffffff'", ["curl", "\\Uffffffff"]),
        ('curl \'{"a":"^"}\'', ["curl", '{"a":"^"}']),
        ('curl "http://x/" ^\n  -H "a: ""b"" ^c"', ["curl", "http://x/", "-H", 'a: "b" ^c']),
        ("curl http://x/ ^\r\n -N", ["curl", "http://x/", "-N"]),
        ('curl ^"a\\\\b^" c\\\\ ^| more', ["curl", "a\\b", "c\\\\", "|", "more"]),
        ('curl ^"a^" | more', ["curl", "a"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert split(text) == words


@pytest.mark.parametrize("text", ["curl 'a", 'curl "a', "curl $'a\\'", 'curl ^"a b'])
def test_open_quotation_is_refused(text: str) -> None:
    with pytest.raises(SpecError, match="ends inside a quotation"):
        split(text)
