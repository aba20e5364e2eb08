"""Chinese for the player, by the English sentence."""

CHINESE: dict[str, str] = {
    "Play cassettes: same answers, same pieces, same times. Without FILE: the bundled samples.": (
        "回放 cassette：响应、分块、时间都与录制时相同。不给 FILE 时回放自带的示例。"
    ),
    "Address to listen on.": "监听地址。",
    "Port to listen on. Without it {port} or, when that is taken, the next free one. 0 is any.": (
        "监听端口。不指定时用 {port}，被占用则用下一个空闲端口；0 表示任意端口。"
    ),
    "Factor on recorded time: 1, 2 (twice as fast), 0.5, or max (no waiting).": (
        "时间倍率：1 为原速，2 为两倍速，0.5 为半速，max 为不等待。"
    ),
    "With --speed max: joined puts small chunks together, up to 64 KiB a write; chunk writes each one by itself.": (
        "用于 --speed max：joined 把小分块合并写出，每次最多 64 KiB；chunk 每个分块单独写出。"
    ),
    "default: method and path must match, and the nearest query and body is taken. strict: query and body must "
    "match, too. any: the next recording, whatever is asked.": (
        "default：方法和路径相同，再按查询参数和请求体选最接近的。strict：这两项也须相同。any：按顺序取下一个。"
    ),
    "query:NAME or body:/json/pointer does not count when requests are compared. Repeatable.": (
        "比较请求时忽略 query:NAME 或 body:/json/pointer。可重复。"
    ),
    "Serve requests with this name in Host. Repeatable.": "允许 Host 为该域名的请求。可重复。",
    "Let pages of this origin read answers (https://h5.example.com). Repeatable.": (
        "允许该来源的页面读取响应（如 https://h5.example.com）。可重复。"
    ),
    'Write {"url": ..., "pid": ...} to this file once it listens.': (
        '开始监听后把 {"url": ..., "pid": ...} 写入该文件。'
    ),
    "--speed takes a factor such as 1, 2 or 0.5, or max; found {found!r}.": (
        "--speed 应为 1、2、0.5 这样的倍率，或 max；实际是 {found!r}。"
    ),
    "--ignore takes query:NAME or body:/json/pointer; found {found!r}.": (
        "--ignore 应为 query:NAME 或 body:/json/pointer；实际是 {found!r}。"
    ),
    "--{option} takes {allowed}; found {found!r}.": "--{option} 的取值为 {allowed}；实际是 {found!r}。",
    "How to cut: recorded, utf8, merge, smoke ... ('utf8,seed=7'; quote it). All: chunktape plan --profiles --all": (
        "切法：recorded、utf8、merge、smoke……（'utf8,seed=7'，请加引号）。全部：chunktape plan --profiles --all"
    ),
    "Least time between two writes: 0, milliseconds, auto, device (20), xhr (50), or assured (acknowledged).": (
        "两次写出之间的最短间隔：0、毫秒数、auto、device（20）、xhr（50）或 assured（等对端确认）。"
    ),
    "Each write leaves up to this many milliseconds later, drawn from the seed.": (
        "每次写出最多推迟这么多毫秒，由种子决定。"
    ),
    "Shorten silences longer than this (2s, 500ms).": "缩短超过此时长的静默（2s、500ms）。",
    "Exit 1 when the coverage is below this percentage: as clients reported it, else as it was sent.": (
        "客户端上报的覆盖率（没有上报时为已发送的覆盖率）低于此百分比时以退出码 1 结束。"
    ),
    "Split: {spec}  (session seed {seed})": "切法：{spec}  （会话种子 {seed}）",
    "Faults and rewrites: {spec}  (session seed {seed})": "故障和改写：{spec}  （会话种子 {seed}）",
    "Split, faults and rewrites: {spec}  (session seed {seed})": "切法、故障和改写：{spec}  （会话种子 {seed}）",
    "smoke {turn} of {of}: {plan}": "smoke 第 {turn}/{of} 种：{plan}",
    "assured is not possible here: gap {gap} ms": "此处无法使用 assured：改用 {gap} 毫秒间隔",
    "no request in it has an answer to play: chunktape show FILE": "其中没有可回放的响应：chunktape show FILE",
    "up to {seconds:.2f} s late": "最多晚 {seconds:.2f} 秒",
    "{longer}, gap {gap} ms": "{longer}，最小间隔 {gap} 毫秒",
    "{seconds:.2f} s longer than recorded": "比录制慢 {seconds:.2f} 秒",
    "{seconds:.2f} s longer than recorded at this speed": "按此倍速，比录制慢 {seconds:.2f} 秒",
    "{seconds:.2f} s over the {limit} s after which wx.request gives up": (
        "比 wx.request 的 {limit} 秒超时还多 {seconds:.2f} 秒"
    ),
    "{label}  requests with a split: {requests}": "{label}  使用切法的请求数：{requests}",
    "No request with a split has ended yet, so there is no coverage.": "还没有使用切法的请求结束，因此没有覆盖率。",
    "{label}  requests with a split: {requests}, boundary classes: {levels}": (
        "{label}  使用切法的请求数：{requests}，边界类别：{levels}"
    ),
    "none, the body is content-encoded": "无（响应体经过内容编码）",
    "Coverage ({level}) is {percent} %, and --fail-under asks for {wanted} %.": (
        "覆盖率（{level}）为 {percent}%，低于 --fail-under 要求的 {wanted}%。"
    ),
    "No recent request with a split is known as {name!r}. Send back X-Chunktape-Request or X-Chunktape-Plan.": (
        "最近没有与 {name!r} 对应的、使用切法的请求。请回传 X-Chunktape-Request 或 X-Chunktape-Plan 的值。"
    ),
    'A report is {"request": N or "plan": SPEC or "id": ID, "lengths": [bytes, ...]} as JSON.': (
        '上报内容应为 JSON：{"request": N 或 "plan": SPEC 或 "id": ID, "lengths": [字节数, ...]}。'
    ),
    "A report may have {limit} bytes; this one has {found}.": "上报内容上限为 {limit} 字节，实际为 {found} 字节。",
    "{path} has no *.cassette file. Name a file, or a directory with cassettes.": (
        "{path} 中没有 *.cassette 文件。请指定文件，或含有 cassette 的目录。"
    ),
    "No samples are bundled with this installation. Name a file: chunktape play FILE": (
        "此安装没有自带示例。请指定文件：chunktape play FILE"
    ),
    "CHUNKTAPE_WIRE=0: answers go through plain ASGI; reason, header case, trailers and resets are lost.": (
        "CHUNKTAPE_WIRE=0：响应走普通 ASGI；原因短语、头字段大小写、尾部字段和连接重置会丢失。"
    ),
    (
        "uvicorn {version} was not tried with this version: answers go through plain ASGI; reason, header "
        "case, trailers and resets are lost."
    ): "当前版本未在 uvicorn {version} 上试过：响应走普通 ASGI，原因短语、头字段大小写、尾部字段和连接重置会丢失。",
    "Origin {origin!r} is neither on loopback nor on a private address. If it is meant: --allow-origin ORIGIN.": (
        "来源 {origin!r} 既不在回环地址也不在内网地址。如确需使用：--allow-origin 来源。"
    ),
    "There is no control endpoint {asked}.": "没有名为 {asked} 的控制接口。",
    "{label} has the status {status}, which this server can't send: it knows 200 to 599. `chunktape play` can.": (
        "{label} 的状态码是 {status}，当前服务器只能发送 200 到 599；请改用 `chunktape play`。"
    ),
    "{label} is played without a head, which this server can't do. `chunktape play` can.": (
        "{label} 要在没有响应头的情况下播放，当前服务器做不到；请改用 `chunktape play`。"
    ),
    "{label} has no response to give back: the recording ended ({ending}) before the response began.": (
        "{label} 没有可回放的响应：录制在响应开始前就结束了（{ending}）。"
    ),
    "No recording answers this request. Nearest: {nearest}; differs: {differs}. It would match with: {option}": (
        "没有与该请求对应的录制。最接近的是 {nearest}；不同之处：{differs}。加上此选项即可匹配：{option}"
    ),
    "No recording answers {asked}. Recorded is {recorded}. {advice}": (
        "没有与 {asked} 对应的录制。已录制的是 {recorded}。{advice}"
    ),
    "An answer to HEAD never fits another method, or the reverse: record this request, too.": (
        "HEAD 与其他方法的响应不能互换：请把该请求也录制下来。"
    ),
    "The app sends another method here.": "应用在这里使用了另一种方法。",
    "Is `{part}` missing from the base URL?": "base URL 里是不是少了 `{part}`？",
    "The base URL ends with a slash too many.": "base URL 末尾多了一个斜杠。",
    "Is `{part}` in the base URL twice?": "base URL 里的 `{part}` 是不是重复了？",
    "Is `{part}` too much in the base URL?": "base URL 里是不是多了 `{part}`？",
    "`{part}` is too much: a base URL ends before the path that the SDK adds.": (
        "多了 `{part}`：base URL 不应包含 SDK 自己会加上的路径。"
    ),
    "To see the streams in a browser, open `/@chunktape/`.": "要在浏览器中查看流，请打开 `/@chunktape/`。",
    "Is the base URL right, and the path behind it?": "请检查 base URL 及其后的路径。",
    "No recording answers this request: the cassettes have no interaction yet.": (
        "没有与该请求对应的录制：cassette 中还没有任何交互。"
    ),
    "{name}  interactions: {count}{state}": "{name}  交互数：{count}{state}",
    ", no footer yet: served as it grows": "，尚无结尾记录：边录制边回放",
    ", damaged: {dropped} bytes dropped from offset {offset} ({reason})": (
        "，文件损坏：从偏移 {offset} 起丢弃 {dropped} 字节（{reason}）"
    ),
    "left out: {error}": "已跳过：{error}",
    "{first} and {second} answer the same request; {file} goes first.": (
        "{first} 和 {second} 对应同一请求；先用 {file}。"
    ),
    "Playing at {url}  (Ctrl-C ends)": "正在回放：{url}  （Ctrl-C 结束）",
    (
        "{label} has times that are more than a clock holds at this speed: what comes after 146 years comes "
        "then. `--idle-cap 2s` shortens the silences."
    ): (
        "{label} 中的时间在此速度下超出时钟所能表示的范围：146 年之后的内容都按 146 年发送。"
        "可用 `--idle-cap 2s` 缩短静默。"
    ),
    "times of 146 years and more are 146 years; idle-cap shortens silences": (
        "超过 146 年的时间按 146 年计；idle-cap 可缩短静默"
    ),
    "{label} takes {seconds:.0f} s; wx.request gives up after 60 s unless its timeout is set.": (
        "{label} 时长 {seconds:.0f} 秒；wx.request 未设置 timeout 时 60 秒就会超时。"
    ),
    "Try it in a second terminal:": "试一试（在另一个终端里）：",
    "chunks: {chunks}, bytes: {bytes}, {seconds:.1f} s": "{chunks} 个分块，{bytes} 字节，{seconds:.1f} 秒",
    "and {count} more streams": "另有 {count} 个流",
    "With an SDK, in Python and in Node:": "使用 SDK 时（Python、Node）：",
    "and {count} other requests: chunktape show FILE": "以及另外 {count} 种请求：chunktape show FILE",
    "In a mini-program:": "在小程序中：",
    "differs: {places}": "与录制的请求不同：{places}",
    "{places} and {count} more": "{places}，另有 {count} 处",
    "... requests ended in the same moment, not shown: {count}": "……同一时刻另有 {count} 个请求结束，未逐一显示",
    "chunks: {chunks}, bytes: {bytes}, {seconds:.2f} s": "{chunks} 个分块，{bytes} 字节，{seconds:.2f} 秒",
    "replayed {name} #{number}": "回放 {name} #{number}",
    "forwarded": "已转发",
    "forwarded, recorded as {name} #{number}": "已转发并录制为 {name} #{number}",
    "{how}; not complete: {ending}": "{how}；未完整结束：{ending}",
    "{how}; ending as recorded: {ending}": "{how}；按录制结束：{ending}",
    "client left at byte {bytes}, chunk {chunks}, {seconds:.2f} s": (
        "客户端断开：第 {bytes} 字节，第 {chunks} 个分块，{seconds:.2f} 秒"
    ),
    "stopped at byte {bytes}, chunk {chunks}, {seconds:.2f} s": (
        "已停止：第 {bytes} 字节，第 {chunks} 个分块，{seconds:.2f} 秒"
    ),
    "an error of chunktape, please report it: {error}": "这是 chunktape 的错误，请反馈：{error}",
    "failed at byte {bytes}, chunk {chunks}: an error of chunktape, please report it": (
        "在第 {bytes} 字节、第 {chunks} 个分块处失败：这是 chunktape 的错误，请反馈"
    ),
    (
        "Requests: {requests}, replayed: {replayed}, without recording: {missed}, left by clients: {left}, "
        "bytes: {bytes}."
    ): "共 {requests} 个请求：回放 {replayed} 个，无对应录制 {missed} 个，客户端中途断开 {left} 个；{bytes} 字节。",
}
