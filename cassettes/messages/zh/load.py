"""Chinese for load tests, by the English sentence."""

CHINESE: dict[str, str] = {
    "Processes that serve the port, to use more cores. Each has its own turns, journal and settings.": (
        "监听同一端口的进程数，用于多核。每个进程各有自己的轮次、日志和设置。"
    ),
    "Answer 429 while this many responses are being played (of each worker). 0 is no limit.": (
        "正在回放的响应达到该数量时（按每个 worker 计）返回 429。0 表示不限。"
    ),
    "Warn about responses that are later than this (5ms, 0.5s), and end with exit code 1.": (
        "响应晚于该时间（如 5ms、0.5s）时告警，并以退出码 1 结束。"
    ),
    "With --match any: how often which file answers (short=70,reasoning=20); name#3 is one interaction.": (
        "配合 --match any：各文件的响应比例（short=70,reasoning=20）；name#3 指其中一个交互。"
    ),
    "Other times for each response: ttft=200ms..2s (first body bytes), tps=40..80 (frames per second).": (
        "让每个响应的时间各不相同：ttft=200ms..2s（首个响应体字节的时间），tps=40..80（每秒事件或记录数）。"
    ),
    "Seed of what is drawn in this session, to draw the same again.": "本次会话的随机种子；相同的种子得到相同的结果。",
    "--mix takes NAME=WEIGHT,... with whole weights from 1 to 1000000, each name once; found {found!r}.": (
        "--mix 应为 NAME=WEIGHT,...，权重为 1 到 1000000 的整数，每个名称一次；实际是 {found!r}。"
    ),
    (
        "--mix names {name!r}, but no cassette and no interaction is called that. There are: {names}; NAME#3 "
        "is one interaction."
    ): "--mix 中的 {name!r} 不是任何 cassette 或交互的名称。可用名称：{names}；NAME#3 指其中一个交互。",
    "--mix chooses for every request, so it needs --match any; found --match {mode}.": (
        "--mix 对所有请求都生效，因此需要 --match any；实际是 --match {mode}。"
    ),
    "--vary takes ttft=TIME..TIME and tps=RATE..RATE, each once, joined by a comma; found {found!r}.": (
        "--vary 应为 ttft=时间..时间 和 tps=速率..速率，各一次，用逗号连接；实际是 {found!r}。"
    ),
    "--vary needs the smaller value first; found {found!r}.": "--vary 的范围应由小到大；实际是 {found!r}。",
    "{option} takes a number with us, ms or s, at most three decimals and one hour (200ms, 1.5s); found {found!r}.": (
        "{option} 应为带 us、ms 或 s 的数字，小数最多三位，最长一小时（如 200ms、1.5s）；实际是 {found!r}。"
    ),
    "{option} takes frames per second from 0.001 to 999999, at most three decimals (40, 12.5); found {found!r}.": (
        "{option} 应为每秒事件或记录数，从 0.001 到 999999，小数最多三位（如 40、12.5）；实际是 {found!r}。"
    ),
    (
        "--max-late takes a time above 0, since no write is earlier than its deadline; found {found!r}. Leave "
        "the option out to allow any lateness."
    ): "--max-late 应大于 0，因为写出不会早于预定时间；实际是 {found!r}。不检查延迟则去掉该选项。",
    "--vary sets times, and --speed max waits for none: leave one of them out.": (
        "--vary 用于设定时间，而 --speed max 不按时间回放：请去掉其中一个。"
    ),
    "Responses being played: {active}; --max-streams allows {limit}. Try again in {seconds} s.": (
        "正在回放 {active} 个响应，--max-streams 的上限是 {limit}。请在 {seconds} 秒后重试。"
    ),
    "Draws of this session: --session-seed {seed}": "本次会话的随机种子：--session-seed {seed}",
    (
        "Draws of this session: --session-seed {seed}. Each worker draws --mix and --vary for itself: there "
        "the same request may get another answer."
    ): (
        "本次会话的随机种子：--session-seed {seed}。--mix 和 --vary 由各 worker 分别抽取：同一请求在不同 worker "
        "上可能得到不同响应。"
    ),
    (
        "This process may have {limit} files open and can't raise that; {streams} streams at once need "
        "{needed}. Before starting, as root: ulimit -n {needed} (in a container: --ulimit nofile={needed}); or "
        "fewer streams: --max-streams"
    ): (
        "本进程最多可打开 {limit} 个文件，且无法自行调高；同时 {streams} 个流需要 {needed} 个。"
        "请在启动前以 root 执行 ulimit -n {needed}（容器：--ulimit nofile={needed}），或减少并发流：--max-streams"
    ),
    "Streams: {started} started, {active} active, {aborted} aborted, {missed} missed, {limited} answered with 429.": (
        "流：开始 {started} 个，进行中 {active} 个，中断 {aborted} 个，无对应录制 {missed} 个，返回 429 {limited} 个。"
    ),
    "Lateness (writes: {count}): p50 {p50:.2f} ms, p99 {p99:.2f} ms, max {worst:.2f} ms.": (
        "{count} 次写出的延迟：p50 {p50:.2f} 毫秒，p99 {p99:.2f} 毫秒，最大 {worst:.2f} 毫秒。"
    ),
    (
        "The player was late: {count} writes left in one with the write before them (transfer chunks unchanged; "
        "--writes chunk keeps writes apart, --workers uses more cores)."
    ): "播放器有延迟：{count} 次写出与前一次写出合并发送（传输分块不变；--writes chunk 可保持分开，--workers 可使用更多核心）。",
    "LATE: {label} by up to {late:.2f} ms, --max-late is {limit:g} ms; late so far: {count}.": (
        "延迟过大：{label} 最多晚 {late:.2f} 毫秒，--max-late 为 {limit:g} 毫秒；累计 {count} 个。"
    ),
    (
        "Responses later than --max-late: {count}. The machine was too slow for this load. Use --workers, "
        "fewer streams, or a core for the player alone."
    ): "{count} 个响应超过了 --max-late：机器跟不上该负载。请用 --workers、减少并发流，或让播放器独占一个核。",
    (
        "{count} workers. A request with a seed gets the same answer from each; repeats and unseeded requests "
        "are counted per worker, and journal, plans by id and coverage are each worker's own."
    ): (
        "{count} 个 worker。带种子的请求在每个 worker 上得到相同响应；"
        "重复请求和不带种子的请求按 worker 计数，日志、按 id 取的方案和覆盖率也各自独立。"
    ),
    "--workers needs a socket that processes can share, which this system does not give: one process serves.": (
        "--workers 需要多进程共享监听套接字，本系统不支持：由一个进程提供服务。"
    ),
    "Worker {number} of {of}": "第 {number} 个 worker，共 {of} 个",
    "{option} needs one process that sees every request: leave out {option}, or --workers.": (
        "{option} 需要由一个进程处理所有请求：请去掉 {option} 或 --workers。"
    ),
    (
        "WORKER {number} ENDED (exit code {code}); it is started again. Lost: the streams it played, and the "
        "counts it had not reported."
    ): "worker {number} 已退出（退出码 {code}），正在重新启动；它正在播放的流和尚未上报的计数已丢失。",
    "Worker {number} ended before it listened (exit code {code}); what it printed stands above.": (
        "worker {number} 在开始监听前退出（退出码 {code}）；原因见上方输出。"
    ),
}
