"""Sentences about cassette files."""

SENTENCES: dict[str, tuple[str, str]] = {
    "cassettes.bad-rule": (
        (
            "A redaction rule is header:NAME, query:NAME, field:NAME (request body) or body:NAME (response body); "
            "{rule!r} is none. A * may stand in front of NAME: header:*-token."
        ),
        (
            "脱敏规则的写法是 header:名称、query:名称、field:名称（请求体）或 body:名称（响应体），"
            "{rule!r} 不符合。名称前可加 * 表示后缀，例如 header:*-token。"
        ),
    ),
}
