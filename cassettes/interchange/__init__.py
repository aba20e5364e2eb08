"""Files of other tools: imported as cassettes, and written from cassettes.

`formats` lists them. `read` reads a file, redacts it and checks that a cassette can hold it; `write` writes one. A
format's reader and writer stand together: `har`, `lossless` (our YAML and JSON), `vcr`, `curl_trace`, `sse`, `mitm`.
Readers share `build` (from the parts of a file to an interaction), `codings` and `dechunk` (whether a body is still
encoded or framed), `safe_yaml`, `bom` (text with a byte order mark) and `unfit` (the error for an unreadable file).
"""

from cassettes.interchange.build import Imported
from cassettes.interchange.formats import FORMATS
from cassettes.interchange.read import read_bytes, read_file
from cassettes.interchange.write import WRITABLE, export

__all__ = ["FORMATS", "WRITABLE", "Imported", "export", "read_bytes", "read_file"]
