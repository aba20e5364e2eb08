"""Chinese for the profiles of splits, by the English sentence."""

CHINESE: dict[str, str] = {
    "As recorded: the same pieces at the same times.": "按录制原样：相同的分块，相同的时间。",
    "What the recorded stream did.": "录制时出现过的问题。",
    "One event or record per piece: the control group. If this fails, no split is to blame.": (
        "每段恰好一个事件或一条记录，作为对照组：如果这里就失败，问题与切分无关。"
    ),
    "Bugs that are about content.": "与内容本身有关的 bug。",
    "Everything in one piece.": "全部内容合成一段。",
    "Clients that handle one event per callback, end at `[DONE]`, or spread bytes into a function call.": (
        "每次回调只处理一个事件、见到 `[DONE]` 就返回、或把字节展开成函数参数的客户端。"
    ),
    "Exactly the cuts given by `cuts=` and no other: what a report or the shrinker prints.": (
        "只在 `cuts=` 给出的位置切分：报告和缩减器输出的就是它。"
    ),
    "A known failure, again.": "重现已知的失败。",
    "Pieces of `n` bytes; with `window=k` only `k` events from event `at`, the others whole.": (
        "每段 `n` 字节；`window=k` 时只切从第 `at` 个事件起的 `k` 个事件，其余保持完整。"
    ),
    "Every missing carry, but not the cause, and slowly: 6.5 KB take 33 s at a gap of 5 ms.": (
        "能暴露所有缺失的暂存逻辑，但指不出原因，而且慢：间隔 5 毫秒时 6.5 KB 需要 33 秒。"
    ),
    "Pieces of `n` bytes; 3 would fall on the edges of Chinese characters.": "每段 `n` 字节；3 会正好落在汉字边界上。",
    "Whatever lies at multiples of `n`.": "恰好位于 `n` 的倍数处的问题。",
    "Each byte ends a piece with the same chance: sizes around `mean`.": (
        "每个字节以相同概率成为段尾：段长平均为 `mean`。"
    ),
    "A mix; with 24 bytes about half of all runs find broken UTF-8, with 1460 one in fifty.": (
        "各种问题都有；平均 24 字节时约一半的运行能发现 UTF-8 被切断，1460 字节时只有约五十分之一。"
    ),
    "Sizes from 1 byte to 16 KiB, spread evenly over their magnitude: tiny pieces next to huge ones.": (
        "段长从 1 字节到 16 KiB，按数量级均匀分布：极小的段紧挨着极大的段。"
    ),
    "Carry paths that meet both.": "同时要应付两种段长的暂存逻辑。",
    (
        "Cuts inside every multi-byte character, after 1, 2 or 3 bytes by turn, then at all of them at once, "
        "so that no piece ends on a whole one."
    ): "在每个多字节字符内部切分，依次在第 1、2、3 个字节之后，最后一轮全部切开，没有一段以完整字符结尾。",
    "A new `TextDecoder` per chunk, `decodeURIComponent(escape())`, a carry that is overwritten, text that is held.": (
        "每段新建 `TextDecoder`、`decodeURIComponent(escape())`、暂存的字节被覆盖、文字迟迟不出。"
    ),
    "One line per piece; then inside CR LF; then before the line end.": (
        "先是每行一段，再切在 CR 与 LF 之间，再切在换行之前。"
    ),
    "Tests on `endsWith`, `split` per chunk, CRLF normalised per chunk, event names that are forgotten.": (
        "依赖 `endsWith`、逐段 `split`、逐段替换 CRLF、忘记事件名。"
    ),
    (
        "Cuts in field syntax: inside `data`, before and behind the colon, before the value; `json=1` adds "
        "those of `json`."
    ): "切在字段语法处：`data` 内部、冒号前后、值之前；`json=1` 再加上 `json` 的切口。",
    "`startsWith('data: ')` or `slice(6)` on half a prefix.": "对半个前缀做 `startsWith('data: ')` 或 `slice(6)`。",
    "Cuts in JSON payload: escapes first, then structure, then inside strings, numbers and literals.": (
        "切在 JSON 内部：先是转义，再是结构，然后是字符串、数字和字面量之中。"
    ),
    "`JSON.parse` per chunk with swallowed errors, brace counting, hand-made scanners.": (
        "逐段 `JSON.parse` 并吞掉错误、数花括号、手写扫描器。"
    ),
    "Cuts in and around the last `[DONE]`, one place per seed.": "切在结尾 `[DONE]` 的内部和周围，每个种子一处。",
    "Equality tests on a chunk.": "把整段与 `[DONE]` 做相等比较。",
    "Comments alone in a piece, cut inside, or glued to the events around them; nothing is inserted.": (
        "注释单独成一段、从中间切开、或与前后事件粘在一起；不插入任何内容。"
    ),
    "Comments given to `JSON.parse`, loops that a comment ends.": "把注释交给 `JSON.parse`，或遇到注释就结束循环。",
    "Pieces that begin with payload that looks like a field, end in a quoted `[DONE]`, or are JSON by themselves.": (
        "让一段以形似字段的内容开头、以内容里的 `[DONE]` 结尾，或自身恰好是合法 JSON。"
    ),
    '"Does this chunk look like a new event?" One shipped library breaks here and nowhere else.': (
        "“这一段看起来像新事件吗？”有一个已发布的库只在这里出错。"
    ),
    "`k` events per piece, a number or a range such as 2..5.": "每段 `k` 个事件，可以是数字或 2..5 这样的范围。",
    "Clients that read only the first or last event of a chunk.": "只读取一段中第一个或最后一个事件的客户端。",
    "The last `t` events in one piece.": "最后 `t` 个事件合成一段。",
    "`includes('[DONE]')` and return; usage and the last words lost.": (
        "`includes('[DONE]')` 就返回，丢掉 usage 和最后几个字。"
    ),
    "Half an event, then its rest with `k` events and half of the next one, and so on; the seed shifts the start.": (
        "先是半个事件，然后是剩下的一半加 `k` 个完整事件再加半个，如此反复；种子决定从哪里开始。"
    ),
    "A carry path that reads one event only: nothing else finds it.": "暂存逻辑只处理一个事件：只有它能发现。",
    "One drawn place of each class that the body has, `extra` more, and half of the event boundaries.": (
        "响应体中出现的每个边界类别各抽一处，再加 `extra` 处，并保留约一半的事件边界。"
    ),
    "Everything, without naming the cause.": "什么都能发现，但指不出原因。",
    "`data:`, the payload, and the line ends are three pieces, as Spring MVC before 6.0.12 wrote them.": (
        "`data:`、内容、换行分成三段，与 6.0.12 之前的 Spring MVC 写法一致。"
    ),
    "The same as `fields` and `lines`, from a real server.": "与 `fields`、`lines` 相同，但来自真实服务器。",
    "Reported: spring-framework #32866, a trace in gatling #3013.": (
        "有报告：spring-framework #32866、gatling #3013 的抓包。"
    ),
    (
        "nginx that buffers an upstream without chunked framing: `first` bytes, then blocks of `size`, the "
        "rest at the end."
    ): "nginx 缓冲一个非 chunked 的上游：先 `first` 字节，再按 `size` 分块，余下的在结束时发出。",
    "Cuts anywhere in an event, and long silence.": "事件中间任意位置的切断，以及长时间静默。",
    "Measured on nginx 1.22.1: 3968, then 4096. `first` depends on the upstream's head.": (
        "已在 nginx 1.22.1 实测：先 3968，之后 4096。`first` 取决于上游响应头长度。"
    ),
    "nginx with `proxy_buffering off`: events unchanged, bigger ones cut at `size`.": (
        "关闭 `proxy_buffering` 的 nginx：事件保持不变，超过 `size` 的会被切开。"
    ),
    "Big events.": "大事件。",
    "Measured on nginx 1.22.1: 4096.": "已在 nginx 1.22.1 实测：4096。",
    "nginx with gzip and buffering: everything at the end. The bytes stay as recorded, uncompressed or not.": (
        "开启 gzip 和缓冲的 nginx：全部在结束时一次到达。字节仍与录制一致，不做压缩。"
    ),
    "The same as `whole`, and a long wait.": "与 `whole` 相同，外加长时间等待。",
    "Measured on nginx 1.22.1: 100 events came as one block after 2,047 ms.": (
        "已在 nginx 1.22.1 实测：100 个事件在 2,047 毫秒后合成一段到达。"
    ),
    "A first piece of 1 to 64 bytes (`n`, else drawn), then one event per piece.": (
        "第一段只有 1 到 64 字节（`n` 指定，否则抽取），之后每段一个事件。"
    ),
    "Field syntax and characters at the start.": "流开头处的字段语法和字符问题。",
    "Reported for Cloudflare workerd, which cut a character; the sizes are a guess.": (
        "有报告称 Cloudflare workerd 这样切断过字符；具体长度为猜测。"
    ),
    "Recorded pieces kept, cut at `size`: what OkHttp's chunked source gives.": (
        "保持录制的分块，超过 `size` 的切开：即 OkHttp 读取 chunked 的行为。"
    ),
    "Read in OkHttp's and Okio's source: 8192.": "依据 OkHttp 和 Okio 源码：8192。",
    "Recorded pieces kept, cut at `size`: HarmonyOS reads through libcurl.": (
        "保持录制的分块，超过 `size` 的切开：HarmonyOS 通过 libcurl 读取。"
    ),
    "Measured with libcurl: 16384. That the device behaves like it is a guess.": (
        "已用 libcurl 实测：16384。真机是否一致属于猜测。"
    ),
    "What was recorded at one time, cut at `n`: segments of 1460, 1448, 1400 or 1360 bytes.": (
        "同一时刻录到的字节合在一起，按 `n` 切开：1460、1448、1400、1360 字节的报文段。"
    ),
    "Cuts inside events of a backlog.": "积压数据中事件内部的切断。",
    "The sizes are documented; that a client sees one segment per read is a guess.": (
        "长度有文档依据；客户端每次读到一个报文段属于猜测。"
    ),
    (
        "Each recorded piece cut at TLS record sizes: a fixed `size`, `dyn` (1369 forty times, 4229 forty "
        "times, 16384, from the start again after 1 s) or `go` (growing)."
    ): (
        "把每个录制分块按 TLS 记录长度切开：固定 `size`，或 `dyn`（1369 四十次、4229 四十次、16384，空闲 1 "
        "秒后重来），或 `go`（递增）。"
    ),
    "Cuts inside big events.": "大事件内部的切断。",
    "16384, 4096 and `dyn` are documented, the 1208 of `go` stands in Go's source; its growth is a guess.": (
        "16384、4096、`dyn` 有文档依据，`go` 的 1208 见 Go 源码；增长方式为猜测。"
    ),
    "What came within 1 ms together, cut at the DATA frame size. The wire stays HTTP/1.1.": (
        "1 毫秒内到达的数据合在一起，按 DATA 帧长度切开。线上仍是 HTTP/1.1。"
    ),
    "Cuts and merges by frame.": "按帧产生的切断与合并。",
    "Measured through nginx (8192, 4096); 16384 and the 1 ms wait read in Chromium's source.": (
        "经 nginx 实测（8192、4096）；16384 和 1 毫秒等待依据 Chromium 源码。"
    ),
    (
        "Model, not measured on a phone: events within a drawn window of 1 to `window` ms come together, in "
        "`stall` of 100 callbacks those of 30 to 100 ms; reads of at most `read` bytes."
    ): (
        "模型，未在真机上测量：窗口长 1 到 `window` 毫秒，随机抽取，同一窗口内的事件一起到达；每 100 次回调中有 `stall` 次"
        "合并 30 到 100 毫秒内的事件；每次最多读 `read` 字节。"
    ),
    "Merges, mainly.": "主要是合并。",
    "Documented: WeChat uses Cronet over HTTP/1. Read in source: 32768. Windows and shares are guesses.": (
        "有文档：微信通过 HTTP/1 使用 Cronet。依据源码：32768。窗口和比例均为猜测。"
    ),
    "The first callback waits for 512 bytes unless the type is `application/json`, then one per event.": (
        "首次回调要等满 512 字节（`application/json` 除外），之后每个事件一次。"
    ),
    "Logic that hangs on the first chunk.": "依赖第一段的逻辑。",
    "Reported for NSURLSession, so for WeChat on iOS before 8.0.3 only; not measured.": (
        "有报告称 NSURLSession 如此，因此只适用于 8.0.3 之前的 iOS 微信；未实测。"
    ),
    "Progress events at most every 50 ms; of `text/plain` the first needs 1024 bytes.": (
        "progress 事件最多每 50 毫秒一次；`text/plain` 首次需要 1024 字节。"
    ),
    "Merges.": "合并。",
    "Measured with Chromium's XMLHttpRequest.": "已用 Chromium 的 XMLHttpRequest 实测。",
    "A link with a round trip of `rtt` ms, up to `jitter` ms of delay and `loss` lost segments in 1000.": (
        "往返时间 `rtt` 毫秒、抖动最多 `jitter` 毫秒、每 1000 个报文段丢失 `loss` 个的链路。"
    ),
    "Merges behind jitter.": "抖动造成的合并。",
    (
        "Round trip from published link profiles; that loss brings bursts was measured on a simulated link; "
        "rates are guesses."
    ): "往返时间取自公开的链路参数；丢包引起突发在模拟链路上实测过；比率为猜测。",
    "The same link with loss: what is behind a lost segment waits and comes in one burst.": (
        "同样的链路加上丢包：丢失报文段之后的数据会等待，然后一次涌来。"
    ),
    "Merges of many events, after silence.": "静默之后多个事件合并到达。",
    "Shape of the bursts measured on a simulated link; round trip documented; the loss of 1 % is a guess.": (
        "突发形态在模拟链路上实测；往返时间有文档；1% 丢包率为猜测。"
    ),
    "At event `at` (else in the middle) nothing comes for `for`, then the backlog in reads of `read` bytes.": (
        "在事件 `at`（默认中间）处静默 `for`，随后积压数据每次读出 `read` 字节。"
    ),
    "Timeouts, and cuts inside events at the size of a read.": "超时，以及按读取长度切断事件。",
    "Measured: stalled clients read 65536; 32768 read in Cronet's source. How apps stall is a guess.": (
        "实测：停顿的客户端一次读 65536；32768 依据 Cronet 源码。应用如何停顿为猜测。"
    ),
    "The next of ten splits at each request; together they find every split bug known to us.": (
        "每个请求依次使用十种切法之一；合起来能发现我们已知的所有切分 bug。"
    ),
    "All of the above, in ten requests.": "用十个请求覆盖以上所有问题。",
}
