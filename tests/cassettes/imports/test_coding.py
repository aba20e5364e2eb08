"""`cassettes.imports.coding`"""

import gzip
import zlib

import pytest

from cassettes.imports.coding import is_in

TEXT = "data: 你好\n\n".encode() * 50
RAW = zlib.compress(TEXT, wbits=-15)


@pytest.mark.parametrize(
    ("body", "coding", "kept"),
    [
        (gzip.compress(TEXT), b"gzip", True),
        (gzip.compress(TEXT), b"X-GZip", True),
        (gzip.compress(TEXT), b"br, gzip", True),
        (gzip.compress(TEXT), b"gzip, br", False),
        (TEXT, b"gzip", False),
        (zlib.compress(TEXT), b"deflate", True),
        (zlib.compress(TEXT)[:20], b"deflate", True),
        (RAW, b"deflate", True),
        (TEXT, b"deflate", False),
        (b"", b"deflate", False),
        (b"", b"gzip", False),
        (b"\xff\xfe\xfd", b"deflate", False),
        (b"\x28\xb5\x2f\xfd\x00", b"zstd", True),
        (TEXT, b"br", False),
        (TEXT, b"", False),
    ],
)
def test_the_first_bytes_decide(body: bytes, coding: bytes, kept: bool) -> None:
    assert is_in(body, coding) is kept
