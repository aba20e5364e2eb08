"""Sentences of the command line as a whole."""

SENTENCES: dict[str, tuple[str, str]] = {
    "cli.help": (
        "Record a streaming HTTP session and play it back: same bytes, same boundaries, same times.",
        "录制流式 HTTP 会话并回放：字节、分块边界、时间都与原来一致。",
    ),
    "cli.commands": ("Commands", "命令"),
}
