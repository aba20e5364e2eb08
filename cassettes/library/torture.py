"""The torture cassettes of `cassettes/library/`, made from the texts of this module. Rules

- Splits can't create content, so these bodies have what ordinary recordings lack (CR line ends, two data lines, text
  that looks like fields, a 1 MiB event). Together they have a position for every cut class; a test holds that.
- They are synthetic and marked as such: neither bytes nor times were recorded. Every run makes the same bytes.
- Each piece is one transfer chunk, 40 ms after the one before, also comments and pieces that a server writes at once.

`python -m cassettes.library.torture [FOLDER]` writes the files again, into the library where no folder is named.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cassettes import library, store
from cassettes.model import Chunk, Chunks, Ending, EndKind, Header, Interaction, Mark, Origin, Request, ResponseHead

MS: Final = 1_000_000
SSE: Final = b"text/event-stream; charset=utf-8"
NDJSON: Final = b"application/x-ndjson"

#: Words of the measured fixtures: Chinese, two- and four-byte characters, clusters of several characters.
PIECES: Final = (
    *("你好", "，世界", "！", "价格¥12.50，", "café ", "e\u0301 ", "Привет", "。", "👍🏽", "👨‍👩‍👧", "❤️", "🇨🇳", "1️⃣"),
    *("分块", "不等于", "事件", "，切在哪里", "都要能拼回来", "。\n", '他说："好"', " C:\\temp ", "100%", "。"),
)


@dataclass(frozen=True, slots=True)
class Stream:
    """One answer: its request's target, and the pieces in which its body is written."""

    path: str
    pieces: tuple[bytes, ...]
    content_type: bytes = SSE
    methods: tuple[str, ...] = ("POST", "GET")


def _json(value: object, *, ascii_only: bool = False) -> bytes:
    return json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":")).encode()


def _delta(text: str | None, finish: str | None = None) -> dict[str, object]:
    """A chunk of the OpenAI chat completions shape."""
    delta = {} if text is None else {"content": text}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "chatcmpl-torture", "object": "chat.completion.chunk", "created": 1767225600, "choices": [choice]}


_USAGE: Final = {
    "id": "chatcmpl-torture",
    "choices": [],
    "usage": {"prompt_tokens": 11, "completion_tokens": 27, "cost": 0.0125},
}


def _event(*lines: bytes, eol: bytes = b"\n") -> bytes:
    return b"".join(line + eol for line in lines) + eol


def _chat(texts: Iterable[str] = PIECES, *, ascii_only: bool = False, end: bool = True) -> list[bytes]:
    """An OpenAI-style stream: deltas, then finish, usage and `[DONE]`."""
    values: list[object] = [_delta(text) for text in texts]
    if end:
        values += [_delta(None, "stop"), _USAGE]
    events = [_event(b"data: " + _json(value, ascii_only=ascii_only)) for value in values]
    return [*events, _event(b"data: [DONE]")] if end else events


def _fields(eol: bytes) -> list[bytes]:
    """Events with every field, and two data lines where JSON allows a line end: after a comma."""
    events = [_event(b"retry: 3000", eol=eol)]
    for number, text in enumerate(PIECES, 101):
        first, second = _json(_delta(text)).split(b',"choices"')
        lines = [b"id: %d" % number, b"event: message", b"data: " + first + b",", b'data: "choices"' + second]
        events.append(_event(*lines, eol=eol))
    return [*events, _event(b": bye", eol=eol), _event(b"data: [DONE]", eol=eol)]


def _multiline() -> list[bytes]:
    events = [_event(b"data: first line", b"data: second line", b"data", b"data:", b"data: last of five")]
    for text in PIECES:
        pretty = json.dumps(_delta(text), ensure_ascii=False, indent=1).encode()
        events.append(_event(*(b"data: " + line for line in pretty.split(b"\n"))))
    return [*events, _event(b"data: [DONE]")]


def _nospace() -> list[bytes]:
    """The native shape of DashScope: a comment inside each event, and no space behind the colon."""
    events = []
    for number, text in enumerate(PIECES, 1):
        message = {"content": [{"text": text}], "role": "assistant"}
        value = {"output": {"choices": [{"message": message, "finish_reason": "null"}]}, "usage": {"total_tokens": 15}}
        events.append(_event(b"id:%d" % number, b"event:result", b":HTTP_STATUS/200", b"data:" + _json(value)))
    return events


def _comments() -> list[bytes]:
    chat = _chat()
    glued = b": glued to the next event\n\n"
    return [
        _event(b": keep-alive"),
        _event(b": OPENROUTER PROCESSING"),
        *chat[:4],
        b"\n",
        _event(b":"),
        glued + chat[4],
        chat[5],
        _event(b": ping - 2026-01-01", b": two lines"),
        _event(b": inside an event", b"data: " + _json(_delta("（注释在事件里）")), b": and at its end"),
        _event(b"event: ping", b"data: {}"),
        _event(b"data"),
        _event(b"data:"),
        _event(b"data: "),
        *chat[6:-1],
        _event(b": data: not data"),
        chat[-1],
        _event(b": after the end"),
    ]


_UNICODE: Final = (
    *("é", "ñü", "Ж", "中", "文字", "𠮷", "😀", "👩🏾\u200d🚀", "🇫🇷🇩🇪", "ก็", "한글", "e\u0301"),
    *("行\u2028分隔", "段\u2029分隔", "下一行\u0085", "\ufeff零宽", "全角　空格", "\u00a0", "“引号”", "…"),
)
_ESCAPED: Final = ("你好", "🙂 微笑", "tab\t换行\n", '"引号"', "反斜杠\\结尾\\", "斜杠/", "\x01控制符")


def _unicode() -> list[bytes]:
    return [*_chat(_UNICODE, end=False), *_chat(_ESCAPED, ascii_only=True)]


_LOOKALIKE: Final = (
    *("流式格式是：", "data: ", "hello", "\n\n", "然后 ", "event: message", "\nid: 42", "\n: 注释 ", "retry: 10"),
    *(
        "最后是 ",
        "data: [DONE]",
        "，",
        "或者 [DONE]",
        " 就结束。",
        "}{",
        "{",
        "}",
        '{"content":"x"}',
        "null",
        "true",
        "123",
    ),
)


def _big(size: int) -> bytes:
    """One event of exactly `size` bytes: the words over and over, filled up with full stops."""
    frame = len(_event(b"data: " + _json(_delta(""))))
    unit = "".join(PIECES[:9])
    text = unit * ((size - frame) // len(unit.encode()))
    event = _event(b"data: " + _json(_delta(text)))
    return _event(b"data: " + _json(_delta(text + "." * (size - len(event)))))


def _records(eol: bytes = b"\n") -> list[bytes]:
    """The shape of Ollama's chat: one object per line, the last with statistics."""
    records = [
        {"model": "torture", "message": {"role": "assistant", "content": text}, "done": False} for text in PIECES
    ]
    last = {"model": "torture", "message": {"content": ""}, "done": True, "total_duration": 4883583458, "load": 1.5}
    return [_json(record) + eol for record in (*records, last)]


_MARKDOWN: Final = (
    *(
        "# 标",
        "题\n",
        "\n- 列",
        "表\n",
        "1",
        ". 一\n",
        "``",
        "`py",
        "thon\nprint",
        "(1)\n`",
        "``\n",
        "**粗",
        "体*",
        "* ",
    ),
    *(
        "`代",
        "码` ",
        "[链",
        "接](https://example.",
        "com/a?b=1) ",
        "|列|",
        "列|\n|-",
        "-|--",
        "|\n|1|2|\n",
        "$x",
        "^2$ ",
    ),
    *(
        "\\(a",
        "+b\\) ",
        "<thi",
        "nk>想</thi",
        "nk>",
        "<|im_",
        "end|> ",
        "&am",
        "p; ",
        "https://exam",
        "ple.com\n",
        "> 引用\n",
    ),
)


def _torture() -> dict[str, tuple[Stream, ...]]:
    error = {"error": {"message": "upstream overloaded", "type": "server_error", "code": 503}}
    chat = _chat()
    deltas = chat[:8]
    return {
        "torture-lf": (Stream("/torture/lf", tuple(chat)),),
        "torture-crlf": (Stream("/torture/crlf", tuple(_fields(b"\r\n"))),),
        "torture-cr": (Stream("/torture/cr", tuple(_fields(b"\r"))),),
        "torture-bom": (Stream("/torture/bom", (b"\xef\xbb\xbf" + chat[0], *chat[1:])),),
        "torture-multiline": (Stream("/torture/multiline", tuple(_multiline())),),
        "torture-nospace": (Stream("/torture/nospace", tuple(_nospace())),),
        "torture-comments": (Stream("/torture/comments", tuple(_comments())),),
        "torture-unicode": (Stream("/torture/unicode", tuple(_unicode())),),
        "torture-lookalike": (Stream("/torture/lookalike", tuple(_chat(_LOOKALIKE))),),
        "torture-big": (
            Stream("/torture/big", (chat[0], _big(200 << 10), *chat[-3:]), methods=("POST",)),
            Stream("/torture/huge", (chat[0], _big(1 << 20), *chat[-3:]), methods=("POST",)),
            Stream("/torture/long", tuple(_chat(PIECES * 38)), methods=("POST",)),
        ),
        "torture-end": (
            Stream("/torture/end", (*deltas, _event(b"data: " + _json(_USAGE))[:-2])),
            Stream("/torture/end-one-newline", (*deltas, _event(b"data: " + _json(_USAGE))[:-1])),
            Stream("/torture/end-no-done", (*deltas, chat[-3], chat[-2])),
            Stream("/torture/end-error", (*deltas, _event(b"data: " + _json(error)))),
            Stream("/torture/end-done-unfinished", (*deltas, chat[-3], b"data: [DONE]")),
        ),
        "torture-ndjson": (
            Stream("/torture/ndjson", tuple(_records()), NDJSON),
            Stream("/torture/ndjson-crlf", tuple(_records(b"\r\n")), NDJSON),
            Stream("/torture/ndjson-no-newline", (*_records()[:-2], _records(b"")[-2]), NDJSON),
            Stream("/torture/ndjson-bare", (b"123\n", b'"text"\n', b"null\n", b"\n", b"-4.5e3\n", b"[1,2]\n"), NDJSON),
        ),
        "torture-markdown": (Stream("/torture/markdown", tuple(_chat(_MARKDOWN))),),
    }


TORTURE: Final = _torture()


def interactions(streams: Iterable[Stream]) -> list[Interaction]:
    """One interaction for each stream and method, as a server would have answered."""
    made: list[Interaction] = []
    for stream in streams:
        at = [(120 + 40 * number) * MS for number in range(len(stream.pieces))]
        chunks = Chunks.of(
            [
                Chunk(t, number, piece, Mark.END)
                for number, (t, piece) in enumerate(zip(at, stream.pieces, strict=True), 1)
            ]
        )
        headers = (
            (b"Content-Type", stream.content_type),
            (b"Cache-Control", b"no-cache, no-transform"),
            (b"Transfer-Encoding", b"chunked"),
        )
        ending = Ending(EndKind.COMPLETE, at[-1], len(at))
        for method in stream.methods:
            request = Request(method, stream.path.encode(), ((b"Host", b"127.0.0.1"),))
            head = ResponseHead(80 * MS, 200, b"OK", headers)
            made.append(Interaction(len(made) + 1, request, head, chunks, ending))
    return made


def encoded(name: str) -> bytes:
    """The bytes of the torture cassette called `name`, the same on every run."""
    origin = Origin("made", "cassettes/library/torture.py", real_bytes=False, real_times=False, note="synthetic, MIT")
    return store.dumps(Header("chunktape torture", 0, origin), interactions(TORTURE[name]))


def main(arguments: list[str]) -> None:
    """Write all torture cassettes into the folder named, or into the library."""
    folder = Path(arguments[0]) if arguments else library.folder()
    for name in TORTURE:
        (folder / f"{name}.cassette").write_bytes(encoded(name))


if __name__ == "__main__":
    main(sys.argv[1:])
