"""Sentences of: Boundary classes and coverage.

Keys: `boundaries.<number in the catalogue>.title` and `.bug`. Longer than other modules because it is one table with
four short texts for each of 75 numbers; braces are spelled out, because sentences are format strings.
"""

#: number -> (title, bug it catches), each (English, Chinese)
_CLASSES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "E1": (
        ("inside a two-byte character", "两字节字符的内部"),
        (
            "each piece decoded by itself: U+FFFD in place of accents and Cyrillic",
            "逐块单独解码：é、西里尔字母变成 U+FFFD 乱码",
        ),
    ),
    "E2": (
        ("after 1 of 3 bytes of a character", "三字节字符的第 1 字节之后"),
        ("each piece decoded by itself: Chinese turns into U+FFFD", "逐块单独解码：汉字变成 U+FFFD 乱码"),
    ),
    "E3": (
        ("after 2 of 3 bytes of a character", "三字节字符的第 2 字节之后"),
        (
            "a polyfill that looks at the last byte only and misses 2 of 3",
            "polyfill 只检查最后一个字节，漏掉“3 字节到了 2 个”的情况",
        ),
    ),
    "E4": (
        ("after 1 of 4 bytes of a character", "四字节字符的第 1 字节之后"),
        ("carry code made for three bytes only: broken emoji", "暂存逻辑只按三字节写：emoji 损坏"),
    ),
    "E5": (
        ("after 2 of 4 bytes of a character", "四字节字符的第 2 字节之后"),
        ("carry code made for three bytes only: broken emoji", "暂存逻辑只按三字节写：emoji 损坏"),
    ),
    "E6": (
        ("after 3 of 4 bytes of a character", "四字节字符的第 3 字节之后"),
        ("carry code made for three bytes only: half a surrogate pair", "暂存逻辑只按三字节写：留下半个代理对"),
    ),
    "E7": (
        ("two cuts in one character", "同一个字符里切两刀"),
        ("the carried bytes are overwritten instead of added to", "暂存的字节被覆盖，而不是累加"),
    ),
    "E8": (
        ("inside the byte order mark", "字节序标记（BOM）的内部"),
        (
            "the mark is not stripped: the first field is called \\ufeffdata",
            "BOM 没有去掉：第一个字段名变成 \\ufeffdata",
        ),
    ),
    "E9": (
        ("the byte order mark alone in the first piece", "第一块里只有 BOM"),
        ("the first piece must start with data:", "认定第一块必须以 data: 开头"),
    ),
    "E10": (
        ("just before U+FEFF in the middle of the stream", "流中间的 U+FEFF 之前"),
        ("a decoder made anew for each piece eats it", "每块新建的解码器把它当 BOM 吃掉"),
    ),
    "E12": (
        ("before or after U+2028, U+2029 or U+0085", "U+2028、U+2029、U+0085 的前后"),
        ("splitlines() and its like take them for line ends", "splitlines() 之类的函数把它们当换行"),
    ),
    "L1": (
        ("inside the CRLF of a line", "一行的 CR 与 LF 之间"),
        ("CR and LF taken for two line ends: an event is dispatched early", "CR 和 LF 被当成两个换行：事件提前派发"),
    ),
    "L2": (
        ("inside the CRLF of the blank line", "空行的 CR 与 LF 之间"),
        ("an event dispatched twice, or a stray LF before the next one", "事件派发两次，或下一个事件前多出一个 LF"),
    ),
    "L3": (
        ("between the two line ends that end an event", "结束事件的两个换行之间"),
        (
            'endsWith("\\n\\n") per piece, or white-space-only pieces dropped',
            '逐块判断 endsWith("\\n\\n")，或丢弃只有空白的块',
        ),
    ),
    "L4": (
        ("data complete, its line end missing (json:complete|EOL)", "data 已完整，换行未到（json:complete|EOL）"),
        ("parsed early and then again, or never parsed", "提前解析后又解析一遍，或一直等不到"),
    ),
    "L5": (
        ("between two fields of one event", "同一事件的两个字段之间"),
        ("the event's name is forgotten with each piece", "每来一块就丢掉 event 名"),
    ),
    "L6": (
        ("between two data lines of one event", "同一事件的两行 data 之间"),
        ("the last line wins, or each line is parsed as JSON", "只留最后一行，或逐行当 JSON 解析"),
    ),
    "L7": (
        ("between two events: the control", "两个事件之间（对照组）"),
        ("none: a decoder that fails here fails everywhere", "无：在这里都失败的解码器到处都会失败"),
    ),
    "L8": (
        ("after a line end that is CR alone", "单独的 CR 换行之后"),
        ("only LF is known as a line end, or a CR at the end waits for ever", "只认 LF 换行，或块尾的 CR 一直等下去"),
    ),
    "L9": (
        ("at the end of an empty data line", "空 data 行的末尾"),
        ('JSON.parse("")', 'JSON.parse("") 报错'),
    ),
    "L10": (
        ("a piece that starts with LF", "以 LF 开头的块"),
        ('trim() or startsWith("data:") per piece', '逐块 trim() 或 startsWith("data:")'),
    ),
    "F1": (
        ("inside a field name (da|ta)", "字段名内部（da|ta）"),
        ('startsWith("data: ") per piece: both halves are dropped', '逐块 startsWith("data: ")：两半都被丢弃'),
    ),
    "F2": (
        ("between name and colon", "字段名与冒号之间"),
        ("a field without colon is taken for complete", "没有冒号的字段被当成完整字段"),
    ),
    "F3": (
        ("between colon and space", "冒号与空格之间"),
        ("the optional space is lost or doubled", "可选空格丢失或多出一个"),
    ),
    "F4": (
        ("between space and value", "空格与值之间"),
        ("slice(6) of a prefix gives an empty value", "对前缀 slice(6) 得到空值"),
    ),
    "F5": (
        ("between colon and value, without space", "冒号与值之间（无空格）"),
        ('only "data: " with a space is known', '只认带空格的 "data: "'),
    ),
    "F6": (
        ("inside the value of event:", "event: 的值内部"),
        ("an event of an unknown name is dropped", "事件名不认识而被丢弃"),
    ),
    "F7": (
        ("inside the value of id:", "id: 的值内部"),
        ("half an id is sent as Last-Event-ID", "把半个 id 当作 Last-Event-ID 发出"),
    ),
    "F8": (
        ("inside retry: or its value", "retry: 或其值的内部"),
        ("reconnects after 30 ms instead of 3000", "本该 3000 ms 后重连，变成 30 ms"),
    ),
    "F9": (
        ("before a comment", "注释之前"),
        (
            "a piece that begins with a comment is dropped whole, or ends the loop",
            "以注释开头的块被整块丢弃，或循环就此结束",
        ),
    ),
    "F10": (
        ("inside a comment", "注释内部"),
        ("the rest of a comment is handed to JSON.parse", "注释的后半段被交给 JSON.parse"),
    ),
    "F11": (
        ("after a comment", "注释之后"),
        ("a comment alone becomes an empty event", "单独的注释变成空事件"),
    ),
    "J1": (
        ("between JSON tokens", "JSON 记号之间"),
        ("JSON.parse per piece with the error swallowed: tokens are lost", "逐块 JSON.parse 且吞掉异常：丢 token"),
    ),
    "J2": (
        ("inside a JSON string", "JSON 字符串内部"),
        ("JSON.parse per piece with the error swallowed: tokens are lost", "逐块 JSON.parse 且吞掉异常：丢 token"),
    ),
    "J3": (
        ("before a closing quote", "右引号之前"),
        ("a scanner takes the quote for an opening one", "扫描器把右引号当成左引号"),
    ),
    "J4": (
        ("inside a short escape (\\|n)", "短转义内部（\\|n）"),
        (
            "a hand-written scanner forgets the backslash: n instead of a new line",
            "手写扫描器忘了反斜杠：换行变成字母 n",
        ),
    ),
    "J5": (
        ('inside an escaped quote (\\|")', '转义引号内部（\\|"）'),
        ("a hand-written scanner forgets the backslash: the string ends early", "手写扫描器忘了反斜杠：字符串提前结束"),
    ),
    "J6": (
        ("inside an escaped backslash (\\|\\)", "转义反斜杠内部（\\|\\）"),
        ("a hand-written scanner takes the second backslash for a new escape", "手写扫描器把第二个反斜杠当成新的转义"),
    ),
    "J7": (
        ("inside \\uXXXX, at five places", "\\uXXXX 内部的五个位置"),
        ("a partial-JSON parser decodes fewer than four digits", "增量 JSON 解析器不足四位就解码"),
    ),
    "J8": (
        ("between the two escapes of a surrogate pair", "代理对的两个转义之间"),
        ("half an emoji is shown as a box", "半个 emoji 显示成方框"),
    ),
    "J9": (
        ("inside a number (12|.50)", "数字内部（12|.50）"),
        ("an incremental parser gives out 12", "增量解析器提前给出 12"),
    ),
    "J10": (
        ("inside true, false or null", "true、false、null 的内部"),
        ("an incremental parser stops at half a literal", "增量解析器遇到半个字面量就停下"),
    ),
    "J11": (
        ("before the last closing brace", "最后一个右花括号之前"),
        (
            "brace counting without string state, or partial JSON completed and shown twice",
            "数花括号时不看字符串状态，或补全后重复显示",
        ),
    ),
    "J12": (
        ("inside a key", "键名内部"),
        ("a regular expression for the key finds nothing", "用正则找键名，什么也找不到"),
    ),
    "S1": (
        ("inside [DONE]", "[DONE] 内部"),
        ("the end is found by comparing the piece: never", "用整块比较判断结束：永远不成立"),
    ),
    "S2": (
        ("before [DONE], behind data:", "data: 之后、[DONE] 之前"),
        ("[DONE] alone is handed to JSON.parse", "单独的 [DONE] 被交给 JSON.parse"),
    ),
    "S3": (
        ("after [DONE], its line end missing", "[DONE] 之后、换行未到"),
        ("the line end that comes later counts as an event", "后到的换行被当成一个事件"),
    ),
    "S4": (
        ("between the line ends behind [DONE]", "[DONE] 后的两个换行之间"),
        ("the end is seen only with both line ends in one piece", "两个换行同块到达才认得结束"),
    ),
    "S5": (
        ("before a tail that no blank line ends", "没有空行结尾的尾部之前"),
        ("the last text is lost, or never shown", "最后一段文字丢失或一直不显示"),
    ),
    "S6": (
        ("between the usage event and [DONE]", "usage 事件与 [DONE] 之间"),
        ("choices[0] of an empty list", "对空的 choices 取 choices[0]"),
    ),
    "N1": (
        ("record complete, its LF missing", "记录已完整，LF 未到"),
        ("parsed early and then again, or never parsed", "提前解析后又解析一遍，或一直等不到"),
    ),
    "N2": (
        ("between two records: the control", "两条记录之间（对照组）"),
        ("none: a decoder that fails here fails everywhere", "无：在这里都失败的解码器到处都会失败"),
    ),
    "N3": (
        ("inside the CRLF of a record", "记录的 CR 与 LF 之间"),
        ("the LF becomes an empty record", "LF 变成一条空记录"),
    ),
    "N4": (
        ("before a last record without LF", "没有 LF 的最后一条记录之前"),
        ("the last record is lost", "最后一条记录丢失"),
    ),
    "A1": (
        ("before payload text like data: or id:", "内容里像 data:、id: 的文字之前"),
        ("a piece that looks like a new event throws the rest away", "块看起来像新事件，就把暂存的前半段丢掉"),
    ),
    "A2": (
        ("after the text [DONE] inside content", "内容里的 [DONE] 之后"),
        ('endsWith("[DONE]") ends the stream early', 'endsWith("[DONE]") 使流提前结束'),
    ),
    "A3": (
        ("after what closes like whole JSON", "看似完整 JSON 的位置之后"),
        ("a closing brace at the end is taken for a whole event", "以右花括号结尾就当成完整事件"),
    ),
    "A4": (
        ("before a nested opening brace", "嵌套的左花括号之前"),
        ("an opening brace at the start is taken for a new record", "以左花括号开头就当成新记录"),
    ),
    "A5": (
        ("between two braces back to back, or inside \\n\\n, in content", "内容里背靠背的两个花括号或 \\n\\n 之间"),
        ("content is split at what looks like a border of events", "内容在貌似事件边界处被拆开"),
    ),
    "M1": (
        ("two events in one piece", "一块里有两个事件"),
        ("only the first or the last is parsed", "只解析第一个或最后一个"),
    ),
    "M2": (
        ("three or more events in one piece", "一块里有三个或更多事件"),
        ('split("data:")[1], a regular expression without g', 'split("data:")[1]，或正则没有 g'),
    ),
    "M3": (
        ("the last delta together with [DONE]", "最后的增量与 [DONE] 同块"),
        ('includes("[DONE]") returns before the delta is shown', 'includes("[DONE]") 直接返回，增量没显示'),
    ),
    "M4": (
        ("finish, usage and [DONE] together", "finish、usage 与 [DONE] 同块"),
        ("the usage is lost", "usage 丢失"),
    ),
    "M5": (
        ("everything in one piece", "全部在一块里"),
        (
            "anything that counts on many pieces; a typewriter without queue",
            "依赖多块的逻辑全部失效；没有队列的打字机效果",
        ),
    ),
    "M6": (
        ("half an event, whole ones, half an event", "半个事件 + 完整事件 + 半个事件"),
        ("behind a carried half only one event is handled", "暂存的半个事件之后只处理一个事件"),
    ),
    "M7": (
        ("a comment glued to events", "注释与事件粘在一块"),
        ("the rest of the piece is dropped with the comment", "块里剩下的内容随注释一起丢掉"),
    ),
    "M9": (
        ("an error event together with another", "错误事件与其他事件同块"),
        ("the error is swallowed", "错误被吞掉"),
    ),
    "M10": (
        ("every piece is a tail and a head", "每块都是上一个的尾加下一个的头"),
        (
            'endsWith("\\n\\n") is never true: the answer appears at the end',
            'endsWith("\\n\\n") 永不成立：回答到最后才一起出现',
        ),
    ),
    "Z1": (
        ("a piece of one byte", "一个字节的块"),
        ("a piece is taken to hold at least a field name", "认定一块至少有一个字段名"),
    ),
    "Z2": (
        ("all pieces of one byte", "全部为一个字节的块"),
        ("buffers that are copied with each piece: quadratic time", "每块都复制缓冲区：平方级耗时"),
    ),
    "Z3": (
        ("a piece of two or three bytes", "两三个字节的块"),
        ("a piece shorter than a character is dropped", "比一个字符还短的块被丢弃"),
    ),
    "Z4": (
        ("a piece of 8192 bytes, one less or one more", "8192±1 字节的块"),
        ("a full read buffer is taken for more to come, or the reverse", "用“缓冲区读满”判断是否还有数据"),
    ),
    "Z5": (
        ("a piece of 16384 bytes, one less or one more", "16384±1 字节的块"),
        ("TLS record and libcurl buffer size: as 8192", "TLS 记录和 libcurl 缓冲区大小：同 8192"),
    ),
    "Z6": (
        ("a piece of 32768 or 65536 bytes, one less or one more", "32768±1 或 65536±1 字节的块"),
        ("Cronet and Chromium buffer size: as 8192", "Cronet 和 Chromium 缓冲区大小：同 8192"),
    ),
    "Z7": (
        ("a piece of 128 KiB or more", "128 KiB 或更大的块"),
        ("String.fromCharCode.apply throws RangeError", "String.fromCharCode.apply 抛出 RangeError"),
    ),
    "Z8": (
        ("a piece of 1 MiB or more", "1 MiB 或更大的块"),
        ("limits of bridges and buffers; the page freezes", "桥接层和缓冲区的上限；页面卡死"),
    ),
}

#: what a body must have
_NEEDS: dict[str, tuple[str, str]] = {
    "two-byte": ("two-byte characters (accents, Cyrillic)", "两字节字符（é、西里尔字母）"),
    "three-byte": ("characters of three or more bytes (Chinese)", "三字节及以上的字符（汉字）"),
    "four-byte": ("four-byte characters (emoji)", "四字节字符（emoji）"),
    "bom": ("a byte order mark at the start", "开头有 BOM"),
    "feff": ("U+FEFF in the middle of the text", "文字中间有 U+FEFF"),
    "separators": ("U+2028, U+2029 or U+0085 in the text", "文字里有 U+2028、U+2029 或 U+0085"),
    "crlf": ("server-sent events with CRLF line ends", "使用 CRLF 换行的 SSE"),
    "cr": ("server-sent events with CR line ends", "使用单独 CR 换行的 SSE"),
    "lf": ("server-sent events with LF in their line ends", "换行含 LF 的 SSE"),
    "event": ("a server-sent event", "SSE 事件"),
    "data": ("a data line", "data 行"),
    "two-fields": ("an event with two different fields (event:, id:)", "有两个不同字段的事件（event:、id:）"),
    "multi-line": ("an event with two data lines", "有两行 data 的事件"),
    "two-events": ("two events", "两个事件"),
    "three-events": ("three events", "三个事件"),
    "empty-data": ("an empty data line", "空的 data 行"),
    "space": ("a space behind the colon", "冒号后有空格"),
    "no-space": ("no space behind the colon (DashScope, Spring)", "冒号后没有空格（DashScope、Spring）"),
    "event-field": ("an event: field", "event: 字段"),
    "id-field": ("an id: field of two characters or more", "两个字符以上的 id: 字段"),
    "retry-field": ("a retry: field", "retry: 字段"),
    "comment": ("a comment (: keep-alive)", "注释（: keep-alive）"),
    "json": ("JSON payload", "JSON 内容"),
    "json-string": ("a JSON string", "JSON 字符串"),
    "json-number": ("a JSON number of two characters or more", "两位以上的 JSON 数字"),
    "json-literal": ("true, false or null in JSON", "JSON 里的 true、false 或 null"),
    "escape": ("a short escape such as \\n in JSON", "JSON 里 \\n 之类的短转义"),
    "escape-quote": ('an escaped quote (\\") in JSON', 'JSON 里的转义引号（\\"）'),
    "escape-backslash": ("an escaped backslash (\\\\) in JSON", "JSON 里的转义反斜杠（\\\\）"),
    "escape-unicode": ("a \\uXXXX escape in JSON", "JSON 里的 \\uXXXX 转义"),
    "escape-surrogates": ("an escaped surrogate pair (\\ud83d\\ude42)", "转义的代理对（\\ud83d\\ude42）"),
    "done": ("a data: [DONE] line", "data: [DONE] 行"),
    "no-final-newline": ("a last event that no blank line ends", "最后一个事件没有空行结尾"),
    "usage-done": ("a usage event right before [DONE]", "[DONE] 前紧挨着 usage 事件"),
    "record": ("an NDJSON record", "NDJSON 记录"),
    "two-records": ("two NDJSON records", "两条 NDJSON 记录"),
    "record-crlf": ("an NDJSON record that ends in CRLF", "以 CRLF 结尾的 NDJSON 记录"),
    "record-no-final-lf": ("a last NDJSON record without LF", "最后一条 NDJSON 记录没有 LF"),
    "text-field": ("content with text like data: or id:", "内容里有 data:、id: 之类的文字"),
    "text-done": ("content with the text [DONE]", "内容里有 [DONE] 这段文字"),
    "nested-json": ("an object inside a JSON object", "JSON 对象里嵌套对象"),
    "text-blank": ("content with braces back to back or \\n\\n", "内容里有背靠背的花括号或 \\n\\n"),
    "tail": ("an event before data: [DONE]", "data: [DONE] 之前有事件"),
    "tail-usage": ("a usage event between an event and [DONE]", "事件与 [DONE] 之间有 usage 事件"),
    "comment-event": ("a comment block and an event", "注释块和事件"),
    "error-event": ("an error event and another event", "错误事件和另一个事件"),
    **{
        f"bytes-{size}": (f"a body of {size:,} bytes or more", f"至少 {size:,} 字节的响应体")
        for size in (1, 2, 8_191, 16_383, 32_767, 131_072, 1_048_576)
    },
}

SENTENCES: dict[str, tuple[str, str]] = {
    **{f"boundaries.{code}.title": title for code, (title, _) in _CLASSES.items()},
    **{f"boundaries.{code}.bug": bug for code, (_, bug) in _CLASSES.items()},
    **{f"boundaries.needs.{key}": need for key, need in _NEEDS.items()},
    "boundaries.absent": ("needs {needs}; try {cassette}", "需要{needs}；可用 {cassette}"),
    "boundaries.absent-nowhere": ("needs {needs}", "需要{needs}"),
    "boundaries.encoded": (
        "the body is content-encoded: it has no boundary classes; record with Accept-Encoding: identity",
        "响应体经过内容编码，没有任何边界类别；录制时请用 Accept-Encoding: identity",
    ),
    "boundaries.or-try": (", or try {cassette}", "，也可用 {cassette}"),
    "boundaries.no-classes": (
        "the body has no boundary class that a cut could hit",
        "响应体没有任何可由切点覆盖的边界类别",
    ),
    "boundaries.unjudged": (
        "--fail-under {wanted} can't be judged: {reason}.",
        "无法判定 --fail-under {wanted}：{reason}。",
    ),
    "boundaries.merged": (
        "merged by the client: raise --gap, or use --gap assured",
        "被客户端合并：加大 --gap，或用 --gap assured",
    ),
    "boundaries.lengths": (
        "expected callback lengths of at most {size} bytes together, found {found}; post them in bytes, in order",
        "回调长度之和应不超过 {size} 字节，实际为 {found}；请按顺序提交各次回调的字节数",
    ),
    "boundaries.negative": (
        "expected callback lengths of 0 bytes or more, found {found} as number {number}; post how many bytes each "
        "callback got",
        "每次回调的长度应不小于 0 字节，第 {number} 个却是 {found}；请提交每次回调收到的字节数",
    ),
    "boundaries.not-sent": ("planned, but not sent by itself", "切分方案里有，但没有单独发出"),
    "boundaries.not-planned": ("not in the plan", "切分方案里没有"),
}
