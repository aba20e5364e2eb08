"""Chinese for faults and rewrites, by the English sentence."""

CHINESE: dict[str, str] = {
    "Character {at}: `{one}` and `{other}` contradict one another in `{name}`. Leave one of them out.": (
        "第 {at} 个字符：`{name}` 里的 `{one}` 和 `{other}` 互相矛盾。请去掉其中一个。"
    ),
    "`{one}` and `{other}` are of the same phase ({place}), and a spec has one of each. Leave one of them out.": (
        "故障 `{one}` 和 `{other}` 属于同一阶段（{place}），一个 spec 里每个阶段只能有一个。请去掉其中一个。"
    ),
    "`{one}` and `{other}` are of the same stage ({place}), and a spec has one of each. Leave one of them out.": (
        "改写 `{one}` 和 `{other}` 属于同一步骤（{place}），一个 spec 里每个步骤只能有一个。请去掉其中一个。"
    ),
    " A rewrite has no gates: every request gets it.": "改写没有次数、概率之类的条件：每个请求都会得到它。",
    "{option} {text!r}: {what}": "{option} {text!r}：{what}",
    "Character {at}: no rewrite is called {name!r}.{hint} `chunktape plan --rewrites` lists them.": (
        "第 {at} 个字符：没有名为 {name!r} 的改写。{hint}用 `chunktape plan --rewrites` 查看全部改写。"
    ),
    "Character {at}: no fault is called {name!r}.{hint} `chunktape plan --faults` lists them.": (
        "第 {at} 个字符：没有名为 {name!r} 的故障。{hint}用 `chunktape plan --faults` 查看全部故障。"
    ),
    "Character {at}: `{name}` is a rewrite, so ask for it with --rewrite '{text}'.": (
        "第 {at} 个字符：`{name}` 是改写，请写成 --rewrite '{text}'。"
    ),
    "Character {at}: `{name}` is a fault, so ask for it with --fault '{text}'.": (
        "第 {at} 个字符：`{name}` 是故障，请写成 --fault '{text}'。"
    ),
    "Character {at}: `{name}` is a split, so ask for it with --split '{text}'.": (
        "第 {at} 个字符：`{name}` 是切法，请写成 --split '{text}'。"
    ),
    "Character {at}: `{name}` has an option of its own, --{name}.": "第 {at} 个字符：`{name}` 有自己的选项 --{name}。",
    "server-sent events (NDJSON has `as=comment`)": " SSE 事件（NDJSON 可以用 `as=comment`）",
    "`{name}` rewrites {wanted}, and this body is {found}. Leave it out for this recording.": (
        "`{name}` 只能改写 {wanted}，而这个响应体是 {found}。播放这个录制时请去掉它。"
    ),
    "`at={address}` lies beyond the recorded body, which has {has}.": (
        "`at={address}` 超出了录制的响应体，它只有 {has}。"
    ),
    "Character {at}: `{name}` draws nothing, so a seed changes nothing. Leave it out, or add a probability such as `p=0.5`.": (
        "第 {at} 个字符：`{name}` 不含随机，`seed` 不起作用。请去掉它，或加上概率，例如 `p=0.5`。"
    ),
    "Character {at}: `{key}` means something only with {wanted}. Leave it out, or add one of them.": (
        "第 {at} 个字符：`{key}` 只有和 {wanted} 一起才有意义。请去掉它，或加上其中一个。"
    ),
    "`retoken,at={at}` finds nothing of that kind in this answer. Leave it out for this recording.": (
        "`retoken,at={at}` 在这个回答里找不到这类内容。播放这个录制时请去掉它。"
    ),
    "{fault}: not reached": "{fault}：没有走到",
    "{fault}: nothing to change here": "{fault}：这里没有可改的",
    "{fault} before the head, {seconds:.2f} s": "{fault}：在响应头之前，{seconds:.2f} 秒",
    "{fault} behind byte {bytes}, {seconds:.2f} s": "{fault}：在第 {bytes} 个字节之后，{seconds:.2f} 秒",
    "{fault}: not this request ({gate})": "{fault}：本次请求不触发（{gate}）",
    "`{coding}` hides the characters that `{name}` changes. Leave one of them out.": (
        "`{coding}` 之后看不到 `{name}` 要改动的字符。请去掉其中一个。"
    ),
    "`{part}` fits none of these recordings, so it does nothing. {first}": (
        "`{part}` 不适用于这里的任何录制，因此不会起作用。{first}"
    ),
    "{label}: {why}": "{label}：{why}",
    "it would stay as it is.": "它会保持原样。",
    "one JSON document": "单个 JSON 文档",
    "{count} bytes": "{count} 个字节",
    "{count} chunks": "{count} 个分块",
    "{count} events": "{count} 个事件",
    "an end {ms} ms after its request": "到请求之后 {ms} 毫秒为止的内容",
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
    "`{name}` changes the framing of a body, and this response can't have a body.": "`{name}` 改变响应体的分帧，而这个响应不可能有响应体。",
    "`content-length` can't stand before a body with the transfer coding {coding} (RFC 9112 section 6.2).": (
        "带有传输编码 {coding} 的响应体之前不能有 `content-length`（RFC 9112 第 6.2 节）。"
    ),
    "{count} characters of more than one byte": "{count} 个多字节字符",
    "The head comes `by` late, and everything behind it as late as that.": "响应头晚到 `by` 这么久，后面的一切同样顺延。",
    "A model in a queue, a cold start, a gateway that waits for its upstream.": "模型在排队，冷启动，网关在等上游。",
    "The first bytes of the body are held until `n` have gathered, or until it ends; they come in one write.": "响应体开头的字节先扣住，攒够 `n` 个（或到结尾）才一次发出。",
    "URLSession on iOS, which waits for 512 bytes; a proxy or a compressor that fills its buffer first.": "iOS 的 URLSession 会先等满 512 字节；代理或压缩器先填满缓冲区。",
    "Nothing comes for `for` at `at`; then all that is due comes in one write, the rest when it is due.": "在 `at` 处停顿 `for` 这么久；随后已到期的内容一次全到，其余按原定时间到达。",
    "An app that was in the background and is back; a phone that changes from one cell to the next.": "应用切到后台又回来；手机切换基站。",
    "`n` bytes of the body come every `every`, however fast they were recorded.": "无论录制时多快，每隔 `every` 只来 `n` 个字节。",
    "A server that flushes a small buffer by a timer, a slow-loris test, a link with small packets.": "服务端按定时器冲刷小缓冲区，慢速攻击测试，小包链路。",
    "At most `rate` bytes of the body come in a second; what has to wait comes in order, as it passes.": "每秒最多 `rate` 个字节；排队的内容按顺序依次通过。",
    "A phone at the edge of its network, a throttled plan, a proxy that shapes traffic.": "信号边缘的手机，被限速的套餐，做流量整形的代理。",
    "The size line of every transfer chunk comes in two segments, `gap` apart: torn behind its first digit, behind the size, or between CR and LF.": "每个传输分块的长度行分两段到达，相隔 `gap`：在第一位数字之后、长度之后，或 CR 与 LF 之间断开。",
    "TCP, which may cut anywhere; it hurts clients that read HTTP themselves.": "TCP 可以在任何位置切断；自己解析 HTTP 的客户端会受影响。",
    "`k` transfer chunks come in one segment, when the last of them is due.": "`k` 个传输分块在其中最后一个到期时合成一段到达。",
    "Nagle's algorithm, a TLS record with several writes, a busy client that reads late.": "Nagle 算法，一个 TLS 记录装了几次写入，客户端忙而读得晚。",
    "The sizes of transfer chunks are in upper case and have `pad` digits at least: `001F` for `1f`.": "传输分块的长度用大写，并且至少 `pad` 位：`1f` 写成 `001F`。",
    "Servers that write a fixed width, so that they can fill the size in later.": "服务端用固定宽度，以便事后填入长度。",
    "Each size of a transfer chunk has an extension behind it, such as `1f;name=value`.": "每个传输分块的长度后面带扩展，例如 `1f;name=value`。",
    "Proxies that sign or trace what they pass on; a standard that hardly anybody tests.": "代理为转发内容签名或做跟踪；标准允许，但几乎没人测试。",
    "Behind the last chunk come `n` trailer fields, which the head announces.": "最后一个分块之后有 `n` 个尾部字段，响应头里有声明。",
    "gRPC gateways, servers that send a checksum or a status behind the answer.": "gRPC 网关，在回答之后发送校验和或状态的服务端。",
    "The first transfer chunk that begins at `at` or behind it has a size that is none, and the connection is closed at the end.": "`at` 处或其后开始的第一个传输分块的长度不是合法长度，连接在结尾处关闭。",
    "A server that writes body bytes behind a length that it miscounted; two writers on one connection.": "服务端算错了长度；两个写入者共用一个连接。",
    "The last chunk is missing, or breaks off behind its `size` or its `line`; then the connection is closed.": "缺少最后一个分块，或者它在 `size` 或 `line` 之后中断；随后连接关闭。",
    "A worker that is killed behind its last event; a proxy that closes without an end.": "工作进程在最后一个事件之后被杀；代理不发结尾就关闭。",
    "The body comes with a Content-Length instead of in transfer chunks; `long` and `short` are `by` bytes wrong, and the connection is closed behind the body.": "响应体带 Content-Length 而不用传输分块；`long` 和 `short` 相差 `by` 个字节，响应体之后连接关闭。",
    "A proxy that buffers whole answers; a middleware that changes a body and not its length.": "代理缓冲整个回答；中间件改了响应体却没改长度。",
    "The body has neither transfer chunks nor a length: it ends where the connection is closed.": "响应体既没有传输分块也没有长度：连接关闭即结束。",
    "An HTTP/1.0 backend, `proxy_http_version 1.0`, a CGI script.": "HTTP/1.0 后端，`proxy_http_version 1.0`，CGI 脚本。",
    "The end of the response comes `by` late, behind all of its body.": "响应体全部到达之后，结尾晚到 `by` 这么久。",
    "A server that writes its log, or asks a second model, before it ends the answer.": "服务端结束回答之前先写日志或再问一个模型。",
    "A hop ends the connection in the first silence longer than `over`, the one before the head too; without one nothing happens (put a `stall` before it).": "某一跳在第一段超过 `over` 的静默中断开连接，响应头之前的静默也算；没有这样的静默就什么都不发生（可以配合 `stall`）。",
    "`proxy_read_timeout` of nginx (60 s), idle limits of load balancers, a phone's own time limit.": "nginx 的 `proxy_read_timeout`（60 秒），负载均衡的空闲限制，手机自身的时限。",
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
    "`{name}` changes {wanted}, and this body is {found}. Leave it out for this recording.": (
        "`{name}` 只能改动 {wanted}，而这个响应体是 {found}。播放这个录制时请去掉它。"
    ),
    "`{name}` needs {needs}, and this body has none. Leave it out for this recording.": (
        "`{name}` 需要{needs}，而这个响应体里没有。播放这个录制时请去掉它。"
    ),
    "an event": "一个事件",
    "a byte": "至少一个字节",
    "a letter": "至少一个字母",
    "an event such as [DONE] or message_stop": "像 [DONE] 或 message_stop 这样的结束事件",
    "Another status in place of the answer: with JSON or one event in the form of the provider whose answer was "
    "recorded, with a gateway's HTML page, or with nothing. 429 has the provider's rate-limit headers; 200 has an "
    "error where the answer should be.": (
        "用另一个状态码代替回答：JSON 或一个事件（采用所录服务商的格式）、网关的 HTML 页面，或者什么都没有。"
        "429 带有该服务商的限流响应头；200 则在本该是回答的地方放一个错误。"
    ),
    "Quotas, overload, a gateway without its backend, a login page in place of an API.": (
        "配额用完，过载，网关找不到后端，接口变成了登录页。"
    ),
    "The client is sent to `to`, a path with colons for slashes, or to where it was, which is a loop; with `times=1` "
    "it gets the answer there. A POST stays one behind 307 and 308; behind 301, 302 and 303 most clients make a GET of "
    "it, which no recording of a POST answers.": (
        "客户端被重定向到 `to`（用冒号代替斜杠的路径），或者回到原地址，那就成了循环；加上 `times=1` 则能在那里拿到回答。"
        "307 和 308 之后 POST 还是 POST；301、302、303 之后多数客户端改发 GET，POST 的录制不会回答它。"
    ),
    "http that moves to https, a trailing slash, a session that is over; a loop of two rules.": (
        "http 跳到 https，末尾的斜杠，登录过期；两条规则互相跳转。"
    ),
    "The Content-Type is missing, says another type, or says the same in capitals and without a blank "
    "(`TEXT/EVENT-STREAM;Charset=UTF-8`), which means the same. The body stays as it is.": (
        "没有 Content-Type，写成别的类型，或者用大写且不带空格的写法（`TEXT/EVENT-STREAM;Charset=UTF-8`），含义相同。响应体不变。"
    ),
    "Frameworks with a default type, gateways that set their own; clients that compare the whole header.": (
        "框架的默认类型，网关自己设置的类型；以及比较整个响应头的客户端。"
    ),
    "The event at `at` comes twice, one right behind the other.": "`at` 处的事件连续来两次。",
    "A relay that sends again what it had sent, a consumer group that delivers at least once.": (
        "中转重发了已经发过的内容，消息队列“至少一次”投递。"
    ),
    "The event at `at` does not come.": "`at` 处的事件没有来。",
    "A relay with a full buffer, a filter that swallows an event, a client that came too late.": (
        "中转缓冲区满了，过滤器吞掉了一个事件，客户端来晚了。"
    ),
    "The event at `at` comes behind the next one.": "`at` 处的事件排到了下一个事件之后。",
    "A backend that writes events from two threads.": "后端用两个线程写事件。",
    "An error event comes before the event at `at`, as the provider whose answer was recorded writes it: for the status "
    "`code`, or its most frequent one. `then` says what follows: the provider's own end, nothing, `[DONE]` or its like "
    "alone, or the rest of the answer.": (
        "`at` 处的事件之前来一个错误事件，写法与所录服务商相同：对应状态码 `code`，不写则用最常见的那个。`then` 说明之后来什么："
        "该服务商自己的结尾、什么都没有、只有 `[DONE]` 之类的结束事件，或者其余全部内容。"
    ),
    "A model that is overloaded in the middle of an answer, a filter, a quota that is used up.": (
        "回答途中模型过载，内容审核，配额用完。"
    ),
    "With every n-th event comes a heartbeat: a comment before it, an event `ping`, a comment line inside the event "
    "(legal), or a comment with its blank line in the middle of a line (a bug of proxies). NDJSON has blank lines.": (
        "每 n 个事件带一个心跳：事件前的注释、`ping` 事件、事件内部的注释行（合法），"
        "或者在一行中间插入带空行的注释（代理的错误）。NDJSON 用空行。"
    ),
    "Anthropic's pings, OpenRouter's and DeepSeek's comments, a proxy that writes by its own timer.": (
        "Anthropic 的 ping，OpenRouter 和 DeepSeek 的注释，按自己的定时器写入的代理。"
    ),
    "One byte is another: one bit of it is flipped, or the bits of `xor`. Without `at` the seed chooses it.": (
        "一个字节被改掉：翻转其中一位，或者 `xor` 给出的那些位。不写 `at` 时由种子选择。"
    ),
    "Broken memory, a filter that rewrites text, a gateway that takes the body for another encoding.": (
        "内存损坏，改写文本的过滤器，把响应体当成别的编码的网关。"
    ),
    "The first character of several bytes behind `at` is no UTF-8: its lead byte alone, its last byte replaced, or "
    "two surrogates of three bytes each. In a body of ASCII alone it is put in.": (
        "`at` 之后第一个多字节字符不是合法的 UTF-8：只有首字节、最后一个字节被替换，或者两个各三字节的代理项。"
        "响应体只有 ASCII 时则插入一个。"
    ),
    "A backend that cuts tokens in the middle of a character, or strings at a length in bytes; Java's UTF-8.": (
        "后端在字符中间切 token，或者按字节长度截断字符串；Java 的 UTF-8。"
    ),
    "The event that says that the answer is over (`[DONE]`, `message_stop`, `done: true` ...) is missing, comes twice, "
    "or comes before the event that it should follow.": (
        "表示回答结束的事件（`[DONE]`、`message_stop`、`done: true` 等）没有来、来了两次，或者来在它前一个事件之前。"
    ),
    "Backends that end with the connection alone, relays that add an end of their own.": (
        "只靠断开连接来结束的后端，自己又加一个结束标记的中转。"
    ),
    "The event that says that the answer is over comes `for` later than the last text.": (
        "表示回答结束的事件比最后的文字晚来 `for` 这么久。"
    ),
    "A backend that stores the answer, counts tokens or looks for a title before it says the end.": (
        "后端在说结束之前先存储回答、统计 token 或生成标题。"
    ),
    "The last event ends without its blank line, or without any line end at all: the standard lets a client discard "
    "it.": "最后一个事件没有空行，或者连换行都没有：按标准，客户端可以丢弃它。",
    "Backends that join events by blank lines instead of ending each; an answer cut by a size limit.": (
        "用空行连接事件而不是给每个事件加结尾的后端；被大小上限截断的回答。"
    ),
    "The body begins at `at`, at once and with the gaps that it has from there on; with `ids=1` events get their number "
    "for an id, if none has one. A client that returns with `Last-Event-ID` gets this by itself.": (
        "响应体从 `at` 处开始，立即发出，之后保持原来的间隔；`ids=1` 时，如果没有任何事件带 id，就用事件的序号作 id。"
        "带着 `Last-Event-ID` 回来的客户端会自动得到它。"
    ),
    "An EventSource that connects again, a client that asks for the rest.": "重新连接的 EventSource，请求其余内容的客户端。",
    "The server ends the response on purpose before the event at `at`, with `retry:` as its last word: an EventSource "
    "returns after `ms` with `Last-Event-ID`. Where the recording has no ids, events get their number.": (
        "服务端在 `at` 处的事件之前主动结束响应，最后发 `retry:`：EventSource 会在 `ms` 毫秒后带着 `Last-Event-ID` 回来。"
        "录制里没有 id 时，事件用自己的序号作 id。"
    ),
    "A server that frees its connections now and then, a gateway whose answers may last a minute.": (
        "定期释放连接的服务端，响应最长一分钟的网关。"
    ),
    "Every line ends in CR LF.": "每一行都以 CR LF 结尾。",
    "Decoders that split at `\\n\\n`, and those that lose a CR whose LF comes in the next piece.": (
        "按 `\\n\\n` 切分的解码器，以及 CR 与 LF 分在两段时会丢掉 CR 的解码器。"
    ),
    "Every line ends in CR alone, which the standard allows and hardly any server sends.": (
        "每一行只以 CR 结尾：标准允许，但几乎没有服务端这样发送。"
    ),
    "Decoders that know LF only.": "只认识 LF 的解码器。",
    "List the faults, in the order of their phases.": "按阶段的顺序列出所有故障。",
    "List the rewrites, in the order of their stages.": "按阶段的顺序列出所有改写。",
    "not sent": "不会发出",
    "sent up to byte {sent}": "发到第 {sent} 个字节为止",
    "Sent: {bytes} of {size} bytes, {pieces} of {planned} pieces": (
        "发出：{size} 个字节中的 {bytes} 个，{planned} 段中的 {pieces} 段"
    ),
    "an address": "地址",
    "An address (at=) is a place in the recorded body:": "位置（at=）指录制的响应体中的某处：",
    "before the twelfth event or record": "第 12 个事件或记录之前",
    "in the middle of it": "这个事件的中间",
    "before the blank line that ends it, or the line end of a record": "结束它的空行之前，或记录的换行之前",
    "in the third character of more than one byte": "第三个多字节字符的中间",
    "behind 268 bytes": "268 个字节之后",
    "before the seventh recorded chunk": "录制的第 7 个分块之前",
    "behind half of the bytes": "一半字节之后",
    "before what was recorded later than 3 s after the request": "请求 3 秒以后录到的内容之前",
    "before the status line": "状态行之前",
    "behind the last byte": "最后一个字节之后",
    "Which requests of a client meet a fault (without a gate all):": "同一客户端的哪些请求会遇到故障（不写条件就是全部）：",
    "the third request alone": "只有第三个请求",
    "not the first two": "前两个请求除外",
    "the first request alone, then it heals; with after=2 the third": (
        "只有第一个请求，之后恢复正常；与 after=2 合用则是第三个"
    ),
    "each request with that probability, drawn from the seed": "每个请求按这个概率，由种子决定",
    "requests within 30 s of the first; a fault whose own duration is called for keeps that": (
        "第一个请求之后 30 秒内的请求；故障自己的时长也叫 for 时，for 指那个时长"
    ),
    "In brackets stands the phase: a spec has one fault of each. Every fault takes v, its version, too.": (
        "括号里是阶段：一个 spec 里每个阶段只能有一个故障。每个故障还可以写 v，即它的版本。"
    ),
    "In brackets stands the stage: a spec has one rewrite of each. Every rewrite takes v, its version, too. "
    "None has a gate: each request gets it.": (
        "括号里是步骤：一个 spec 里每个步骤只能有一个改写。每个改写还可以写 v，即它的版本。改写没有条件：每个请求都会得到它。"
    ),
    "--profiles, --faults and --rewrites list what there is, for any file: leave out {file}.": (
        "--profiles、--faults 和 --rewrites 列出所有可选项，与文件无关：请去掉 {file}。"
    ),
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
    "Comments given to `JSON.parse`, loops that a comment ends, events told by how their block begins.": "把注释交给 `JSON.parse`，遇到注释就结束的循环，以及按段的开头识别事件的代码。",
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
    "`retoken` takes bodies of at most {limit} JSON values. Leave it out for this recording.": (
        "`retoken` 只接受最多 {limit} 个 JSON 值的响应体。播放这个录制时请去掉它。"
    ),
}
