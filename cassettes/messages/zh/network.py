"""Chinese for what both servers say of a request, by the English sentence."""

CHINESE: dict[str, str] = {
    "PORT {wanted} IS TAKEN: listening on {port} instead. Change the base URL, or stop what uses {wanted}.": (
        "端口 {wanted} 已被占用：改为监听 {port}。请修改 base URL，或停止占用 {wanted} 的程序。"
    ),
    "{port} is taken by {who}.": "{port} 端口正被 {who} 占用。",
    "{port} is taken by {who}, perhaps a player or recorder of yours in another terminal.": (
        "{port} 端口正被 {who} 占用，可能是另一个终端里还在运行的播放器或录制器。"
    ),
    (
        "This can't be read as an HTTP/1.1 request: {reason}. If a request came before it on this connection: "
        "Content-Length counts bytes, not characters."
    ): "无法当作 HTTP/1.1 请求解析：{reason}。如果同一连接上前面还有请求：Content-Length 按字节而不是按字符计。",
    "The request's body is not what its head announces: broken transfer chunks, or another length.": (
        "请求体与请求头的声明不符：传输分块格式错误，或长度不对。"
    ),
    "The bytes behind the request were read as a second request, which is not allowed here; the connection is "
    "closed.": ("请求之后的字节被解析为另一个未经检查的请求；连接已关闭。"),
    "A TLS handshake came, but this port speaks http, not https: use http:// in the base URL.": (
        "收到的是 TLS 握手，但这个端口是 http，不是 https：请在 base URL 中使用 http://。"
    ),
    (
        "The client began with HTTP/2 (prior knowledge), and this port speaks HTTP/1.1 only: let it use "
        "HTTP/1.1 (curl: leave out --http2-prior-knowledge)."
    ): (
        "客户端直接使用 HTTP/2（prior knowledge），但这个端口只支持 HTTP/1.1：请让客户端使用 HTTP/1.1（curl：去掉 "
        "--http2-prior-knowledge）。"
    ),
    "The request names HTTP/{version}, and this port speaks HTTP/1.1 and HTTP/1.0 only (no HTTP/2, no HTTP/3).": (
        "请求的版本是 HTTP/{version}，而这个端口只支持 HTTP/1.1 和 HTTP/1.0（不支持 HTTP/2、HTTP/3）。"
    ),
    "The request line {line} names no version, as in HTTP/0.9. It must end with HTTP/1.1.": (
        "请求行 {line} 没有版本号（HTTP/0.9 的写法），必须以 HTTP/1.1 结尾。"
    ),
    (
        "The target of a request is a path such as /v1/chat, without spaces, control characters, #fragment or "
        "user:password@ (* for OPTIONS); found {target}."
    ): (
        "请求目标必须是 /v1/chat 这样的路径，不能有空格、控制字符、#片段或 user:password@（OPTIONS 可用 *）；"
        "实际是 {target}。"
    ),
    "The request's target may have {limit} bytes, percent-encoded; this one has more.": (
        "请求目标（百分号编码后）超过上限 {limit} 字节。"
    ),
    "A request must have one Host header; this one has {found}.": "请求必须恰好有一个 Host 头，这个请求有 {found} 个。",
    "Host must be a name or an address, with or without a port; found {host!r}.": (
        "Host 必须是主机名或地址，可带端口；实际是 {host!r}。"
    ),
    "The request's target is on {target}, and its Host says {host}. They must be the same (RFC 9112 section 3.2).": (
        "请求目标在 {target} 上，而 Host 是 {host}。两者必须一致（RFC 9112 第 3.2 节）。"
    ),
    "This can't be used as a system proxy (the client sent CONNECT): use its address as the base URL in the app.": (
        "这里不是系统代理（收到了 CONNECT 请求）：请在应用里把 base URL 换成它的地址。"
    ),
    "The request is for {target}, but this is not a proxy for other servers: ask for a path here, such as /v1/chat.": (
        "请求的目标是 {target}，而这里不是其他服务器的代理：请直接请求这里的路径，例如 /v1/chat。"
    ),
    "Host {host!r} is neither an IP address nor localhost. To allow it, start with --allow-host NAME.": (
        "Host {host!r} 既不是 IP 地址也不是 localhost。如确需使用：--allow-host 域名。"
    ),
    "WebSocket connections can't be recorded or played; only HTTP requests and streams can.": (
        "无法录制或回放 WebSocket 连接，只支持 HTTP 请求和流。"
    ),
    "A request body with Transfer-Encoding: {coding} can't be read; only chunked can.": (
        "无法读取 Transfer-Encoding: {coding} 的请求体，只支持 chunked。"
    ),
    "The request body may have {limit} bytes; this one has {found} or more. A larger limit: --max-body MIB.": (
        "请求体上限为 {limit} 字节，该请求至少有 {found} 字节。可用 --max-body MIB 调大。"
    ),
    "No byte of the request body for {seconds} s; {received} bytes had come.": (
        "{seconds} 秒内没有收到请求体数据；此前已收到 {received} 字节。"
    ),
    "The request's head is over the limit of {limit} bytes.": "请求头超过上限 {limit} 字节。",
    "The request's head was not complete after {seconds} s.": "请求头在 {seconds} 秒内没有发完。",
    "the target came with bytes that no URL may have, and is taken as {target}": (
        "请求目标含有 URL 不允许的原始字节，按 {target} 处理"
    ),
    "Refused a request of {client} ({code}): {message}": "拒绝了 {client} 的请求（{code}）：{message}",
    "A request of {client}: {message}": "来自 {client} 的请求：{message}",
    (
        "There is no header {name}, so it would do nothing. Did you mean {nearest}? A split, fault or speed "
        "stands in X-Chunktape: 'utf8,seed=7'."
    ): "没有名为 {name} 的请求头，它不起作用。你是不是想写 {nearest}？切法、故障、速度写在 X-Chunktape: 'utf8,seed=7' 中。",
    (
        "There is no query key {name}, so it would do nothing. Did you mean {nearest}? A split, fault or speed "
        "stands in ?chunktape=utf8,seed=7."
    ): "没有名为 {name} 的查询参数，它不起作用。你是不是想写 {nearest}？切法、故障、速度写在 ?chunktape=utf8,seed=7 中。",
    "--host needs an address of this machine; {host!r} is not one ({error}).": (
        "--host 应为本机地址；{host!r} 不是（{error}）。"
    ),
    "Port {port} on {host} is in use. Stop what uses it, or give another --port (0 takes any free one).": (
        "{host} 的端口 {port} 已被占用。请停止占用它的程序，或换一个 --port（0 表示任选空闲端口）。"
    ),
    "Can't listen on {host} port {port}: {error}. Check --host and --port.": (
        "无法监听 {host} 端口 {port}：{error}。请检查 --host 和 --port。"
    ),
}
