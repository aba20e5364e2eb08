"""How long it takes to classify a MiB: all groups of cut classes, and the events that merges are counted in.

`python -m benchmarks.splits.classify` prints one row per body: ordinary ones first, then bodies made to be slow. The
limit is one second per MiB on one core, for the ordinary ones and for the slow.
"""

import platform
import sys
import time

from cassettes.boundaries.classify import classify

MIB = 1 << 20
SSE, NDJSON, BINARY = b"text/event-stream", b"application/x-ndjson", b"application/octet-stream"

CHAT = (
    'data: {"id":"chatcmpl-9x","object":"chat.completion.chunk","created":1767225600,"model":"m",'
    '"choices":[{"index":0,"delta":{"content":"你好"},"logprobs":null,"finish_reason":null}]}\n\n'
).encode()
BODIES: dict[str, tuple[bytes, bytes, bytes]] = {
    # name: (media type, start, repeated)
    "chat, Chinese, LF": (SSE, b"", CHAT),
    "chat, Chinese, CRLF": (SSE, b"", CHAT.replace(b"\n", b"\r\n")),
    "mostly Chinese": (SSE, b"", b'data: {"c":"' + "床前明月光，疑是地上霜。".encode() * 20 + b'"}\n\n'),
    "all \\uXXXX escapes": (SSE, b"", b'data: {"c":"' + rb"\u5e8a\u524d" * 40 + b'"}\n\n'),
    "NDJSON": (NDJSON, b"", '{"model":"m","message":{"role":"assistant","content":"你好"},"done":false}\n'.encode()),
    "binary": (BINARY, b"", bytes(range(256))),
    "all LF": (SSE, b"", b"\n"),
    "all CRLF": (SSE, b"", b"\r\n"),
    "all 0xE4": (SSE, b"data: ", b"\xe4"),
    "all quotes": (SSE, b"data: ", b'"'),
    "all backslashes": (SSE, b'data: {"', b"\\"),
    "all commas": (SSE, b"data: {", b","),
    "one-digit numbers": (SSE, b"data: {", b"1,"),
    "empty comments": (SSE, b"", b":\n"),
    "empty data lines": (SSE, b"", b"data\n"),
    "shortest events": (SSE, b"", b"a\n\n"),
    "shortest JSON events": (SSE, b"", b"data:1\n\n"),
    "shortest records": (NDJSON, b"", b"1\n"),
}


def seconds(body: bytes, media: bytes) -> tuple[float, int]:
    """CPU seconds for everything about one body, and the number of positions found."""
    begin = time.process_time_ns()
    boundaries = classify(body, media)
    boundaries.possible()
    found = sum(len(boundaries.positions(class_id)) for class_id in boundaries.present())
    return (time.process_time_ns() - begin) / 1e9, found


def main(repeat: int) -> None:
    print(f"{platform.python_implementation()} {platform.python_version()}, best of {repeat}, 1 MiB each")
    print(f"{'body':<22}{'s/MiB':>8}{'MiB/s':>8}{'positions':>12}")
    for name, (media, start, unit) in BODIES.items():
        body = (start + unit * (MIB // len(unit) + 1))[:MIB]
        best, found = min(seconds(body, media) for _ in range(repeat))
        print(f"{name:<22}{best:>8.3f}{1 / best:>8.1f}{found:>12,}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
