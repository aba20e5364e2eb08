"""Sentences about cassette files."""

SENTENCES: dict[str, tuple[str, str]] = {
    "cassettes.bad_rule": (
        (
            "A redaction rule is header:NAME, query:NAME, field:NAME (request body) or body:NAME (response body); "
            "{rule!r} is none. A * may stand in front of NAME: header:*-token."
        ),
        (
            "脱敏规则的写法是 header:名称、query:名称、field:名称（请求体）或 body:名称（响应体），"
            "{rule!r} 不符合。名称前可加 * 表示后缀，例如 header:*-token。"
        ),
    ),
    "cassettes.bad_header": (
        "a header field that HTTP forbids: {name}: {value}",
        "HTTP 不允许的头字段：{name}: {value}",
    ),
    "cassettes.bad_crc": ("the checksum of a record is wrong", "记录的校验和不对"),
    "cassettes.bad_record": ("a record is not one msgpack array", "记录不是一个 msgpack 数组"),
    "cassettes.bad_field": ("the field {field} has the value {value}", "字段 {field} 的值是 {value}"),
    "cassettes.bad_order": ("a record stands where it can't: {what}", "记录出现在不该出现的位置：{what}"),
    "cassettes.not_msgpack": ("the bytes are no record ({error})", "这些字节不是记录（{error}）"),
    "cassettes.torn": ("the file ends in the middle of a record", "文件在一条记录中间结束"),
    "cassettes.bad_footer": (
        "the footer's counts or digest do not fit the records",
        "结尾记录的计数或摘要与内容不符",
    ),
    "cassettes.not_a_cassette": (
        "{path} is not a cassette: it does not begin with a chunktape header ({reason}). "
        "Cassettes are written by `chunktape record`.",
        "{path} 不是 cassette 文件：开头不是 chunktape 的文件头（{reason}）。cassette 由 `chunktape record` 生成。",
    ),
    "cassettes.empty": (
        "{path} is empty: nothing was recorded into it yet.",
        "{path} 是空文件：还没有录到任何内容。",
    ),
    "cassettes.newer": (
        "{path} has cassette format version {found}; this chunktape reads up to {ours}. Update chunktape.",
        "{path} 的 cassette 格式版本是 {found}，当前 chunktape 最高支持 {ours}。请升级 chunktape。",
    ),
    "cassettes.directory": (
        "{path} is a directory; name a cassette file in it.",
        "{path} 是目录，请指定其中的 cassette 文件。",
    ),
    "cassettes.missing": ("{path} does not exist.", "{path} 不存在。"),
    "cassettes.unreadable": (
        "{path} can't be read: {error}. Check its permissions.",
        "无法读取 {path}：{error}。请检查文件权限。",
    ),
    "cassettes.exists": (
        "{path} exists already. Add to it with --append, or replace it with --overwrite.",
        "{path} 已经存在。用 --append 接着录，或用 --overwrite 覆盖。",
    ),
    "cassettes.locked": (
        "{path} is being written by another recorder. Stop that one, or choose another --output.",
        "{path} 正被另一个录制进程写入。请先停止它，或换一个 --output。",
    ),
    "cassettes.unwritable": (
        "{path} can't be written: {error}. Choose another --output.",
        "无法写入 {path}：{error}。请换一个 --output。",
    ),
    "cassettes.write_failed": (
        "Writing {path} failed: {error}. What was recorded before is kept; nothing more is recorded.",
        "写入 {path} 失败：{error}。之前录到的内容仍然保留，之后的不再录制。",
    ),
    "cassettes.append_damaged": (
        "{path} is damaged at byte {offset} ({reason}): nothing can be added to it. Choose another --output.",
        "{path} 在字节 {offset} 处损坏（{reason}），不能追加。请换一个 --output。",
    ),
    "cassettes.too_big": ("a record has {size} bytes; {limit} are allowed", "一条记录有 {size} 字节，上限是 {limit}"),
    "cassettes.refused": (
        "The cassette format does not allow this: {reason}. It was not written to {path}.",
        "cassette 格式不允许这样的内容：{reason}。没有写入 {path}。",
    ),
}
