"""Names that only look like ours are said, with the one that was meant."""

import pytest

from network.door.our_names import HEADERS, unknown_name


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        (b"X-Chunktape-Split", "X-Chunktape"),
        (b"x-chunktape-fault", "X-Chunktape"),
        (b"X-ChunkTape-Speed", "X-Chunktape"),
        (b"X_Chunktape", "X-Chunktape"),
        (b"Chunktape", "X-Chunktape"),
        (b"X-Chunk-Tape", "X-Chunktape"),
        (b"X-Chunktape-Sesion", "X-Chunktape-Session"),
        (b"X-Chunktape-Sessions", "X-Chunktape-Session"),
        (b"X-Chunktape_Plan", "X-Chunktape-Plan"),
        (b"X-Chunktape-Request-Id", "X-Chunktape"),
    ],
)
def test_a_header_that_is_none_of_ours(name: bytes, nearest: str) -> None:
    said = unknown_name(((b"Host", b"l"), (name, b"utf8")), b"/a?b")

    assert said is not None
    assert f"{name.decode()}," in said or f"{name.decode()} " in said
    assert f"{nearest}?" in said or f"{nearest}？" in said


@pytest.mark.parametrize("key", [b"chunktape-split", b"chunktape_split", b"x-chunktape", b"Chunktape", b"chunk%74ape-"])
def test_a_query_key_that_is_none_of_ours(key: bytes) -> None:
    said = unknown_name((), b"/a?x=1&%b=utf8" % key)

    assert said is not None
    assert "chunktape=utf8" in said


@pytest.mark.parametrize("target", [b"/a", b"/a?chunktape=utf8", b"/chunktape-split?x=chunktape", b"/?chunks=1&tape=2"])
def test_our_own_and_those_of_others_are_not_said(target: bytes) -> None:
    own = tuple((name.upper().encode(), b"1") for name in HEADERS)

    assert unknown_name((*own, (b"X-Chunk-Size", b"1"), (b"chunked", b"1"), (b"X-My-Chunktape", b"1")), target) is None
