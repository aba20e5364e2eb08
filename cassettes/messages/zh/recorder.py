"""Chinese for the recorder, by the English sentence."""

CHINESE: dict[str, str] = {
    "The upstream must be a URL like https://api.example.com/v1; {url} is not: {reason}.": (
        "上游必须是形如 https://api.example.com/v1 的 URL，而 {url} 不是：{reason}。"
    ),
    "it has a space, a backslash or a control character": "其中有空格、反斜杠或控制字符",
    "it names no usable host and port": "没有可用的主机名和端口",
    "{scheme} is neither http nor https": "{scheme} 既不是 http 也不是 https",
    (
        "client-abort: the app left before the end of the answer, as some SDKs do behind [DONE]. "
        "`--drain` records it to its end."
    ): "client-abort：应用在回答结束之前就断开了，有些 SDK 读到 [DONE] 就会这样。用 `--drain` 可以录到结尾。",
    "No request got an answer that is worth playing. What came:  chunktape show {path}": (
        "没有请求得到值得回放的回答。看看收到了什么：chunktape show {path}"
    ),
    "it begins with neither http:// nor https://; try {scheme}://{url}": (
        "开头没有 http:// 或 https://，可以试试 {scheme}://{url}"
    ),
    "it has a user name or password; send them from the app instead": "其中有用户名或密码，请改由应用在请求里发送",
    "a query or fragment can't stand in a base URL": "base URL 里不能有查询参数或 # 片段",
    "--max-body takes 0 to {most} bytes, not {found}.": "--max-body 的取值是 0 到 {most} 字节，{found} 不行。",
    "--ca needs a PEM file with certificates; {path} can't be used: {error}.": (
        "--ca 需要一个 PEM 证书文件，{path} 无法使用：{error}。"
    ),
    (
        "The environment asks for the proxy {proxy}, but only http:// proxies are supported. Unset it, or put "
        "the upstream's host into no_proxy."
    ): "环境变量指定了代理 {proxy}，但这里只支持 http:// 代理。请取消该设置，或把上游主机加入 no_proxy。",
    "The host name {host} can't be resolved. Check the upstream URL and the network.": (
        "无法解析主机名 {host}。请检查上游 URL 和网络。"
    ),
    "{upstream} can't be reached: {reason} ({where}). Is it running?": (
        "无法连接 {upstream}：{reason}（{where}）。它启动了吗？"
    ),
    "{upstream} can't be reached, since its proxy {where} can't: {reason}. Check the proxy settings.": (
        "无法连接 {upstream}，因为无法连接代理 {where}：{reason}。请检查代理设置。"
    ),
    "The proxy {proxy} refused a tunnel to {upstream} with status {status}. Check the proxy settings.": (
        "代理 {proxy} 拒绝建立到 {upstream} 的隧道，状态码 {status}。请检查代理设置。"
    ),
    "{upstream} did not accept a connection within {seconds} s ({tried}). Check the upstream URL and the network.": (
        "{upstream} 在 {seconds} 秒内没有接受连接（{tried}）。请检查上游 URL 和网络。"
    ),
    "no answer": "没有应答",
    "the proxy closed the connection": "代理断开了连接",
    "it was closed in the handshake": "连接在握手时被断开",
    (
        "{upstream} took the connection, but no TLS handshake came about within {seconds} s. Does it speak "
        "https, on this port?"
    ): "{upstream} 接受了连接，但 {seconds} 秒内没有完成 TLS 握手。这个端口是 https 吗？",
    (
        "The certificate of {upstream} is not trusted: {reason}. Give its CA with --ca FILE, or --insecure to "
        "trust anything."
    ): "{upstream} 的证书不受信任：{reason}。可用 --ca FILE 指定其 CA，或用 --insecure 不做校验。",
    "No TLS connection with {upstream}: {reason}. Does it speak https, on this port?": (
        "无法与 {upstream} 建立 TLS 连接：{reason}。这个端口是 https 吗？"
    ),
    "The server at {where} does not speak TLS: use {other} instead of {upstream}.": (
        "{where} 上的服务器不支持 TLS：请把 {upstream} 改成 {other}。"
    ),
    "The server at {where} speaks TLS: use {other} instead of {upstream}.": (
        "{where} 上的服务器使用 TLS：请把 {upstream} 改成 {other}。"
    ),
    "{upstream} redirects to {origin}; what is asked there is not recorded. If that is the API, give its URL instead.": (
        "{upstream} 重定向到 {origin}，发往那里的请求不会被录制。如果那才是 API，请改用它的 URL。"
    ),
    "{bytes} bytes came behind the response; they were not passed on.": "响应之后还有 {bytes} 字节，没有转发。",
    "The client left when {bytes} bytes had come; the rest was read on (--drain).": (
        "收到 {bytes} 字节时客户端已断开，其余部分已继续读完（--drain）。"
    ),
    "The response can't be read as HTTP/1.1, so nobody knows where it ends: it was ended here, and its "
    "connection was closed.": ("这个响应无法按 HTTP/1.1 读取，没有标明在哪里结束，因此在这里结束，连接也一并关闭。"),
    (
        "A connection kept open from an earlier request ended without an answer; a {method} may have been "
        "carried out, so it was not sent again."
    ): "沿用的连接在应答之前就断开了；{method} 可能已被执行，因此没有重发。",
    "Record what an app asks UPSTREAM_URL, and the answers as they stream in: point the app's base URL here.": (
        "录制应用发往 UPSTREAM_URL 的请求和流式响应：把应用的 base URL 指到这里即可。"
    ),
    "The cassette to write; by default cassettes/HOST-DATE-TIME.cassette.": (
        "要写入的 cassette 文件，默认 cassettes/HOST-DATE-TIME.cassette。"
    ),
    "Add to an existing cassette.": "追加到已有的 cassette。",
    "Replace an existing cassette.": "覆盖已有的 cassette。",
    "Also redact header:NAME, query:NAME, field:NAME or body:NAME in the cassette (repeatable).": (
        "在 cassette 里额外脱敏 header:NAME、query:NAME、field:NAME 或 body:NAME（可重复）。"
    ),
    "Redact nothing.": "不做脱敏。",
    "Let the upstream compress; by default it is asked not to.": "允许上游压缩；默认要求不压缩。",
    "When the app leaves a stream, read it on to its end.": "应用中途断开时，继续把流读完。",
    "Trust this CA file (PEM) too.": "额外信任的 CA 文件（PEM）。",
    "Trust any certificate of the upstream.": "不校验上游证书。",
    "Largest request body in MiB.": "请求体上限，单位 MiB。",
    "--append and --overwrite exclude each other; give one.": "--append 和 --overwrite 不能同时使用，请只给一个。",
    "--keep-secrets and --redact exclude each other; give one.": (
        "--keep-secrets 和 --redact 不能同时使用，请只给一个。"
    ),
    "Recording {upstream} into {path}": "正在录制 {upstream}，写入 {path}",
    "In the app, replace  {upstream}  by  {url}": "在应用里把  {upstream}  换成  {url}",
    "Ctrl-C stops and sums up.": "按 Ctrl-C 停止并显示小结。",
    "Warning: --keep-secrets stores keys, cookies and tokens as they are. Do not share this file.": (
        "警告：--keep-secrets 会原样保存密钥、Cookie 和 token，请勿分享该文件。"
    ),
    "Warning: --insecure trusts any certificate; who sits in between can read and change everything.": (
        "警告：--insecure 不校验证书，中间人可以读取和篡改所有内容。"
    ),
    "RECORDING STOPPED: {reason} Requests still go through.": "录制已中止：{reason} 请求继续转发。",
    "request": "请求",
    "status": "状态码",
    "elapsed": "用时",
    "chunks": "分块",
    "bytes": "字节",
    "state": "状态",
    "streaming": "传输中",
    "waiting": "等待响应",
    "Stopped. No request came, so none went into {path}. Does the app use {url}?": (
        "已停止。没有收到任何请求，因此没有录制到 {path}。应用用的是 {url} 吗？"
    ),
    "Stopped. Interactions recorded into {path}: {interactions} ({endings}); chunks: {chunks}, bytes: {bytes}.": (
        "已停止。录制到 {path} 的交互共 {interactions} 个（{endings}），{chunks} 个分块，{bytes} 字节。"
    ),
    "Stopped. Interactions that went through: {interactions} ({endings}); chunks: {chunks}, bytes: {bytes}.": (
        "已停止。经过的交互共 {interactions} 个（{endings}），{chunks} 个分块，{bytes} 字节。"
    ),
    "Bodies that are compressed or of an unknown coding, which redaction did not look into: {count}.": (
        "{count} 个消息体经过压缩或编码无法识别，脱敏没有检查其内容。"
    ),
    "Responses that are not valid HTTP and are kept as raw bytes, in which redaction looked at lines of text "
    "only: {count}.": ("{count} 个响应不是合法的 HTTP，以原始字节保存，脱敏只检查了其中的文本行。"),
    "Play it:  chunktape play {path}": "回放：  chunktape play {path}",
}
