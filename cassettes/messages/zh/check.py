"""Chinese for `check`, by the English sentence."""

CHINESE: dict[str, str] = {
    "Run a client against every cut that matters, and say which smallest one breaks it.": (
        "用每一种要紧的切法检验客户端，并指出最小的出错切法。"
    ),
    "from character {at}: expected '{wanted}', found '{found}'": "从下标 {at} 的字符起应为“{wanted}”，实际是“{found}”",
    "expected events {wanted}, found {found}": "应有事件 {wanted} 个，实际 {found} 个",
    "comes back": "能够返回",
    "no exception, no unhandled rejection": "没有异常，没有未处理的 rejection",
    "no U+FFFD of its own": "不自己产生乱码",
    "same text": "文本相同",
    "same events": "事件相同",
    "end seen": "看到结束",
    "shown in time": "及时显示",
    "it never came back": "一直没有返回",
    "it ends its process": "它结束了自己的进程",
    "loading it never ends": "加载一直没有结束",
    "its process ended": "它的进程结束了",
    "U+FFFD that the body does not have: {count}": "出现了响应体里没有的 U+FFFD：{count} 个",
    "the end was not seen": "没有看到结束",
    "after {bytes} bytes ({events} whole events) events shown: {shown}; one event per piece: {due}": (
        "收到 {bytes} 字节（{events} 个完整事件）后显示了 {shown} 个事件；每段一个事件时显示 {due} 个"
    ),
    "after {bytes} bytes ({events} whole events) characters shown: {shown}; one event per piece: {due}": (
        "收到 {bytes} 字节（{events} 个完整事件）后显示了 {shown} 个字符；每段一个事件时显示 {due} 个"
    ),
    "reads what the body says, one event per piece": "每段一个事件时能读出响应体的内容",
    "Tape {tape}, profile {profile}": "磁带 {tape}，平台 {profile}",
    "each of these alone passes": "单独任何一处都能通过",
    "what is carried over from one piece to the next is lost or replaced": "从一段留到下一段的内容丢失或被覆盖",
    "FAIL: {oracle}: {words}": "失败：{words}（要求：{oracle}）",
    "Also on {tapes} and {count} more": "同样失败：{tapes} 等，另有 {count} 处",
    "Also on {tapes}": "同样失败：{tapes}",
    "Again: {command}": "重现：{command}",
    "{title}: fails at {failed} of {tried}": "{title}：{tried} 处中有 {failed} 处失败",
    "Probable cause: {bug}": "可能的原因：{bug}",
    (
        "{client}: drove `{name}` as {way}, fed with {feed}, and took {source} for its {target}, because that is what the "
        "stream says."
    ): "{client}：以 {way} 方式驱动 `{name}`，喂入 {feed}；{source} 给出的正是流的内容，因此当作它的 {target}。",
    "Blind on {tapes}: the client shows nothing of them, so they are not judged.": "读不出 {tapes}：客户端什么也没显示，因此未判定。",
    "Events of this tape have several data lines, whose lines end in CRLF: a CRLF is one line end, not two.": (
        "这盘磁带的事件有多个 data 行，行尾是 CRLF：CRLF 是一个行尾，不是两个。"
    ),
    "Events of this tape have several data lines, which are joined by a line feed.": (
        "这盘磁带的事件有多行 data，应当用换行符连接。"
    ),
    "This tape begins with a byte order mark.": "这盘磁带以字节顺序标记（BOM）开头。",
    "Lines of this tape end in CRLF.": "这盘磁带的行以 CRLF 结尾。",
    "This tape has comments: lines that begin with a colon.": "这盘磁带有注释，也就是以冒号开头的行。",
    "More than one blank line stands between events of this tape.": "这盘磁带的事件之间不止一个空行。",
    "This tape has no space behind `data:`.": "这盘磁带的 `data:` 后面没有空格。",
    "In this tape `data` stands before `event` and `id`.": "这盘磁带里 `data` 写在 `event` 和 `id` 之前。",
    "Characters of this tape are written as \\uXXXX.": "这盘磁带的字符写成 \\uXXXX。",
    "This tape has characters of 4 bytes, such as emoji.": "这盘磁带有 4 字节的字符，例如表情符号。",
    "An event of this tape has more than 100 KB.": "这盘磁带有一个事件超过 100 KB。",
    "an event that comes in two pieces is not put together again, wherever it is cut": (
        "分成两段到达的事件没有重新拼起来，切在哪里都一样"
    ),
    "fails at {failed} of {tried}": "{tried} 处中有 {failed} 处失败",
    "and {count} more": "另有 {count} 处",
    "{client} can't be judged: {found}. Tried: {tried}. {remedy}": "无法判定 {client}：{found}。试过：{tried}。{remedy}",
    "Give --tape with a stream that the client reads, or write an adapter: `--init` writes its beginning.": (
        "请用 --tape 给出客户端能读的流，或者写一个适配文件：`--init` 会写好开头。"
    ),
    (
        "Give --tape with a stream that the client reads, or a function around it, which takes the pieces and yields the "
        "text."
    ): "请用 --tape 给出客户端能读的流，或者给出包住它的一个函数：它接受各段，并用 yield 给出文本。",
    "`{name}` calls back only after the end: more than two minutes behind the last piece. Shorten the timer": (
        "`{name}` 在结束之后才回调：比最后一段晚两分钟以上。请缩短定时器"
    ),
    "{client} exports nothing that can be called. Export its decoder or the function that asks.": (
        "{client} 没有导出可以调用的东西。请导出解码器或发请求的函数。"
    ),
    "`{name}` ends its process": "`{name}` 结束了自己的进程",
    "`{name}` never came back": "`{name}` 一直没有返回",
    "{back}; it is stuck at {at}": "{back}，卡在 {at}",
    "No plan could be judged: the client shows nothing of any tape. Give --tape with its own stream.": (
        "没有一种切法能判定：客户端在每盘磁带上都什么也没读出。请用 --tape 给出它自己的流。"
    ),
    (
        "{client} is not repeatable: two runs of {tape}, cut the same way, gave different answers: {difference}. Take "
        "chance and the time of day out of what it shows."
    ): "{client} 不可重复：{tape} 用同样的切法运行两次，结果不同：{difference}。请去掉显示内容里的随机数和时间。",
    "`{name}` gives something else than the stream says: {difference}": "`{name}` 给出的内容与流不同：{difference}",
    "`{name}` fails: {error}": "`{name}` 出错：{error}",
    "`{name}` catches and prints an error: {error}": "`{name}` 捕获并打印了一个错误：{error}",
    "`{name}` takes the stream and gives nothing back": "`{name}` 收了流却什么也没给出",
    "`{name}` never asks for the stream": "`{name}` 从不请求流",
    "{file}: there is no such module.": "没有 {file} 这个模块。",
    "Node is not installed, and a JavaScript client needs it: install version {of} or newer, so that `node` is in PATH.": (
        "没有安装 Node，而 JavaScript 客户端需要它：请安装 {of} 或更新的版本，并让 PATH 里有 `node`。"
    ),
    "{node} does not say its version: install Node {of} or newer, or mend PATH.": (
        "{node} 没有给出版本号：请安装 Node {of} 或更新的版本，或检查 PATH。"
    ),
    "Node {found} is too old: `check` needs {of} or newer. It is {node}: put a newer one before it in PATH.": (
        "Node {found} 太旧：`check` 需要 {of} 或更新的版本。它是 {node}：请在 PATH 里把新版本放在它前面。"
    ),
    "py:{target} is not a client: expected py:package.module:function.": (
        "py:{target} 不是客户端：应为 py:package.module:function。"
    ),
    "A cassette to check with, or the name of a bundled one; may be given again. Default: the bundled ones.": (
        "用来检验的 cassette，或内置 cassette 的名字；可以重复给出。默认用内置的。"
    ),
    "Run this one plan, which a report names behind 'Again' (quote it: PowerShell splits at commas).": (
        "只运行这一种切法：报告中“重现”后面的内容（请加引号：PowerShell 会在逗号处拆开）。"
    ),
    "--split runs one plan, so it needs the tape that it is for: give --tape FILE.": (
        "--split 只运行一种切法，因此需要它对应的磁带：请给出 --tape FILE。"
    ),
    "`check` runs splits and rewrites; leave {part!r} to `play`.": "`check` 只运行切法和改写；{part!r} 请用 `play`。",
    "No tape has a body with digest {digest}, for which the plan was made.": (
        "没有磁带的响应体摘要是 {digest}，而这种切法是为它做的。"
    ),
    "uni.request gives a task only where it is given success, fail or complete: give it one.": (
        "uni.request 只有在传入 success、fail 或 complete 时才返回任务：请传入一个。"
    ),
    # --init
    "Write the adapter of a few lines that drives CLIENT, beside it.": "在 CLIENT 旁边写一个几行的适配文件，说明怎样驱动它。",
    "With --init: write over an adapter that is there.": "与 --init 一起用：覆盖已有的适配文件。",
    "Wrote {file}. Next: chunktape check {command}": "已写好 {file}。下一步：chunktape check {command}",
    "The adapter can't be written: {error}.": "无法写出适配文件：{error}。",
    "--init writes adapters for JavaScript; a Python client is a function: write one around it.": (
        "--init 只为 JavaScript 写适配文件；Python 客户端是函数：请自己写一个函数包住它。"
    ),
    "{file} is an adapter already: `chunktape check {file}` uses it.": "{file} 已经是适配文件：`chunktape check {file}` 会使用它。",
    "{file} exists. Look at it first; --force writes it anew.": "{file} 已存在。请先看看它；--force 会重新写。",
    "How `chunktape check {adapter}` drives {client}.": "`chunktape check {adapter}` 怎样驱动 {client}。",
    "Written by `chunktape check --init`, and yours to change.": "由 `chunktape check --init` 写成，可以随意修改。",
    "say(text): a piece of the answer, or all of it so far. end(): it is over. fail(error): it went wrong.": (
        "say(text)：回答的一段，或到目前为止的全部。end()：结束了。fail(error)：出错了。"
    ),
    "What else drive() is given stands in docs/check.md, under 'Adapters'.": (
        "drive() 还能得到什么，见 docs/check.zh-CN.md 的“适配文件”一节。"
    ),
    "This gave what the stream says:": "这样得到了流的内容：",
    "Nothing that was tried gave what the stream says; this came nearest.": "试过的都没有得到流的内容；下面最接近。",
    "FILL IN: call what asks for the stream, and hand its text to say().": "请补全：调用发起流请求的函数，并把文本交给 say()。",
}
