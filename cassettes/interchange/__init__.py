"""Files of other tools: imported as cassettes, and written from cassettes.

`read` finds the reader of a format, redacts what it gives and checks that a cassette can hold it; `write` finds the
writer. A format's reader and writer stand together: `har`, `lossless` (our YAML and JSON), `vcr`, `curl_trace`, `sse`,
`mitm`. Readers share `build` (from the parts of a file to an interaction), `codings` and `dechunk` (whether a body is
still encoded or framed), `safe_yaml`, `marked` (text with a byte order mark) and `foreign` (which command a file is
for).
"""

from cassettes.interchange.build import Imported
from cassettes.interchange.read import READABLE, read_bytes, read_file
from cassettes.interchange.write import WRITABLE, export

__all__ = ["READABLE", "WRITABLE", "Imported", "export", "read_bytes", "read_file"]
