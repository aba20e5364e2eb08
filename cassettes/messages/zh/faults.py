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
    "List the faults, in the order of their phases.": "按阶段的顺序列出所有故障。",
    "List the rewrites, in the order of their stages.": "按阶段的顺序列出所有改写。",
    "In real life: {cases}": "现实中：{cases}",
    "It may put bytes into the body that were not recorded there.": "可能在响应体里加入没有录制过的字节。",
}
