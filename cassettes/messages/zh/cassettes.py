"""Chinese for cassette files, and what `show` and `verify` say of them, by the English sentence."""

CHINESE: dict[str, str] = {
    (
        "A redaction rule is header:NAME, query:NAME, field:NAME (request body) or body:NAME (response body); "
        "{rule!r} is not one. A * may stand in front of NAME: header:*-token."
    ): (
        "脱敏规则的写法是 header:NAME、query:NAME、field:NAME（请求体）或 body:NAME（响应体），{rule!r} 不符合。"
        "名称前可加 *，匹配以该名称结尾的所有名称，例如 header:*-token。"
    ),
    "a header field that HTTP forbids: {name}: {value}": "HTTP 不允许的头字段：{name}: {value}",
    "the checksum of a record is wrong": "记录的校验和不对",
    "a record is not one msgpack array": "记录不是一个 msgpack 数组",
    "the field {field} has the value {value}": "字段 {field} 的值是 {value}",
    "a record stands where it can't: {what}": "记录出现在不该出现的位置：{what}",
    "the bytes are no record": "这些字节不是记录",
    "the file ends in the middle of a record": "文件在一条记录中间结束",
    "the footer's counts or digest do not fit the records": "结尾记录的计数或摘要与内容不符",
    (
        "{path} is not a cassette: it does not begin with a chunktape header ({reason}). Cassettes are written "
        "by `chunktape record`."
    ): "{path} 不是 cassette 文件：开头不是 chunktape 的文件头（{reason}）。cassette 由 `chunktape record` 生成。",
    "{path} is empty: nothing was recorded into it yet.": "{path} 是空文件：还没有录制到任何内容。",
    "{path} has cassette format version {found}; this chunktape reads up to {ours}. Update chunktape.": (
        "{path} 的 cassette 格式版本是 {found}，当前 chunktape 最高支持 {ours}。请升级 chunktape。"
    ),
    "{path} is a directory; name a file in it.": "{path} 是目录，请指定其中的文件。",
    "{path} is a directory; name a cassette file in it.": "{path} 是目录，请指定其中的 cassette 文件。",
    "{path} is a device or a pipe, not a file. A cassette is read more than once, so name a file.": (
        "{path} 不是文件，而是设备或管道；cassette 之后还要读取，请指定一个文件。"
    ),
    "{path} was deleted while it was written: what was recorded is lost. Record again.": (
        "{path} 在写入过程中被删除，已录制的内容丢失，请重新录制。"
    ),
    "{path} was replaced by another file while it was written: what was recorded is lost. Record again.": (
        "{path} 在写入过程中被另一个文件替换，已录制的内容丢失，请重新录制。"
    ),
    (
        "{path} was changed by another program while it was written: expected {expected} bytes, found {found}. "
        "See what is left with `chunktape verify`, and record again."
    ): (
        "{path} 在写入过程中被其他程序修改：应有 {expected} 字节，实际 {found} 字节。"
        "请用 `chunktape verify` 查看剩余内容，并重新录制。"
    ),
    "{path} does not exist.": "{path} 不存在。",
    "{path} does not exist. Did you mean the bundled {names}?": "{path} 不存在。是不是想用自带的 {names}？",
    "{path} does not exist: neither a file nor a bundled cassette has that name. Bundled: {names}.": (
        "{path} 不存在：没有这个名字的文件，也没有这个名字的自带 cassette。自带的有：{names}。"
    ),
    "{path} does not exist. Did you mean {meant}?": "{path} 不存在。你是不是想写 {meant}？",
    "{path} can't be read: {error}. Check its permissions.": "无法读取 {path}：{error}。请检查文件权限。",
    "{path} exists already. Add to it with --append, or replace it with --overwrite.": (
        "{path} 已经存在。用 --append 追加，或用 --overwrite 覆盖。"
    ),
    "{path} is being written by another recorder. Stop that one, or choose another --output.": (
        "{path} 正被另一个录制器写入。请先停止它，或换一个 --output。"
    ),
    "{path} can't be written: {error}. Choose another --output.": "无法写入 {path}：{error}。请换一个 --output。",
    "Writing {path} failed: {error}. What was recorded before is kept; nothing more is recorded.": (
        "写入 {path} 失败：{error}。之前录制的内容仍然保留，之后的不再录制。"
    ),
    "{path} is damaged at byte {offset} ({reason}): nothing can be added to it. Choose another --output.": (
        "{path} 在字节 {offset} 处损坏（{reason}），不能追加。请换一个 --output。"
    ),
    "a record has {size} bytes; {limit} are allowed": "一条记录有 {size} 字节，上限是 {limit}",
    "The cassette format does not allow this: {reason}. It was not written to {path}.": (
        "cassette 格式不允许这样的内容：{reason}。没有写入 {path}。"
    ),
    "Show what is in a cassette: its interactions, or the chunks of one.": (
        "查看 cassette 的内容：全部交互，或其中一个交互的分块。"
    ),
    "Check cassettes. Exit code 0: sound, 3: interrupted, 4: damaged (the worst of all files).": (
        "校验 cassette 文件。退出码 0：完好，3：未正常结束，4：已损坏（多个文件取最严重的）。"
    ),
    "Show what is in the cassette FILE: a table of its interactions or, with a NUMBER, the chunks of one.": (
        "查看 cassette 文件 FILE 的内容：列出全部交互；给出编号 NUMBER 时，列出该交互的每个分块。"
    ),
    "A stable form for diffs: no colours, no times of day, always in English and UTF-8.": (
        "便于 diff 的固定格式：无颜色、无日期时间，始终为英文和 UTF-8。"
    ),
    "Everything as JSON, for scripts; docs/format.md names the keys.": (
        "以 JSON 输出全部内容，供脚本使用；各字段见 docs/format.md。"
    ),
    "Of --text, --json and --answer one can be given.": "--text、--json 和 --answer 只能使用其中一个。",
    "Only the text of the answers, as the provider's SDK reads it.": "只输出回答的文本，与服务商 SDK 读到的一致。",
    "{path} has no answer with a text of a shape that is known here.": "{path} 中没有可识别格式的文本回答。",
    "recorded {when} from {source} by {tool}": "由 {tool} 于 {when} 录制，来源 {source}",
    "{kind} {when} from {source} by {tool}": "由 {tool} 于 {when} 生成（{kind}），来源 {source}",
    "its times were generated, not recorded": "其时间为生成，并非录制",
    "its bytes were generated, not recorded": "其字节为生成，并非录制",
    "secrets masked: {names}": "已脱敏：{names}",
    "secrets are masked: none in headers and queries, those in bodies are not counted": (
        "敏感信息会脱敏：请求头、响应头和查询参数中没有，请求体和响应体里的不计数"
    ),
    "Cut off when the recorder was stopped (Ctrl-C) or killed, so it ends early: {numbers}.": (
        "录制器停止（Ctrl-C）或被强行终止时被截断，因此提前结束：{numbers}。"
    ),
    "no redaction: it may hold secrets": "未脱敏：文件里可能有密钥",
    "No interactions.": "没有任何交互。",
    "Method": "方法",
    "Target": "目标",
    "Status": "状态码",
    "TTFB": "首字节",
    "Duration": "总时长",
    "Chunks": "分块",
    "Bytes": "字节",
    "Ending": "结束方式",
    "Time ms": "时间 ms",
    "Gap ms": "间隔 ms",
    "Size": "大小",
    "Mark": "标记",
    "Preview": "预览",
    "One of them with its chunks: chunktape show {path} {number}": "查看某个交互的分块：chunktape show {path} {number}",
    (
        "end: a transfer chunk ends here.  unparsed: bytes that are not valid HTTP.  Gap: since the chunk "
        "before, for the first since the response head."
    ): "end：一个传输分块在此结束。unparsed：不符合 HTTP 的原始字节。间隔：距上一个分块；第一个分块则距响应头。",
    "Request body, {size} bytes:": "请求体，{size} 字节：",
    "No response head was received.": "没有收到响应头。",
    "Ended after {duration}: {kind}. Chunks: {chunks}, bytes: {size}, framing: {framing}.": (
        "{duration} 后结束：{kind}。共 {chunks} 个分块、{size} 字节，分帧方式：{framing}。"
    ),
    "Trailers:": "尾部字段：",
    "sound": "完好",
    "INTERRUPTED": "未正常结束",
    "DAMAGED": "已损坏",
    "There is no footer: the recorder was killed or could write no more, or is still recording. Every record is whole.": (
        "没有结尾记录：录制器被强行终止或无法再写入，或仍在录制。每条记录都完整。"
    ),
    "The last {dropped} bytes, from offset {offset}, are half a record and were left out ({reason}).": (
        "从偏移 {offset} 起的最后 {dropped} 字节只是半条记录，已略去（{reason}）。"
    ),
    "{dropped} bytes from offset {offset} on were left out: {reason}. All before them is whole.": (
        "从偏移 {offset} 起的 {dropped} 字节已略去：{reason}。此前的内容完整。"
    ),
    "{state}: {text}": "{state}：{text}",
    "; ": "；",
    "{sentences} {sentence}": "{sentences}{sentence}",
    "{path}: {state}. Interactions: {interactions}, chunks: {chunks}, bytes of bodies: {size}.": (
        "{path}：{state}。{interactions} 个交互，{chunks} 个分块，响应体共 {size} 字节。"
    ),
}
