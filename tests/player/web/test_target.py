import pytest

from cassettes.errors import SpecError
from player.web.target import Targeted, parse


@pytest.mark.parametrize(
    ("target", "header", "expected"),
    [
        (b"/v1/chat?b=1&a=%20", None, Targeted(None, b"/v1/chat?b=1&a=%20")),
        (b"/@utf8,seed=7/v1/chat?x", None, Targeted("utf8,seed=7", b"/v1/chat?x", b"/@utf8,seed=7")),
        (b"/%40utf8%2Cseed=7/v1", None, Targeted("utf8%2Cseed=7", b"/v1", b"/%40utf8%2Cseed=7")),
        (b"/@utf8", None, Targeted("utf8", b"/", b"/@utf8")),
        (b"/@utf8?x=1", None, Targeted("utf8", b"/?x=1", b"/@utf8")),
        (b"/@a b/x", None, Targeted("a b", b"/x", b"/@a b")),
        (b"/@/x", None, Targeted("", b"/x", b"/@")),
        (b"/@@me/posts", None, Targeted(None, b"/@me/posts")),
        (b"/%40%40me", None, Targeted(None, b"/%40me")),
        (b"/users/@me", None, Targeted(None, b"/users/@me")),
        (b"/a?chunktape=utf8+speed,x=2&b=1", None, Targeted("utf8+speed,x=2", b"/a?b=1")),
        (b"/a?chunktape=utf8%2Bspeed", None, Targeted("utf8%2Bspeed", b"/a")),
        (b"/a?b=1&xchunktape=2", None, Targeted(None, b"/a?b=1&xchunktape=2")),
        (b"/a", b"utf8", Targeted("utf8", b"/a")),
        (b"/@path/a?chunktape=query", b"header", Targeted("path", b"/a", b"/@path")),
        (b"/a?chunktape=query", b"header", Targeted("header", b"/a")),
        (b"*", None, Targeted(None, b"*")),
    ],
)
def test_where_a_request_goes(target: bytes, header: bytes | None, expected: Targeted) -> None:
    assert parse(target, [header] if header is not None else []) == expected


@pytest.mark.parametrize(
    ("target", "headers", "place"),
    [
        (b"/a", [b"utf8,seed=7", b"merge"], "X-Chunktape is there twice, as 'utf8,seed=7' and 'merge'"),
        (b"/@crlf/a", [b"utf8", b"merge"], "X-Chunktape is there twice"),
        (b"/a?chunktape=utf8&b=1&chunktape=merge", [], "?chunktape is there twice, as 'utf8' and 'merge'"),
        (b"/a?chunktape=" + b"x" * 5000 + b"&chunktape=\xff", [b"utf8"], "?chunktape is there twice"),
    ],
)
def test_two_specs_in_one_place(target: bytes, headers: list[bytes], place: str) -> None:
    with pytest.raises(SpecError) as caught:
        parse(target, headers)
    assert place in str(caught.value)
    assert len(str(caught.value)) < 300


def test_one_spec_that_is_sent_twice() -> None:
    assert parse(b"/a?chunktape=utf8&chunktape=utf8", [b"merge", b"merge"]) == Targeted("merge", b"/a")
