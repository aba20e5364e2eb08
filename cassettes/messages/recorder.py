"""Sentences of: The recorder."""

SENTENCES: dict[str, tuple[str, str]] = {
    # the words on the command line
    "recorder.bad_upstream": (
        "The upstream must be a URL like https://api.example.com/v1; {url} is not: {reason}.",
        "上游必须是形如 https://api.example.com/v1 的 URL，而 {url} 不是：{reason}。",
    ),
    "recorder.url_characters": (
        "it has a space, a backslash or a control character",
        "其中有空格、反斜杠或控制字符",
    ),
    "recorder.url_host": ("it names no usable host and port", "没有可用的主机名和端口"),
    "recorder.url_scheme": ("{scheme} is neither http nor https", "{scheme} 既不是 http 也不是 https"),
    "recorder.url_no_scheme": (
        "it begins with neither http:// nor https://; try https://{url}",
        "开头没有 http:// 或 https://，可以试试 https://{url}",
    ),
    "recorder.url_userinfo": (
        "it has a user name or password; send them from the app instead",
        "其中有用户名或密码，请改由应用在请求里发送",
    ),
    "recorder.url_query": (
        "a query or fragment can't stand in a base URL",
        "base URL 里不能有查询参数或 # 片段",
    ),
    "recorder.bad_max_body": (
        "--max-body takes 0 to {most} bytes, not {found}.",
        "--max-body 的取值是 0 到 {most} 字节，{found} 不行。",
    ),
    "recorder.bad_ca": (
        "--ca needs a PEM file with certificates; {path} can't be used: {error}.",
        "--ca 需要一个 PEM 证书文件，{path} 无法使用：{error}。",
    ),
    "recorder.bad_proxy": (
        "The environment asks for the proxy {proxy}, but only http:// proxies are supported. "
        "Unset it, or put the upstream's host into no_proxy.",
        "环境变量指定了代理 {proxy}，但这里只支持 http:// 代理。请取消该设置，或把上游主机加入 no_proxy。",
    ),
    # the upstream
    "recorder.no_such_host": (
        "The host name {host} can't be resolved. Check the upstream URL and the network.",
        "无法解析主机名 {host}。请检查上游 URL 和网络。",
    ),
    "recorder.no_connection": (
        "{upstream} can't be reached: {reason} ({where}). Is it running?",
        "无法连接 {upstream}：{reason}（{where}）。它启动了吗？",
    ),
    "recorder.no_proxy": (
        "{upstream} can't be reached, since its proxy {where} can't: {reason}. Check the proxy settings.",
        "无法连接 {upstream}，因为无法连接代理 {where}：{reason}。请检查代理设置。",
    ),
    "recorder.proxy_refused": (
        "The proxy {proxy} refused a tunnel to {upstream} with status {status}. Check the proxy settings.",
        "代理 {proxy} 拒绝建立到 {upstream} 的隧道，状态码 {status}。请检查代理设置。",
    ),
    "recorder.no_answer": (
        "{upstream} did not accept a connection within {seconds} s ({tried}). Check the upstream URL and the network.",
        "{upstream} 在 {seconds} 秒内没有接受连接（{tried}）。请检查上游 URL 和网络。",
    ),
    "recorder.silent": ("no answer", "没有应答"),
    "recorder.no_handshake": (
        "{upstream} took the connection, but no TLS handshake came about within {seconds} s. "
        "Does it speak https, on this port?",
        "{upstream} 接受了连接，但 {seconds} 秒内没有完成 TLS 握手。这个端口是 https 吗？",
    ),
    "recorder.bad_certificate": (
        "The certificate of {upstream} is not trusted: {reason}. "
        "Give its CA with --ca FILE, or --insecure to trust anything.",
        "{upstream} 的证书不受信任：{reason}。可用 --ca FILE 指定其 CA，或用 --insecure 不做校验。",
    ),
    "recorder.no_tls": (
        "No TLS connection with {upstream}: {reason}. Does it speak https, on this port?",
        "无法与 {upstream} 建立 TLS 连接：{reason}。这个端口是 https 吗？",
    ),
    # requests that are not served
    # notes in a cassette
    "recorder.note_behind": (
        "{bytes} bytes came behind the response; they were not passed on.",
        "响应之后还有 {bytes} 字节，没有转发。",
    ),
    "recorder.note_left": (
        "The client left when {bytes} bytes had come; the rest was read on (--drain).",
        "收到 {bytes} 字节时客户端已断开，其余部分已继续读完（--drain）。",
    ),
    "recorder.note_no_end": (
        "The response can't be read as HTTP/1.1, so nothing says where it ends: it was ended here, and its connection.",
        "这个响应无法按 HTTP/1.1 读取，没有标明在哪里结束，因此在这里结束，连接也一并关闭。",
    ),
    "recorder.note_not_repeated": (
        "A connection kept open from an earlier request ended without an answer; a {method} may have been carried out, "
        "so it was not sent again.",
        "沿用的连接在应答之前就断开了；{method} 可能已被执行，因此没有重发。",
    ),
    # the console
    "recorder.help": (
        "Record what an app asks UPSTREAM_URL, and the answers as they stream in: point the app's base URL here.",
        "录制应用发往 UPSTREAM_URL 的请求和流式响应：把应用的 base URL 指到这里即可。",
    ),
    "recorder.help_output": (
        "The cassette to write; by default cassettes/HOST-DATE-TIME.cassette.",
        "要写入的 cassette 文件，默认 cassettes/主机-日期-时间.cassette。",
    ),
    "recorder.help_append": ("Add to an existing cassette.", "追加到已有的 cassette。"),
    "recorder.help_overwrite": ("Replace an existing cassette.", "覆盖已有的 cassette。"),
    "recorder.help_host": ("The address to listen on.", "监听地址。"),
    "recorder.help_port": (
        "The port to listen on; without this option, {port} or the next free one.",
        "监听端口；不指定时用 {port}，被占用则用下一个空闲端口。",
    ),
    "recorder.help_ready_file": (
        "Write {url, pid} as JSON to this file once it listens.",
        "开始监听后把 {url, pid} 以 JSON 写入该文件。",
    ),
    "recorder.help_allow_host": (
        "Also serve requests for this host name (repeatable).",
        "额外允许的主机名（可重复）。",
    ),
    "recorder.help_redact": (
        "Also redact header:NAME, query:NAME, field:NAME or body:NAME in the cassette (repeatable).",
        "在 cassette 里额外脱敏 header:名称、query:名称、field:名称 或 body:名称（可重复）。",
    ),
    "recorder.help_keep_secrets": ("Redact nothing.", "不做脱敏。"),
    "recorder.help_keep_encoding": (
        "Let the upstream compress; by default it is asked not to.",
        "允许上游压缩；默认要求不压缩。",
    ),
    "recorder.help_drain": (
        "When the app leaves a stream, read it on to its end.",
        "应用中途断开时，继续把流读完。",
    ),
    "recorder.help_ca": ("Trust this CA file (PEM) too.", "额外信任的 CA 文件（PEM）。"),
    "recorder.help_insecure": ("Trust any certificate of the upstream.", "不校验上游证书。"),
    "recorder.help_max_body": ("Largest request body in MiB.", "请求体上限，单位 MiB。"),
    "recorder.append_or_overwrite": (
        "--append and --overwrite exclude each other; give one.",
        "--append 和 --overwrite 不能同时使用，请只给一个。",
    ),
    "recorder.keep_or_redact": (
        "--keep-secrets and --redact exclude each other; give one.",
        "--keep-secrets 和 --redact 不能同时使用，请只给一个。",
    ),
    "recorder.started": ("Recording {upstream} into {path}", "正在录制 {upstream}，写入 {path}"),
    "recorder.replace": (
        "In the app, replace  {upstream}  by  {url}",
        "在应用里把  {upstream}  换成  {url}",
    ),
    "recorder.how_to_stop": ("Ctrl-C stops and sums up.", "按 Ctrl-C 停止并显示小结。"),
    "recorder.moved": (
        "PORT {taken} IS IN USE: listening on {port} instead. Change the base URL in the app.",
        "端口 {taken} 已被占用：改为监听 {port}。请在应用里修改 base URL。",
    ),
    "recorder.warn_secrets": (
        "Warning: --keep-secrets stores keys, cookies and tokens as they are. Do not share this file.",
        "警告：--keep-secrets 会原样保存密钥、Cookie 和令牌，请勿分享该文件。",
    ),
    "recorder.warn_insecure": (
        "Warning: --insecure trusts any certificate; who sits in between can read and change everything.",
        "警告：--insecure 不校验证书，中间人可以读取和篡改所有内容。",
    ),
    "recorder.failed": (
        "RECORDING STOPPED: {reason} Requests still go through.",
        "录制已中止：{reason} 请求继续转发。",
    ),
    "recorder.column_request": ("request", "请求"),
    "recorder.column_status": ("status", "状态码"),
    "recorder.column_elapsed": ("elapsed", "用时"),
    "recorder.column_chunks": ("chunks", "分块"),
    "recorder.column_bytes": ("bytes", "字节"),
    "recorder.column_state": ("state", "状态"),
    "recorder.open": ("streaming", "传输中"),
    "recorder.waiting": ("waiting", "等待响应"),
    "recorder.nothing": (
        "Stopped. No request came, so {path} has none. Does the app use {url}?",
        "已停止。没有收到任何请求，{path} 中没有内容。应用用的是 {url} 吗？",
    ),
    "recorder.summary": (
        "Stopped. Interactions recorded into {path}: {interactions} ({endings}); chunks: {chunks}, bytes: {bytes}.",
        "已停止。录制到 {path} 的交互共 {interactions} 个（{endings}），{chunks} 个分块，{bytes} 字节。",
    ),
    "recorder.summary_failed": (
        "Stopped. Interactions that went through: {interactions} ({endings}); chunks: {chunks}, bytes: {bytes}.",
        "已停止。经过的交互共 {interactions} 个（{endings}），{chunks} 个分块，{bytes} 字节。",
    ),
    "recorder.summary_encoded": (
        "Bodies that are compressed or of an unknown coding, which redaction did not look into: {count}.",
        "{count} 个消息体经过压缩或编码无法识别，脱敏没有检查其内容。",
    ),
    "recorder.summary_raw": (
        "Responses that are no HTTP and are kept as raw bytes, where redaction only looked for lines of text: {count}.",
        "{count} 个响应不是合法的 HTTP，以原始字节保存，脱敏只检查了其中的文本行。",
    ),
    "recorder.play_it": ("Play it:  chunktape play {path}", "回放：  chunktape play {path}"),
}
