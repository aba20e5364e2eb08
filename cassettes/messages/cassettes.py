"""Sentences about cassette files."""

SENTENCES: dict[str, tuple[str, str]] = {
    "cassettes.bad_rule": (
        (
            "A redaction rule is header:NAME, query:NAME, field:NAME (request body) or body:NAME (response body); "
            "{rule!r} is none. A * may stand in front of NAME: header:*-token."
        ),
        (
            "脱敏规则的写法是 header:名称、query:名称、field:名称（请求体）或 body:名称（响应体），"
            "{rule!r} 不符合。名称前可加 *，匹配以该名称结尾的所有名称，例如 header:*-token。"
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
    "cassettes.not_msgpack": ("the bytes are no record", "这些字节不是记录"),
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
        "{path} 是空文件：还没有录制到任何内容。",
    ),
    "cassettes.newer": (
        "{path} has cassette format version {found}; this chunktape reads up to {ours}. Update chunktape.",
        "{path} 的 cassette 格式版本是 {found}，当前 chunktape 最高支持 {ours}。请升级 chunktape。",
    ),
    "cassettes.directory": (
        "{path} is a directory; name a cassette file in it.",
        "{path} 是目录，请指定其中的 cassette 文件。",
    ),
    "cassettes.no_file": (
        "{path} is no file but a device or a pipe; a cassette is read again, so name a file.",
        "{path} 不是文件，而是设备或管道；cassette 之后还要读取，请指定一个文件。",
    ),
    "cassettes.gone": (
        "{path} was deleted while it was written: what was recorded is lost. Record again.",
        "{path} 在写入过程中被删除，已录制的内容丢失，请重新录制。",
    ),
    "cassettes.replaced": (
        "{path} was replaced by another file while it was written: what was recorded is lost. Record again.",
        "{path} 在写入过程中被另一个文件替换，已录制的内容丢失，请重新录制。",
    ),
    "cassettes.changed": (
        "{path} was changed by another program while it was written: expected {expected} bytes, found {found}. "
        "See what is left with `chunktape verify`, and record again.",
        "{path} 在写入过程中被其他程序修改：应有 {expected} 字节，实际 {found} 字节。"
        "请用 `chunktape verify` 查看剩余内容，并重新录制。",
    ),
    "cassettes.missing": ("{path} does not exist.", "{path} 不存在。"),
    "cassettes.unreadable": (
        "{path} can't be read: {error}. Check its permissions.",
        "无法读取 {path}：{error}。请检查文件权限。",
    ),
    "cassettes.exists": (
        "{path} exists already. Add to it with --append, or replace it with --overwrite.",
        "{path} 已经存在。用 --append 追加，或用 --overwrite 覆盖。",
    ),
    "cassettes.locked": (
        "{path} is being written by another recorder. Stop that one, or choose another --output.",
        "{path} 正被另一个录制器写入。请先停止它，或换一个 --output。",
    ),
    "cassettes.unwritable": (
        "{path} can't be written: {error}. Choose another --output.",
        "无法写入 {path}：{error}。请换一个 --output。",
    ),
    "cassettes.write_failed": (
        "Writing {path} failed: {error}. What was recorded before is kept; nothing more is recorded.",
        "写入 {path} 失败：{error}。之前录制的内容仍然保留，之后的不再录制。",
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
    "cassettes.help.show": (
        "Show what is in a cassette: its interactions, or the chunks of one.",
        "查看 cassette 的内容：全部交互，或其中一个交互的分块。",
    ),
    "cassettes.help.verify": (
        "Check cassettes. Exit code 0: sound, 3: interrupted, 4: damaged (the worst of all files).",
        "检查 cassette 文件。退出码 0：完好，3：未正常结束，4：已损坏（多个文件取最严重的）。",
    ),
    "cassettes.help.show_long": (
        "Show what is in the cassette FILE: a table of its interactions or, with a NUMBER, the chunks of one.",
        "查看 cassette 文件 FILE 的内容：列出全部交互；给出编号 NUMBER 时，列出该交互的每个分块。",
    ),
    "cassettes.help.text": (
        "A stable form for diffs: no colours, no times of day, always in English and UTF-8.",
        "便于 diff 的固定格式：无颜色、无日期时间，始终为英文和 UTF-8。",
    ),
    "cassettes.help.json": (
        "Everything as JSON, for scripts; docs/format.md names the keys.",
        "以 JSON 输出全部内容，供脚本使用；各字段见 docs/format.md。",
    ),
    "cassettes.show.both": ("--text and --json can't be given together.", "--text 与 --json 不能同时使用。"),
    "cassettes.show.no_such": (
        "{path} has no interaction {number}; those it has: {numbers}.",
        "{path} 中没有编号 {number} 的交互；已有编号：{numbers}。",
    ),
    "cassettes.show.recorded": (
        "recorded {when} from {source} by {tool}",
        "由 {tool} 于 {when} 录制，来源 {source}",
    ),
    "cassettes.show.other": (
        "{kind} {when} from {source} by {tool}",
        "由 {tool} 于 {when} 生成（{kind}），来源 {source}",
    ),
    "cassettes.show.made_times": ("its times were not seen on a wire", "时间不是从网络上测得的"),
    "cassettes.show.made_bytes": ("its bytes were not seen on a wire", "字节不是从网络上收到的"),
    "cassettes.show.rules": ("{count} redaction rules applied", "已应用 {count} 条脱敏规则"),
    "cassettes.show.no_rules": ("no redaction: it may hold secrets", "未脱敏：文件里可能有密钥"),
    "cassettes.show.nothing": ("No interactions.", "没有任何交互。"),
    "cassettes.show.method": ("Method", "方法"),
    "cassettes.show.target": ("Target", "目标"),
    "cassettes.show.status": ("Status", "状态码"),
    "cassettes.show.ttfb": ("TTFB", "首字节"),
    "cassettes.show.duration": ("Duration", "总时长"),
    "cassettes.show.chunks": ("Chunks", "分块"),
    "cassettes.show.bytes": ("Bytes", "字节"),
    "cassettes.show.ending": ("Ending", "结束方式"),
    "cassettes.show.time": ("Time ms", "时间 ms"),
    "cassettes.show.gap": ("Gap ms", "间隔 ms"),
    "cassettes.show.size": ("Size", "大小"),
    "cassettes.show.mark": ("Mark", "标记"),
    "cassettes.show.preview": ("Preview", "预览"),
    "cassettes.show.one": (
        "One of them with its chunks: chunktape show {path} {number}",
        "查看某个交互的分块：chunktape show {path} {number}",
    ),
    "cassettes.show.marks": (
        "end: a transfer chunk ends here.  unparsed: raw bytes that are no HTTP.  Gap: since the chunk before, "
        "for the first since the response head.",
        "end：一个传输分块在此结束。unparsed：不符合 HTTP 的原始字节。间隔：距上一个分块；第一个分块则距响应头。",
    ),
    "cassettes.show.body": ("Request body, {size} bytes:", "请求体，{size} 字节："),
    "cassettes.show.no_head": ("No response head was received.", "没有收到响应头。"),
    "cassettes.show.ended": (
        "Ended after {duration}: {kind}. Chunks: {chunks}, bytes: {size}, framing: {framing}.",
        "{duration} 后结束：{kind}。共 {chunks} 个分块、{size} 字节，分帧方式：{framing}。",
    ),
    "cassettes.show.trailers": ("Trailers:", "尾部字段："),
    "cassettes.state.sound": ("sound", "完好"),
    "cassettes.state.interrupted": ("INTERRUPTED", "未正常结束"),
    "cassettes.state.damaged": ("DAMAGED", "已损坏"),
    "cassettes.lost.unclosed": (
        "There is no footer: the recorder was killed, or is still recording. Every record is whole.",
        "没有结尾记录：录制器被强行终止，或仍在录制。每条记录都完整。",
    ),
    "cassettes.lost.torn": (
        "The last {dropped} bytes, from offset {offset}, are half a record and were left out ({reason}).",
        "从偏移 {offset} 起的最后 {dropped} 字节只是半条记录，已略去（{reason}）。",
    ),
    "cassettes.lost.damaged": (
        "{dropped} bytes from offset {offset} on were left out: {reason}. All before them is whole.",
        "从偏移 {offset} 起的 {dropped} 字节已略去：{reason}。此前的内容完整。",
    ),
    "cassettes.lost.line": ("{state}: {text}", "{state}：{text}"),
    "cassettes.show.join": ("; ", "；"),
    "cassettes.verify.line": (
        "{path}: {state}. Interactions: {interactions}, chunks: {chunks}, bytes of bodies: {size}.",
        "{path}：{state}。{interactions} 个交互，{chunks} 个分块，响应体共 {size} 字节。",
    ),
}
