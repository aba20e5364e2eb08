"""Chinese for specs, splits and profiles, by the English sentence."""

CHINESE: dict[str, str] = {
    "As recorded: the same pieces at the same times.": "按录制原样：相同的分块，相同的时间。",
    "What the recorded stream did.": "录制时出现过的问题。",
    "One event or record per piece: the control group. If this fails, no split is to blame.": (
        "每块恰好一个事件或一条记录，作为对照组：如果这里就失败，问题与切分无关。"
    ),
    "Bugs that are about content.": "与内容本身有关的 bug。",
    "Everything in one piece.": "全部内容合成一块。",
    "Clients that handle one event per callback, end at `[DONE]`, or spread bytes into a function call.": (
        "每次回调只处理一个事件、见到 `[DONE]` 就返回、或把字节展开成函数参数的客户端。"
    ),
    "Exactly the cuts given by `cuts=` and no other: what a report or the shrinker prints.": (
        "只在 `cuts=` 给出的位置切分：报告和缩减器输出的就是它。"
    ),
    "A known failure, again.": "重现已知的失败。",
    "Pieces of `n` bytes; with `window=k` only `k` events from event `at`, the others whole.": (
        "每块 `n` 字节；`window=k` 时只切从第 `at` 个事件起的 `k` 个事件，其余保持完整。"
    ),
    "Every missing carry, but not the cause, and slowly: 6.5 KB take 33 s at a gap of 5 ms.": (
        "能暴露所有缺失的暂存逻辑，但指不出原因，而且慢：间隔 5 毫秒时 6.5 KB 需要 33 秒。"
    ),
    "Pieces of `n` bytes; 3 would fall on the edges of Chinese characters.": "每块 `n` 字节；3 会正好落在汉字边界上。",
    "Whatever lies at multiples of `n`.": "恰好位于 `n` 的倍数处的问题。",
    "Each byte ends a piece with the same chance: sizes around `mean`.": (
        "每个字节以相同概率成为块尾：块长平均为 `mean`。"
    ),
    "A mix; with 24 bytes about half of all runs find broken UTF-8, with 1460 one in fifty.": (
        "各种问题都有；平均 24 字节时约一半的运行能发现 UTF-8 被切断，1460 字节时只有约五十分之一。"
    ),
    "Sizes from 1 byte to 16 KiB, spread evenly over their magnitude: tiny pieces next to huge ones.": (
        "块长从 1 字节到 16 KiB，按数量级均匀分布：极小的块紧挨着极大的块。"
    ),
    "Carry paths that meet both.": "同时要应付两种块长的暂存逻辑。",
    (
        "Cuts inside every multi-byte character, after 1, 2 or 3 bytes by turn, then at all of them at once, "
        "so that no piece ends on a whole one."
    ): "在每个多字节字符内部切分，依次在第 1、2、3 个字节之后，最后一轮全部切开，没有一块以完整字符结尾。",
    "A new `TextDecoder` per chunk, `decodeURIComponent(escape())`, a carry that is overwritten, text that is held.": (
        "每块新建 `TextDecoder`、`decodeURIComponent(escape())`、暂存的字节被覆盖、文字迟迟不出。"
    ),
    "One line per piece; then inside CR LF; then before the line end.": (
        "先是每行一块，再切在 CR 与 LF 之间，再切在换行之前。"
    ),
    "Tests on `endsWith`, `split` per chunk, CRLF normalised per chunk, event names that are forgotten.": (
        "依赖 `endsWith`、逐块 `split`、逐块替换 CRLF、忘记事件名。"
    ),
    (
        "Cuts in field syntax: inside `data`, before and behind the colon, before the value; `json=1` adds "
        "those of `json`."
    ): "切在字段语法处：`data` 内部、冒号前后、值之前；`json=1` 再加上 `json` 的切点。",
    "`startsWith('data: ')` or `slice(6)` on half a prefix.": "对半个前缀做 `startsWith('data: ')` 或 `slice(6)`。",
    "Cuts in JSON payload: escapes first, then structure, then inside strings, numbers and literals.": (
        "切在 JSON 内部：先是转义，再是结构，然后是字符串、数字和字面量之中。"
    ),
    "`JSON.parse` per chunk with swallowed errors, brace counting, hand-made scanners.": (
        "逐块 `JSON.parse` 并吞掉错误、数花括号、手写扫描器。"
    ),
    "Cuts in and around the last `[DONE]`, one place per seed.": "切在结尾 `[DONE]` 的内部和周围，每个种子一处。",
    "Equality tests on a chunk.": "把整块与 `[DONE]` 做相等比较。",
    "Comments alone in a piece, cut inside, or glued to the events around them; nothing is inserted.": (
        "注释单独成块、从中间切开、或与前后事件粘在一起；不插入任何内容。"
    ),
    "Comments given to `JSON.parse`, loops that a comment ends.": "把注释交给 `JSON.parse`，或遇到注释就结束循环。",
    "Pieces that begin with payload that looks like a field, end in a quoted `[DONE]`, or are JSON by themselves.": (
        "让一块以形似字段的内容开头、以内容里的 `[DONE]` 结尾，或自身恰好是合法 JSON。"
    ),
    '"Does this chunk look like a new event?" One shipped library breaks here and nowhere else.': (
        "“这一块看起来像新事件吗？”有一个已发布的库只在这里出错。"
    ),
    "`k` events per piece, a number or a range such as 2..5.": "每块 `k` 个事件，可以是数字或 2..5 这样的范围。",
    "Clients that read only the first or last event of a chunk.": "只读取一块中第一个或最后一个事件的客户端。",
    "The last `t` events in one piece.": "最后 `t` 个事件合成一块。",
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
        "`data:`、内容、换行分成三块，与 6.0.12 之前的 Spring MVC 写法一致。"
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
        "已在 nginx 1.22.1 实测：100 个事件在 2,047 毫秒后合成一块到达。"
    ),
    "A first piece of 1 to 64 bytes (`n`, else drawn), then one event per piece.": (
        "第一块只有 1 到 64 字节（`n` 指定，否则抽取），之后每块一个事件。"
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
        "模型，未在真机上测量：落在 1 到 `window` 毫秒抽取窗口内的事件一起到达，每 100 次回调有 `stall` 次合并 30 到 "
        "100 毫秒；每次最多读 `read` 字节。"
    ),
    "Merges, mainly.": "主要是合并。",
    "Documented: WeChat uses Cronet over HTTP/1. Read in source: 32768. Windows and shares are guesses.": (
        "有文档：微信通过 HTTP/1 使用 Cronet。依据源码：32768。窗口和比例均为猜测。"
    ),
    "The first callback waits for 512 bytes unless the type is `application/json`, then one per event.": (
        "首次回调要等满 512 字节（`application/json` 除外），之后每个事件一次。"
    ),
    "Logic that hangs on the first chunk.": "依赖第一块的逻辑。",
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
    (
        "A spec has at most {limit} characters, this one has {length}. POST a longer one to /@chunktape/plans "
        "while `chunktape play` runs: the answer has the `id` to ask for, as /@id=<id>/..."
    ): (
        "切法文本最多 {limit} 个字符，这里有 {length} 个。更长的请在 `chunktape play` 运行时 POST 到 "
        "/@chunktape/plans：应答中有 `id`，然后用 /@id=<id>/... 请求。"
    ),
    (
        "No plan with id={id} is known here: an id holds for one run of `chunktape play`. POST the spec itself "
        "to /@chunktape/plans while it runs, then ask for /@id=<id>/..."
    ): (
        "这里没有 id={id} 的切分方案：id 只在 `chunktape play` 的同一次运行内有效。"
        "请在运行时把切法文本 POST 到 /@chunktape/plans，再用 /@id=<id>/... 请求。"
    ),
    "Character {at}: expected percent-encoded UTF-8 (such as %2C).": (
        "第 {at} 个字符：应为百分号编码的 UTF-8（例如 %2C）。"
    ),
    (
        "Character {at}: expected a name such as `{example}`, found {found!r}.{hint} The form is "
        "`name,key=value+name,key=value`."
    ): ("第 {at} 个字符：应为名称，例如 `{example}`，实际为 {found!r}。{hint}格式：`name,key=value+name,key=value`。"),
    " A path that itself begins with /@ is asked for as /@@...": "如果路径本身以 /@ 开头，请写成 /@@...",
    "Character {at}: expected `key=value`, found {found!r}.": "第 {at} 个字符：应为 `key=value`，实际为 {found!r}。",
    "Character {at}: expected a value for `{key}` made of letters, digits and . _ ~ : -, found {found!r}.": (
        "第 {at} 个字符：`{key}` 的值只能包含字母、数字和 . _ ~ : -，实际为 {found!r}。"
    ),
    "Character {at}: expected a seed, any text without , + = and %, found {found!r}.": (
        "第 {at} 个字符：应为种子，即不含 , + = % 的任意文本，实际为 {found!r}。"
    ),
    "Character {at}: {what}": "第 {at} 个字符：{what}",
    "Character {at}: expected a share of 1, found {found!r}. Write {share:g}.": (
        "第 {at} 个字符：应为 0 到 1 的小数，实际为 {found!r}。请写成 {share:g}。"
    ),
    "Character {at}: expected a name, found {found!r}. A parameter follows a comma: `{before},{found}`.": (
        "第 {at} 个字符：应为名称，实际为 {found!r}。参数写在逗号后面：`{before},{found}`。"
    ),
    "`{found}` is nowhere: counted from 1. Write {unit}:1.": "没有 `{found}` 这个位置：从 1 开始计数。请写成 {unit}:1。",
    "`{found}` has no unit: write {found}s or {found}ms ({allowed}).": (
        "`{found}` 缺少单位：请写成 {found}s 或 {found}ms（{allowed}）。"
    ),
    "`{found}` is no place in the body: a share goes from 0 to 1. Half of it is share:0.5.": (
        "`{found}` 不在响应体之内：share 取 0 到 1，一半写成 share:0.5。"
    ),
    "`{found}` may count anything: write event:{found}, byte:{found} or chunk:{found}.": (
        "`{found}` 没有说明数的是什么：请写成 event:{found}、byte:{found} 或 chunk:{found}。"
    ),
    "--{option}: {what}": "--{option}：{what}",
    "Character {at}: `{key}` is given twice. Leave one of them out.": (
        "第 {at} 个字符：`{key}` 重复出现，请去掉其中一个。"
    ),
    " Did you mean `{name}`?": "你是不是想写 `{name}`？",
    "Character {at}: no split, rewrite or fault is called {name!r}.{hint} "
    "`chunktape plan --profiles --all --rewrites --faults` lists them.": (
        "第 {at} 个字符：没有名为 {name!r} 的切法、改写或故障。{hint}"
        "用 `chunktape plan --profiles --all --rewrites --faults` 查看全部。"
    ),
    "Character {at}: no rewrite or fault is called {name!r}.{hint} Behind the split come rewrites and faults, then "
    "`speed`, then `gap`; `chunktape plan --rewrites --faults` lists them.": (
        "第 {at} 个字符：没有名为 {name!r} 的改写或故障。{hint}切法之后依次是改写和故障、`speed`、`gap`；"
        "用 `chunktape plan --rewrites --faults` 查看全部。"
    ),
    "Character {at}: `{name}` is a split, and a spec has one split, in the first place.": (
        "第 {at} 个字符：`{name}` 是切法；切法只能有一个，并且写在最前面。"
    ),
    "Character {at}: `{name}` is in the wrong place or there twice. The order is split, rewrites and faults, `speed`, `gap`.": (
        "第 {at} 个字符：`{name}` 的位置不对或重复。顺序是：切法、改写和故障、`speed`、`gap`。"
    ),
    "Character {at}: expected `{name},{key}=...` with {allowed}; it also takes {more}.": (
        "第 {at} 个字符：应为 `{name},{key}=...`，取值：{allowed}；还可以用 {more}。"
    ),
    "Character {at}: `{profile}` has no parameter {key!r}.{hint} It takes: {allowed}.": (
        "第 {at} 个字符：`{profile}` 没有参数 {key!r}。{hint}可用参数：{allowed}。"
    ),
    "Character {at}: `{key}` takes {allowed}, found {found!r}.{hint}": (
        "第 {at} 个字符：`{key}` 的取值为 {allowed}，实际为 {found!r}。{hint}"
    ),
    (
        "Character {at}: this chunktape knows `{name}` up to v={known}, the spec asks for v={found}. Update chunktape."
    ): "第 {at} 个字符：当前版本最高支持 `{name}` 的 v={known}，而这里要求 v={found}。请升级 chunktape。",
    "Cuts must increase and lie above 0: {cut} stands behind {ahead}.": (
        "切点必须大于 0 且严格递增：{cut} 排在 {ahead} 之后。"
    ),
    "Cut {cut} is outside the body of {size} bytes: the last place to cut is {last}.": (
        "切点 {cut} 超出响应体：共 {size} 字节，最后一个可切位置是 {last}。"
    ),
    "Cut {cut} is outside the body: one of {size} bytes has no place to cut.": (
        "切点 {cut} 超出响应体：只有 {size} 字节，没有可切的位置。"
    ),
    (
        "The plan was made for a body with digest {wanted}, this one has {found}. Its offsets fit no other "
        "body: make the plan again, or use the old cassette."
    ): (
        "该切分方案对应的响应体摘要是 {wanted}，而这里是 {found}。偏移量不能用于其他响应体：请重新生成，或使用原来的 "
        "cassette。"
    ),
    "{character} cut after {after} of {of} bytes": "{character} 在第 {after} 个字节之后切断（共 {of} 字节）",
    "Show where a split cuts a recorded response, and what that hits.": (
        "查看某种切法会把录制的响应切在哪里、覆盖哪些边界类别。"
    ),
    "The split, such as 'utf8,seed=7' (quote it: PowerShell splits at commas). Default: recorded.": (
        "切法，例如 'utf8,seed=7'（请加引号：PowerShell 会按逗号拆分）。默认 recorded。"
    ),
    "Draw the plan into this file.": "把切分方案画成 SVG，写入该文件。",
    "Write JSON test vectors into this file: body, cuts, expected events and text.": (
        "把 JSON 测试向量写入该文件：响应体、切点、期望的事件和文本。"
    ),
    "Every cut of a level, packed into few requests. With --vectors all of them are written.": (
        "穷举某一级别的全部切点，并打包成尽量少的请求。配合 --vectors 会全部写出。"
    ),
    "Exit 1 when the plan (with --exhaust: all of them) hits less than this percentage of the body's cut classes.": (
        "切分方案（配合 --exhaust 时为全部方案）覆盖的切点类别低于此百分比时以退出码 1 结束。"
    ),
    "The plan hits {percent} % of the body's cut classes, and --fail-under asks for {wanted} %.": (
        "切分方案只覆盖了 {percent}% 的切点类别，低于 --fail-under 要求的 {wanted}%。"
    ),
    "Print JSON.": "输出 JSON。",
    "List the profiles to begin with.": "列出常用的切分方式。",
    "With --profiles: list all of them.": "与 --profiles 一起使用：列出全部。",
    "Expected a cassette: `chunktape plan FILE`, or `chunktape plan --profiles`.": (
        "缺少 cassette：`chunktape plan FILE`，或 `chunktape plan --profiles`。"
    ),
    "{file} has no interaction {number}; it has {numbers}. `chunktape show` lists them.": (
        "{file} 中没有第 {number} 个交互；现有：{numbers}。用 `chunktape show` 查看。"
    ),
    "{file} has no response with a body, so there is nothing to cut.": (
        "{file} 中没有带响应体的响应，没有可切分的内容。"
    ),
    "`plan` shows cuts and faults; leave {part!r} to `play`.": "`plan` 只展示切法和故障；{part!r} 请交给 `play`。",
    "Vectors are made of recorded bodies that come whole: leave rewrites and faults out of their split.": (
        "测试向量取自完整到达的录制响应体：请把改写和故障从它的写法里去掉。"
    ),
    "{fault}: at no place of its own": "{fault}：没有特定的位置",
    "{fault}: before the head, at {at} ms": "{fault}：在响应头之前，{at} 毫秒处",
    "{fault}: behind byte {offset} of {size}, at {at} ms": "{fault}：在第 {offset} 个字节之后（共 {size} 个），{at} 毫秒处",
    "Give either --split or --exhaust: a level makes its own plans.": (
        "--split 与 --exhaust 只能二选一：穷举会自行生成切分方案。"
    ),
    "--svg draws one plan, and --exhaust makes many: draw one of them with --split and its spec.": (
        "--svg 只能画一个切分方案，而 --exhaust 会生成多个：请用 --split 指定其中一个再画。"
    ),
    "{file} can't be written: {reason}.": "无法写入 {file}：{reason}。",
    "{file} #{number}: {size} bytes of {dialect}, events: {events}, recorded pieces: {pieces}": (
        "{file} #{number}：{size} 字节（{dialect}），{events} 个事件，录制时为 {pieces} 块"
    ),
    "Pieces: {pieces}, the last one at {last} ms (recorded: {recorded} ms), at speed 1 without a gap": (
        "共 {pieces} 块，最后一块在 {last} 毫秒（录制：{recorded} 毫秒），按 1 倍速、无最小间隔计算"
    ),
    "piece\tbytes\tat ms\tcut behind it": "块\t字节\t毫秒\t其后的切点",
    "… {count} more pieces: --json has them all": "…… 其余 {count} 块未显示：用 --json 查看全部",
    "No seed was given, so this is seed {seed}; another one cuts elsewhere.": (
        "未指定种子，这里使用种子 {seed}；换一个种子会切在别处。"
    ),
    "{level}: variants {cuts}, requests {requests}": "{level}：{cuts} 个变体，打包成 {requests} 个请求",
    "{file}: plans {count}": "{file}：{count} 个切分方案",
    "All its turns: {length} consecutive seeds, or all=1.": "轮换一圈需要 {length} 个连续的种子，或用 all=1 一次完成。",
    "All its turns: {length} consecutive seeds.": "轮换一圈需要 {length} 个连续的种子。",
    "Takes: {parameters}": "参数：{parameters}",
    "Finds: {bugs}": "能发现：{bugs}",
    "{count} more: `chunktape plan --profiles --all`": "还有 {count} 种：`chunktape plan --profiles --all`",
}
