"""Chinese for `check`, by the English sentence."""

CHINESE: dict[str, str] = {
    "Run a client against every cut that matters, and say which smallest one breaks it.": (
        "用每一种要紧的切法检验客户端，并指出最小的出错切法。"
    ),
    "from character {at}: expected '{wanted}', found '{found}'": "从第 {at} 个字符起：应为“{wanted}”，实际是“{found}”",
    "expected events {wanted}, found {found}": "应有事件 {wanted} 个，实际 {found} 个",
    "comes back": "能够返回",
    "no exception, no unhandled rejection": "没有异常，没有未处理的 rejection",
    "no U+FFFD of its own": "不自己产生 U+FFFD",
    "same text": "文本相同",
    "same events": "事件相同",
    "end seen": "看到结束",
    "shown in time": "及时显示",
    "it never came back": "一直没有返回",
    "its process ended": "它的进程结束了",
    "U+FFFD that the body does not have: {count}": "响应体里没有的 U+FFFD：{count} 个",
    "the end was not seen": "没有看到结束",
    "after {bytes} bytes events {events} were complete; shown {shown}, one event per piece shows {due}": (
        "收到 {bytes} 字节后已有 {events} 个完整事件；显示了 {shown}，每块一个事件时显示 {due}"
    ),
    "reads what the body says, one event per piece": "每块一个事件时能读出响应体的内容",
    "PASS. Plans {plans}, tapes {tapes}, profiles {profiles}; runs {runs} in {seconds} s.": (
        "通过。切法 {plans} 种，磁带 {tapes} 盘，平台 {profiles}；{seconds} 秒运行 {runs} 次。"
    ),
    "FAIL. Plans {plans}, tapes {tapes}, profiles {profiles}; runs {runs} in {seconds} s.": (
        "失败。切法 {plans} 种，磁带 {tapes} 盘，平台 {profiles}；{seconds} 秒运行 {runs} 次。"
    ),
    "INTERRUPTED. So far: plans {plans}, tapes {tapes}, profiles {profiles}; runs {runs} in {seconds} s.": (
        "已中断。到此为止：切法 {plans} 种，磁带 {tapes} 盘，平台 {profiles}；{seconds} 秒运行 {runs} 次。"
    ),
    "Tape {tape}, profile {profile}": "磁带 {tape}，平台 {profile}",
    "each of these alone passes": "单独任何一处都能通过",
    "what is carried over from one piece to the next is lost or replaced": "从一块留到下一块的内容丢失或被覆盖",
    "FAIL: {oracle}: {words}": "失败：{oracle}：{words}",
    "Also on {tapes} and {count} more": "同样失败：{tapes} 等，另有 {count} 处",
    "Also on {tapes}": "同样失败：{tapes}",
    "Again: {command}": "重现：{command}",
    "{title}: fails at {failed} of {tried}": "{title}：{tried} 处中有 {failed} 处失败",
    "Probable cause: {bug}": "可能的原因：{bug}",
    (
        "{client}: drove `{name}` as {way}, fed with {feed}, and took {source} for its {target}, because that is what the "
        "stream says."
    ): "{client}：以 {way} 方式驱动 `{name}`，输入 {feed}，并把 {source} 当作它的 {target}，因为这正是流的内容。",
    "Not judged, the client is blind on: {tapes}.": "未判定，客户端什么也没读出：{tapes}。",
    "Events of this tape have several data lines, which are joined by a line feed.": (
        "这盘磁带的事件有多行 data，应当用换行符连接。"
    ),
    "cut at byte {at}: {around}": "在第 {at} 字节处切开：{around}",
    "no cut at byte {at}: {around}": "第 {at} 字节处不切：{around}",
    "an event that comes in two pieces is not put together again, wherever it is cut": (
        "分成两块到达的事件没有重新拼起来，切在哪里都一样"
    ),
    "Classes that pass: {count}": "通过的类别：{count}",
    "fails at {failed} of {tried}": "{tried} 处中有 {failed} 处失败",
    "and {count} more": "另有 {count} 处",
    (
        "{client} can't be judged: {found}. Tried: {tried}. Give --tape with a stream that the client reads, and export a "
        "decoder (push, feed, decode) or a function that hands its text to a callback."
    ): (
        "无法判定 {client}：{found}。试过：{tried}。请用 --tape 给出客户端能读的流，并导出解码器（push、feed、decode）"
        "或把文本交给回调的函数。"
    ),
    "{client} exports nothing that can be called. Export its decoder or the function that asks.": (
        "{client} 没有导出可以调用的东西。请导出解码器或发请求的函数。"
    ),
    "`{name}` ends its process": "`{name}` 结束了自己的进程",
    "`{name}` never came back": "`{name}` 一直没有返回",
    "No plan could be judged: the client is blind on every tape. Give --tape with its own stream.": (
        "没有一种切法能判定：客户端在每盘磁带上都什么也没读出。请用 --tape 给出它自己的流。"
    ),
    (
        "{client} is not repeatable: two runs of {tape}, cut the same way, gave different answers: {difference}. Take "
        "chance and the time of day out of what it shows."
    ): "{client} 不可重复：{tape} 用同样的切法运行两次，结果不同：{difference}。请去掉显示内容里的随机数和时间。",
    "`{name}` says something else than the stream: {difference}": "`{name}` 给出的内容与流不同：{difference}",
    "`{name}` fails: {error}": "`{name}` 出错：{error}",
    "`{name}` takes the stream and says nothing": "`{name}` 收了流却什么也没给出",
    "`{name}` never asks for the stream": "`{name}` 从不请求流",
    "{file}: there is no such module.": "{file}：没有这个模块。",
    "Node is not installed, and a JavaScript client needs it: version {of} or newer.": (
        "没有安装 Node，而 JavaScript 客户端需要它：{of} 或更新的版本。"
    ),
    "Node {found} is too old: `check` needs {of} or newer.": "Node {found} 太旧：`check` 需要 {of} 或更新的版本。",
    "py:{target} is no client: expected py:package.module:function.": (
        "py:{target} 不是客户端：应为 py:package.module:function。"
    ),
    "{file} has no response with a body that can be cut and read as text.": "{file} 里没有可以切开并按文本读取的响应体。",
    "A cassette to check with, or the name of a bundled one; may be given again. Default: the bundled ones.": (
        "用来检验的 cassette，或内置 cassette 的名字；可以重复给出。默认用内置的。"
    ),
    "Run this one plan: what a report says behind 'Again' (quote it: PowerShell splits at commas).": (
        "只运行这一种切法：报告中“重现”后面的内容（请加引号：PowerShell 会在逗号处拆开）。"
    ),
    "Show the boundary classes that pass, too.": "也显示通过的边界类别。",
    "--split runs one plan, so it needs the tape that it is for: give --tape FILE.": (
        "--split 只运行一种切法，因此需要它对应的磁带：请给出 --tape FILE。"
    ),
    "`check` runs splits and rewrites; leave {part!r} to `play`.": "`check` 只运行切法和改写；{part!r} 请用 `play`。",
    "No tape has a body with digest {digest}, for which the plan was made.": (
        "没有磁带的响应体摘要是 {digest}，而这种切法是为它做的。"
    ),
    "runs {runs}, {rate:.0f} a second, failures {count}": "运行 {runs} 次，每秒 {rate:.0f} 次，失败 {count}",
}
