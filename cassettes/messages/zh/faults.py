"""Chinese for faults and rewrites, by the English sentence."""

CHINESE: dict[str, str] = {
    "Character {at}: `{one}` and `{other}` contradict one another in `{name}`. Leave one of them out.": (
        "第 {at} 个字符：`{name}` 里的 `{one}` 和 `{other}` 互相矛盾。请去掉其中一个。"
    ),
    "`{one}` and `{other}` are of the same phase, and a spec has one of each. Leave one of them out.": (
        "`{one}` 和 `{other}` 属于同一阶段，一个写法里每个阶段只能有一个。请去掉其中一个。"
    ),
    "`{name}` rewrites {wanted}, and this body is {found}. Leave it out for this recording.": (
        "`{name}` 只能改写 {wanted}，而这个响应体是 {found}。播放这个录制时请去掉它。"
    ),
    "`at={address}` lies beyond the recorded body, which has {has}.": (
        "`at={address}` 超出了录制的响应体，它只有 {has}。"
    ),
    "{count} bytes": "{count} 个字节",
    "{count} chunks": "{count} 个分块",
    "{count} events": "{count} 个事件",
    "an end {ms} ms after its request": "到请求之后 {ms} 毫秒为止的内容",
    "{option} takes one of its kind, such as {example}; found {found!r}.": (
        "{option} 需要同类的写法，例如 {example}；实际是 {found!r}。"
    ),
    "What goes wrong: 'reset,at=event:5', 'truncate,at=share:0.5,times=1' ... May be given again.": (
        "注入的故障：'reset,at=event:5'、'truncate,at=share:0.5,times=1' 等，可重复给出。"
    ),
    "The same answer in other bytes: crlf ... May be given again.": "同样的回答，换一种字节：crlf 等，可重复给出。",
    "The body stops at `at`, and the response is complete there: a client can't tell by HTTP that more was due.": (
        "响应体在 `at` 处结束，并且响应在那里是完整的：从 HTTP 上看不出还缺内容。"
    ),
    "A gateway that takes an upstream's broken stream for its end; a limit on output bytes.": (
        "网关把上游断开的流当作正常结束；输出字节数的上限。"
    ),
    "Nothing comes for `for` at `at`; the rest follows at its pace, as far behind.": (
        "在 `at` 处停顿 `for` 这么久；其余内容按原来的节奏顺延。"
    ),
    "A model that thinks, an upstream that retries, a relay that waits for its next hop.": (
        "模型在思考，上游在重试，中转在等下一跳。"
    ),
    "The connection is reset (RST) at `at`, once the bytes before it were acknowledged; with `at=head` there is no "
    "response.": "前面的字节得到确认后，连接在 `at` 处被重置（RST）；`at=head` 时没有任何响应。",
    "A server process that dies, a load balancer that gives up, a firewall.": (
        "服务进程崩溃，负载均衡放弃连接，防火墙。"
    ),
    "The connection is closed (FIN) at `at`, without the end that the framing asks for.": (
        "连接在 `at` 处被关闭（FIN），没有发出分帧所要求的结尾。"
    ),
    "A gateway's time limit, a deploy in the middle of an answer.": "网关超时，回答途中重新部署。",
    "The end never comes: the connection stays open until the client leaves (`requestTask.abort()`).": (
        "结尾永远不来：连接一直开着，直到客户端离开（`requestTask.abort()`）。"
    ),
    "A server that forgets to end its response behind the last event.": "服务端在最后一个事件之后忘了结束响应。",
    "Nothing more comes at `at`, no FIN and no RST, until the client gives up.": (
        "从 `at` 起不再有任何内容，没有 FIN 也没有 RST，直到客户端放弃。"
    ),
    "A phone that loses its network, a NAT that forgets the connection.": "手机断网，NAT 丢掉了连接记录。",
    "Every line ends in CR LF.": "每一行都以 CR LF 结尾。",
    "Decoders that split at `\\n\\n`, and those that lose a CR whose LF comes in the next piece.": (
        "按 `\\n\\n` 切分的解码器，以及 CR 与 LF 分在两块时会丢掉 CR 的解码器。"
    ),
    "Every line ends in CR alone, which the standard allows and hardly any server sends.": (
        "每一行只以 CR 结尾：标准允许，但几乎没有服务端这样发送。"
    ),
    "Decoders that know LF only.": "只认识 LF 的解码器。",
    "The JSON of each event has no white space between its tokens, as JavaScript writes it.": "每个事件的 JSON 在记号之间没有空白，和 JavaScript 写出的一样。",
    'Clients that look for `": "`, and regular expressions in place of a parser.': '按 `": "` 查找的客户端，以及用正则表达式代替解析器的代码。',
    "The JSON of each event is indented over several lines, each a `data` line of its own.": "每个事件的 JSON 缩进成多行，每一行各占一个 `data` 行。",
    "Decoders that parse each `data` line by itself, or join the lines of an event with nothing or a blank.": "逐个解析 `data` 行的解码器，以及把一个事件的多行直接拼接或用空格拼接的解码器。",
    "Every character above ASCII in JSON is an escape `\\uXXXX`, as Python's `json` writes it.": "JSON 中所有非 ASCII 字符都写成 `\\uXXXX` 转义，和 Python 的 `json` 写出的一样。",
    "Hand-made parsers that show `\\u4f60`, and escapes of two surrogates that are decoded one by one.": "会显示出 `\\u4f60` 的手写解析器，以及把一对代理项转义分开解码的代码。",
    "Every escape `\\uXXXX` in JSON that JSON does not ask for is the character itself in UTF-8.": "JSON 里并非必需的 `\\uXXXX` 转义都换成 UTF-8 的字符本身。",
    "Clients that were tried with ASCII only, and lose characters at the edges of chunks.": "只用 ASCII 测试过、会在分块边界丢字符的客户端。",
    "The body begins with a byte order mark.": "响应体以字节顺序标记（BOM）开头。",
    "Clients whose first event is lost: its field is called `\\ufeffdata`, its JSON begins with U+FEFF.": "会丢掉第一个事件的客户端：字段名成了 `\\ufeffdata`，JSON 以 U+FEFF 开头。",
    "No blank stands behind the colon of a field, as DashScope and Coze send it.": "字段的冒号后面没有空格，和 DashScope、Coze 发送的一样。",
    "Decoders that look for `data: ` with its blank, or always drop six characters.": "查找带空格的 `data: `，或总是去掉六个字符的解码器。",
    "In each event `data` stands before `event`, and `id` last.": "每个事件中 `data` 在 `event` 之前，`id` 在最后。",
    "Decoders that act on a `data` line when it comes, under the name or id of the event before.": "一遇到 `data` 行就处理的解码器：它会用上一个事件的名字或 id。",
    "A comment `: keep-alive` stands before every event; with `at=inside` before the `data` lines within it.": "每个事件之前有一行注释 `: keep-alive`；`at=inside` 时在事件内部，位于 `data` 行之前。",
    "Comments given to `JSON.parse`, loops that a comment ends, events told by how their block begins.": "把注释交给 `JSON.parse`，遇到注释就结束的循环，以及按块的开头识别事件的代码。",
    "One more blank line stands behind every event or record.": "每个事件或记录后面多一个空行。",
    "Decoders that make an empty event of it, or parse an empty string.": "把空行当成空事件，或去解析空字符串的解码器。",
    "Names of response headers are in lower case, as HTTP/2 has them; `to` gives `upper` or `title` instead.": "响应头的名字全部小写，和 HTTP/2 一样；`to` 可改为 `upper` 或 `title`。",
    "Clients that look up `res.header['Content-Type']` as one server happened to write it.": "按某个服务端恰好的写法查找 `res.header['Content-Type']` 的客户端。",
    "The data of each event is as `encodeURIComponent` writes it. This changes what a client sees: it has to decode the data.": "每个事件的数据写成 `encodeURIComponent` 的结果。客户端看到的内容因此不同：它必须先解码。",
    "`decodeURIComponent` on half a character, and on text that was not encoded.": "对半个字符、或对未编码的文本调用 `decodeURIComponent`。",
    "The data of each event is in base64. This changes what a client sees: it has to decode the data.": "每个事件的数据是 base64。客户端看到的内容因此不同：它必须先解码。",
    "`atob` taken for text: characters above U+00FF come out as two or three.": "把 `atob` 的结果当作文本：U+00FF 以上的字符会变成两三个。",
    "`retoken` finds no pieces of an answer in this body: it knows the streams of OpenAI, Anthropic, Gemini, DashScope, Ollama and their kin. Leave it out for this recording.": "`retoken` 在这个响应体里找不到回答的片段：它认识 OpenAI、Anthropic、Gemini、DashScope、Ollama 及同类的流。播放这个录制时请去掉它。",
    "`retoken` would make more than {limit} MiB of this body, since every event repeats what stands around its text. `at=one` makes fewer events.": "`retoken` 会让这个响应体超过 {limit} MiB，因为每个事件都要重复文本周围的内容。`at=one` 产生的事件较少。",
    "The same answer in other events: its pieces are cut in tags, code fences, `**`, arguments of tools and emoji, or anew; `at` names one way, else the seed takes turns.": "同样的回答，换成别的事件：在标签、代码围栏、`**`、工具参数和 emoji 内部切开，或全部重新切分；`at` 指定一种方式，否则由种子轮流选择。",
    "Tags, tool markers and Markdown that are looked for in one delta, and `delta.content` taken for a word.": "只在一个 delta 里查找标签、工具标记和 Markdown 的代码，以及把 `delta.content` 当成一个词的代码。",
}
