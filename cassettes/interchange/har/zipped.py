"""Playwright's `recordHar` into a zip: the HAR, and each body in a file of its own that `_file` names. Rules

- Bodies are put where a HAR has them, as text or base64; bodies that the zip lacks stay missing.
- Sizes are checked before anything is unpacked: a zip states them, and more than it states is never read.
"""

import io
import lzma
import struct
import zipfile
import zlib
from typing import Any, Final

from cassettes.interchange.har.bodies import content_of
from cassettes.interchange.har.nodes import Wrong

_MAGIC: Final = b"PK\x03\x04"
_MOST: Final = 512 * 1024 * 1024


#: the exceptions of zipfile for a file that is damaged, encrypted, or of an unknown kind
_FAILURES: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, lzma.LZMAError),
    *(ValueError, EOFError, OSError, RuntimeError, KeyError, IndexError, OverflowError),
)


class HarZip:
    """The files of a zip. `har` is the document's text."""

    def __init__(self, data: bytes) -> None:
        """Raises Wrong for a file that is not a zip, has no HAR, or is larger than 512 MiB."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except _FAILURES as error:
            raise Wrong(f"zip: {error}"[:80]) from None
        self._sizes = {info.filename: info.file_size for info in infos}
        name = next((name for name in self._sizes if name.lower().endswith(".har")), None)
        if name is None or sum(self._sizes.values()) > _MOST:
            raise Wrong("zip: no .har in it" if name is None else f"zip: more than {_MOST >> 20} MiB")
        self.har = self._read(name)

    def _read(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as stream:
                return stream.read(self._sizes[name])
        except _FAILURES as error:
            raise Wrong(f"zip: {name}: {error}"[:80]) from None

    def put_bodies(self, entries: list[Any]) -> None:
        """Give each content and posted data of `entries` the text of the file that it names. Raises Wrong."""
        put = 0
        for entry in entries:
            for side, key in (("response", "content"), ("request", "postData")):
                part = entry.get(side) if isinstance(entry, dict) else None
                held = part.get(key) if isinstance(part, dict) else None
                named = held.get("_file") if isinstance(held, dict) else None
                if isinstance(held, dict) and isinstance(named, str) and named in self._sizes:
                    put += self._sizes[named]
                    if put > _MOST:  # one large file that many entries name
                        raise Wrong(f"zip: bodies of more than {_MOST >> 20} MiB")
                    held |= {"encoding": None, **content_of(self._read(named))}


def is_zip(data: bytes) -> bool:
    return data.startswith(_MAGIC)
