"""Sentences of: Import, export and make."""

SENTENCES: dict[str, tuple[str, str]] = {
    "formats.shape-unknown": (
        "there is no shape {name!r}; known are: {known}",
        "没有名为 {name!r} 的格式；可用的有：{known}",
    ),
    "formats.shape-no-reasoning": (
        "{name} does not send its reasoning as text; leave --reasoning out, or use --like deepseek",
        "{name} 不会下发思考过程；请去掉 --reasoning，或改用 --like deepseek",
    ),
    "formats.shape-no-tools": (
        "{name} has no tool calls in its stream; leave --tool out, or use --like openai",
        "{name} 的流里没有工具调用；请去掉 --tool，或改用 --like openai",
    ),
    "formats.shape-no-error": (
        "{name} has no error event; use --end truncated, or another --like",
        "{name} 没有错误事件；请用 --end truncated，或换一个 --like",
    ),
}
