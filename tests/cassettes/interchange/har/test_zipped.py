"""`cassettes.interchange.har.zipped`"""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from cassettes.errors import CassetteError
from cassettes.interchange.har import zipped as har_zip

Read = Callable[[str, bytes], Any]


def zipped(har: object, **files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in files.items():
            pack.writestr(name, data)
        if har is not None:
            pack.writestr("har.har", har if isinstance(har, bytes) else json.dumps(har))
    return out.getvalue()


def log(content: object, post: object = None) -> object:
    asked = {"method": "POST", "url": "http://h/", "headers": [], "postData": post}
    return {"log": {"entries": [{"request": asked, "response": {"status": 200, "headers": [], "content": content}}]}}


def test_bodies_come_from_their_files(read_bytes: Read) -> None:
    har = log({"size": 1, "mimeType": "x", "_file": "a"}, {"mimeType": "x", "text": "", "_file": "b"})
    (one,) = read_bytes("har", zipped(har, a="data: 你\n\n".encode(), b=b"\xff\0"))[1].interactions
    assert (one.body, one.request.body) == ("data: 你\n\n".encode(), b"\xff\0")


@pytest.mark.parametrize("content", [{"_file": "none"}, {"_file": 7}, {"_file": "../etc"}])
def test_a_file_that_is_not_there_is_a_body_that_was_not_saved(content: object, read_bytes: Read) -> None:
    with pytest.raises(CassetteError, match="has no response bodies"):
        read_bytes("har", zipped(log(content)))


def test_zips_that_are_none_of_playwright(read_bytes: Read) -> None:
    whole = zipped(log({"_file": "a"}), a=b"x" * 1000)
    for data, what in [
        (zipped(None, a=b"x"), "no .har in it"),
        (b"PK\x03\x04 and no more", "zip: File is not a zip file"),
        (whole[:-30], "zip: File is not a zip file"),
        (zipped(b"["), "Expecting value"),
    ]:
        with pytest.raises(CassetteError, match=what):
            read_bytes("har", data)
    for offset in range(4, len(whole)):  # every byte changed: read or refused
        data = whole[:offset] + bytes([whole[offset] ^ 0x55]) + whole[offset + 1 :]
        try:
            read_bytes("har", data)
        except CassetteError:
            continue


def test_what_is_larger_than_it_may_be_is_not_unpacked(read_bytes: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(har_zip, "_MOST", 2 << 20)
    with pytest.raises(CassetteError, match="zip: more than 2 MiB"):
        read_bytes("har", zipped(log({"_file": "a"}), a=bytes(3 << 20)))
    one: Any = log({"_file": "a"})
    many = {"log": {"entries": one["log"]["entries"] * 3}}
    with pytest.raises(CassetteError, match="bodies of more than 2 MiB"):
        read_bytes("har", zipped(many, a=bytes(1 << 20)))
