"""`chunktape.curl.options`: the options in the words of a curl command."""

import pytest

from cassettes.errors import SpecError
from chunktape.curl.options import Options, raw, read_options


def nothing(name: str) -> bytes:
    raise AssertionError(name)


def test_short_options_share_a_word_and_the_last_one_may_have_a_value() -> None:
    assert read_options(["-sNXPUT", "http://h/", "-u", "me:you"], nothing) == Options(
        urls=["http://h/"], values={"request": "PUT", "user": "me:you"}, flags={"silent", "no-buffer"}
    )


def test_a_later_value_replaces_an_earlier_one_but_headers_and_data_add_up() -> None:
    said = read_options(
        ["-X", "GET", "--request=PATCH", "-H", "a: 1", "-H", "b: 2", "-d", "x", "--data-raw", "@y"], nothing
    )
    assert (said.values, said.headers, said.data) == ({"request": "PATCH"}, ["a: 1", "b: 2"], [b"x", b"@y"])


def test_files_are_read_by_the_given_function_as_the_option_wants_them() -> None:
    files = {"f": b"1\r\n2\0"}.__getitem__
    said = read_options(["-d", "@f", "--data-binary", "@f", "--data-urlencode", "n@f", "--json", "@f"], files)
    assert said.data == [b"12", b"1\r\n2\0", b"n=1%0D%0A2%00", b"1\r\n2\0"]
    assert said.json


@pytest.mark.parametrize(
    ("words", "named"), [(["-H"], "-H"), (["--max-time"], "--max-time"), (["-Q"], "-Q"), (["--frob=1"], "--frob=1")]
)
def test_an_option_without_its_value_and_an_unknown_one_are_named(words: list[str], named: str) -> None:
    with pytest.raises(SpecError, match=named):
        read_options(words, nothing)


def test_bytes_that_were_no_utf8_come_back() -> None:
    assert raw("你\udce4") == "你".encode() + b"\xe4"
