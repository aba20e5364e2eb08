"""Chinese for capture, forwarding and phones, by the English sentence."""

CHINESE: dict[str, str] = {
    "Requests without a recording go to this server, live.": "没有 cassette 可回放的请求，实时转发到这个服务器。",
    (
        "Which of these requests are recorded. none; once: the whole session, if there is no recording yet; new: "
        "those without a recording; all: every one, again."
    ): "转发的内容如何录制：none 不录制；once 还没有录制时录制整个会话；new 只录制没有可回放的；all 全部重新录制。",
    "The cassette to record into; by default the last FILE.": "录制到哪个 cassette；默认是最后一个 FILE。",
    "The API whose stream a text file (ANSWER.md) becomes: {names}.": (
        "文本文件（ANSWER.md）按哪种接口的流来生成：{names}。"
    ),
    "{option} needs --upstream URL: without it no request is forwarded.": (
        "{option} 需要和 --upstream URL 一起使用：没有上游就没有转发。"
    ),
    "--output needs --record once, new or all: nothing is recorded without it.": (
        "--output 需要和 --record once、new 或 all 一起使用：否则不会录制。"
    ),
    "The recording so far can't be put aside as {path}: {reason}. Move it yourself, or give --output FILE.": (
        "无法把已有的录制另存为 {path}：{reason}。请自行移走，或用 --output FILE 指定别的文件。"
    ),
    "The upstream {upstream} is this server itself. Give the address of the real one, or another --port.": (
        "上游 {upstream} 就是这个服务自己。请填写真实服务器的地址，或换一个 --port。"
    ),
    "This request has been here before: {upstream} leads back to this player. Start it with another --upstream.": (
        "这个请求绕了一圈又回来了：{upstream} 指回了这个播放器。请换一个 --upstream 启动。"
    ),
    "This request can't go on to the upstream: a header or the target has characters that RFC 9110 forbids.": (
        "无法转发这个请求：头字段或请求目标里有 RFC 9110 不允许的字符。"
    ),
    "The upstream closed the connection before it sent the head of a response. Does it speak HTTP on this port?": (
        "上游还没发出响应头就断开了连接。这个端口提供的是 HTTP 吗？"
    ),
    "  Requests without a recording go to {upstream} and are not recorded (--record new keeps them).": (
        "  没有可回放的请求转发到 {upstream}，不录制（加 --record new 可以录制）。"
    ),
    "  Requests without a recording go to {upstream} and are recorded into {path}.": (
        "  没有可回放的请求转发到 {upstream}，并录制到 {path}。"
    ),
    "  EVERYTHING GOES TO {upstream} and is recorded into {path}; nothing is replayed.": (
        "  所有请求都转发到 {upstream} 并录制到 {path}，不回放任何录制。"
    ),
    "  The old recording is kept in {path}.": "  原有内容保留在 {path}。",
    "Went through to {upstream}: {count}, unrecorded.": "转发到 {upstream} 的请求：{count} 个，未录制。",
    "Went through to {upstream}: {count}, of them recorded into {path}: {recorded}.": (
        "转发到 {upstream} 的请求：{count} 个，其中 {recorded} 个录制到 {path}。"
    ),
    "Record one request, without an app: URL, or a command pasted from a browser behind `-- curl`.": (
        "不用应用，直接录制一个请求：给出 URL，或在 `--` 之后粘贴浏览器复制的 curl 命令。"
    ),
    "The request's method; GET, or POST with a body.": "请求方法；默认 GET，有请求体时为 POST。",
    "A header, as `Name: value` (repeatable).": "请求头，格式为 `名称: 值`（可重复）。",
    "The body, or @FILE for a file's bytes.": "请求体，或用 @文件 发送文件内容。",
    "capture needs one URL, or `-- curl ...` as pasted from a browser; found {found}.": (
        "capture 需要一个 URL，或 `-- curl ...`（浏览器里复制的命令）；实际是 {found}。"
    ),
    "With `-- curl ...` method, headers and body stand in the curl command; leave out {option}.": (
        "使用 `-- curl ...` 时，方法、请求头和请求体都写在 curl 命令里，请去掉 {option}。"
    ),
    "{status}, chunks: {chunks}, bytes: {bytes}, {seconds:.2f} s, ended: {ending}. Recorded into {path}": (
        "{status}，{chunks} 个分块，{bytes} 字节，{seconds:.2f} 秒，结束方式：{ending}。已录制到 {path}"
    ),
    "{bytes} bytes ...": "已收到 {bytes} 字节……",
    "  Base URL on a phone: {url}  ({what})": "  手机上的 base URL：{url}  （{what}）",
    "  {url}  ({what})": "  {url}  （{what}）",
    "  No address that a phone could use was found: is this computer on a network?": (
        "  没有找到手机可以访问的地址：这台电脑联网了吗？"
    ),
    "{interface}, the default route": "{interface}，默认路由",
    "{interface}: virtual, only this computer and its containers reach it": (
        "{interface}：虚拟网卡，只有本机和容器能访问"
    ),
    "{interface}: VPN, a phone reaches it only inside the same VPN": "{interface}：VPN，手机也在同一 VPN 内才能访问",
    "{interface}: WSL, not for a phone": "{interface}：WSL，手机访问不到",
    "  Scan to check that the phone reaches it: {url}": "  用手机扫码，确认能访问：{url}",
    "Warning: everyone on the networks of these addresses can read these recordings now.": (
        "警告：现在这些地址所在网络中的任何人都可以读取这些录制内容。"
    ),
    (
        "Warning: everyone on the networks of these addresses can read these recordings and use the upstream "
        "through this computer now."
    ): "警告：现在这些地址所在网络中的任何人都可以读取录制内容，并经由这台电脑使用上游。",
    "Warning: everyone on the networks of these addresses can use the upstream through this recorder now.": (
        "警告：现在这些地址所在网络中的任何人都可以经由本录制器使用上游。"
    ),
    (
        "  This is WSL: a phone reaches Windows, not this address. Run it in Windows, or set "
        "networkingMode=mirrored in .wslconfig and allow port {port} in the Windows firewall."
    ): (
        "  当前在 WSL 中：手机能访问的是 Windows，而不是这个地址。请在 Windows 中运行，或在 .wslconfig 中设置 "
        "networkingMode=mirrored，并在 Windows 防火墙放行端口 {port}。"
    ),
    (
        "  If Windows asks whether Python may be reached from networks, allow private networks; if you said no "
        "before, allow it in the Windows firewall."
    ): "  如果 Windows 防火墙询问是否允许 Python 访问网络，请允许“专用网络”；如果以前点过取消，请在防火墙设置中放行。",
    "{file} is a bundled cassette, which nothing is recorded into: name a file with --output.": (
        "{file} 是自带的 cassette，不能往里录：用 --output 指定一个文件。"
    ),
}
