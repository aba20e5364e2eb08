import pytest

from player.web.target import Address, parse


@pytest.mark.parametrize(
    ("target", "header", "expected"),
    [
        (b"/v1/chat?b=1&a=%20", None, Address(None, b"/v1/chat?b=1&a=%20")),
        (b"/@utf8,seed=7/v1/chat?x", None, Address("utf8,seed=7", b"/v1/chat?x", b"/@utf8,seed=7")),
        (b"/%40utf8%2Cseed=7/v1", None, Address("utf8%2Cseed=7", b"/v1", b"/%40utf8%2Cseed=7")),
        (b"/@utf8", None, Address("utf8", b"/", b"/@utf8")),
        (b"/@utf8?x=1", None, Address("utf8", b"/?x=1", b"/@utf8")),
        (b"/@a b/x", None, Address("a b", b"/x", b"/@a b")),
        (b"/@/x", None, Address("", b"/x", b"/@")),
        (b"/@@me/posts", None, Address(None, b"/@me/posts")),
        (b"/%40%40me", None, Address(None, b"/%40me")),
        (b"/users/@me", None, Address(None, b"/users/@me")),
        (b"/a?chunktape=utf8+speed,x=2&b=1", None, Address("utf8+speed,x=2", b"/a?b=1")),
        (b"/a?chunktape=utf8%2Bspeed", None, Address("utf8%2Bspeed", b"/a")),
        (b"/a?b=1&xchunktape=2", None, Address(None, b"/a?b=1&xchunktape=2")),
        (b"/a", b"utf8", Address("utf8", b"/a")),
        (b"/@path/a?chunktape=query", b"header", Address("path", b"/a", b"/@path")),
        (b"/a?chunktape=query", b"header", Address("header", b"/a")),
        (b"http://h:1/a?b", None, Address(None, b"/a?b")),
        (b"HTTP://h", None, Address(None, b"/")),
        (b"*", None, Address(None, b"*")),
    ],
)
def test_where_a_request_goes(target: bytes, header: bytes | None, expected: Address) -> None:
    assert parse(target, header) == expected
