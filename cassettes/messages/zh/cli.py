"""Chinese for the command line, by the English sentence."""

CHINESE: dict[str, str] = {
    "Record a streaming HTTP session and play it back: same bytes, same boundaries, same times.": (
        "录制流式 HTTP 会话并回放：字节、分块边界、时间都与原来一致。"
    ),
    "Commands": "命令",
    "{upstream} ended the connection without an answer. Does it speak http, on this port?": (
        "{upstream} 没有回答就断开了连接。这个端口上是 http 服务吗？"
    ),
    "--allow-host takes a name without scheme and path, such as mock.local; found {found!r}.": (
        "--allow-host 应为不带协议和路径的域名，例如 mock.local；实际是 {found!r}。"
    ),
    "--allow-origin takes a page's scheme, name and port, such as https://h5.example.com; found {found!r}.": (
        "--allow-origin 应为页面的协议、域名和端口，例如 https://h5.example.com；实际是 {found!r}。"
    ),
    "There is no format {name!r}. Did you mean {meant}?": "没有 {name!r} 这种格式。你是不是想写 {meant}？",
    "The format stands before the file: `chunktape import FORMAT {name}`, one of {known}.": (
        "文件前要写格式：`chunktape import FORMAT {name}`，格式为其中之一：{known}。"
    ),
    "There is no format {name!r}; those that are: {known}.": "没有 {name!r} 这种格式；可用的有：{known}。",
    "`{command}` did not start. It printed:\n{printed}": "`{command}` 没有启动成功，它的输出是：\n{printed}",
    (
        "`{command}` did not stop within {seconds} s and was killed; what it writes at its end is missing. It "
        "printed:\n{printed}"
    ): "`{command}` 在 {seconds} 秒内没有退出，已被强制结束，它收尾时要写的内容因此缺失。它的输出是：\n{printed}",
    "it is closed": "它已关闭",
    "Standard output can't be written: {reason}. The rest of the output is lost.": (
        "无法写入标准输出：{reason}。本应显示在那里的内容已丢失。"
    ),
    "{file} can't be used: {reason}.": "无法使用 {file}：{reason}。",
    "The ready file {path} can't be written: {reason}.": "无法写入就绪文件 {path}：{reason}。",
    "{url} can't be reached: {error}. Is it running?": "无法连接 {url}：{error}。它启动了吗？",
    "Record a session from a bundled upstream, play it, and compare: no network, no key.": (
        "从内置上游录一段会话，回放并比较：不需要网络，也不需要密钥。"
    ),
    "Recording a chat answer from the bundled upstream, then playing the cassette ...": (
        "正在录制内置上游的一段聊天回答，然后回放这个 cassette……"
    ),
    "chunk": "分块",
    "recorded ms": "录制 ms",
    "replayed ms": "回放 ms",
    "diff": "差",
    "content": "内容",
    "equal": "一致",
    "DIFFERENT": "不一致",
    (
        "Agree: bytes {same_bytes} ({bytes}), boundaries {same_boundaries} ({chunks} transfer chunks), times "
        "within {median} ms (median), {worst} ms (worst)."
    ): (
        "一致：字节{same_bytes}（{bytes} 字节），分块边界{same_boundaries}（{chunks} 个传输分块），时间误差中位数 "
        "{median} ms，最大 {worst} ms。"
    ),
    (
        "Differ: bytes {same_bytes} ({bytes}), boundaries {same_boundaries} ({chunks} transfer chunks), times "
        "off by {median} ms (median), {worst} ms (worst)."
    ): (
        "不一致：字节{same_bytes}（{bytes} 字节），分块边界{same_boundaries}（{chunks} 个传输分块），时间误差中位数 "
        "{median} ms，最大 {worst} ms。"
    ),
    "The same answer again, but some pieces end inside {character}. Two clients read it:": (
        "同一段回答再放一遍，但有几段在“{character}”的中间断开。两种客户端读到的是："
    ),
    "Each piece decoded by itself:": "逐段单独解码：",
    "Half a character kept until its rest comes:": "保留半个字符，等后半部分到齐：",
    "There is no command {name!r}. Did you mean {meant}?": "没有 {name!r} 这个命令。你是不是想写 {meant}？",
    "Now your own app:": "换成你自己的应用：",
    "use your app, then press Ctrl-C": "在应用里用一会儿，再按 Ctrl-C",
    "your answers, cut inside {character}": "你录的回答，从“{character}”的中间切开",
    "{option} got {count} words: PowerShell splits a value at its commas. Quote it: {option} '{meant}'": (
        "{option} 的值被拆成了 {count} 个参数：PowerShell 会在逗号处拆开。请加引号：{option} '{meant}'"
    ),
}
