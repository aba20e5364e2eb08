"""Chinese for other tools' files, by the English sentence."""

CHINESE: dict[str, str] = {
    "There is no shape {name!r}. Known are: {known}.": "没有名为 {name!r} 的格式。可用的有：{known}。",
    "{name} does not send its reasoning as text. Leave --reasoning out, or use --like deepseek.": (
        "{name} 不会以文本发送思考过程。请去掉 --reasoning，或改用 --like deepseek。"
    ),
    "{name} has no tool calls in its stream. Leave --tool out, or use --like openai.": (
        "{name} 的流里没有工具调用。请去掉 --tool，或改用 --like openai。"
    ),
    "{name} gives one choice only. Leave --choice out, or use --like openai.": (
        "{name} 只返回一个候选回答。请去掉 --choice，或改用 --like openai。"
    ),
    "{name} has no error event. Use --end truncated, or another --like.": (
        "{name} 没有错误事件。请用 --end truncated，或换一个 --like。"
    ),
    "The answer has no text, so there is nothing to stream. Write something into the file.": (
        "回答里没有文字，无法生成流。请在文件里写入文字。"
    ),
    "{file} is not UTF-8: byte {offset} is 0x{byte:02x}. Save the file as UTF-8 and try again.": (
        "{file} 不是 UTF-8 编码：第 {offset} 字节是 0x{byte:02x}。请把文件另存为 UTF-8 再试。"
    ),
    (
        '{file} is not a tool call: expected JSON like {{"name": "get_weather", "arguments": {{"city": '
        '"Beijing"}}}}, found {found}.'
    ): (
        '{file} 不是工具调用：应为 {{"name": "get_weather", "arguments": {{"city": "北京"}}}} 这样的 JSON，实际是 '
        "{found}。"
    ),
    "{text!r} is not a duration of a day at most. Write a number and a unit: 800ms, 1.5s.": (
        "{text!r} 不是一天以内的时长。请写数字加单位，例如 800ms、1.5s。"
    ),
    "{file} is larger than {limit} MiB. Import a part of it.": "{file} 超过 {limit} MiB。请只导入其中一部分。",
    "{file} has nothing in it. Check that it was saved completely.": "{file} 是空的。请确认文件已完整保存。",
    "{file} holds no HTTP response, so there is nothing to import. Record it again with one request at least.": (
        "{file} 里没有任何 HTTP 响应，无法导入。请至少发一个请求后重新保存。"
    ),
    "{file} has a request that is not valid: {what}. Correct or remove that entry.": (
        "{file} 里有一个不合法的请求：{what}。请修正或删除该条目。"
    ),
    "{file} can't be read as YAML or JSON (line {line}: {what}). Is it the right file for this importer?": (
        "{file} 不是可读的 YAML 或 JSON（第 {line} 行：{what}）。请确认文件类型与导入命令一致。"
    ),
    (
        "{file} has a YAML object tag at line {line} ({what}); it was not executed. Remove the tag, or record "
        "the cassette again with plain values."
    ): "{file} 第 {line} 行有 YAML 对象标签（{what}），没有执行。请删除该标签，或用普通值重新录制。",
    (
        "{file} would grow beyond {nodes} values or {depth} levels when its aliases are written out. It was "
        "not loaded; import only files that you trust."
    ): "{file} 展开别名后会超过 {nodes} 个值或 {depth} 层，没有加载。请只导入可信的文件。",
    "{file}: the alias {what} at line {line} stands inside the value that it repeats. Write the value out there.": (
        "{file} 第 {line} 行的别名 {what} 引用了包含它自身的值。请在该处直接写出值。"
    ),
    "{file} names the key {key} twice in one object, so one of the values would be lost. Remove one of them.": (
        "{file} 的同一个对象里有两个键 {key}，其中一个值会丢失。请删除其中一个。"
    ),
    "{file} is not a VCR cassette: there is no list `interactions`. `chunktape import --help` names the importers.": (
        "{file} 不是 VCR cassette：没有 `interactions` 列表。可用的导入命令见 `chunktape import --help`。"
    ),
    "It looks like a file for:  {command}": "看上去应该用：  {command}",
    "{file} is not for `import {form}`, it looks like a file for: {command}": (
        "{file} 不适用于 `import {form}`，看上去应该用：{command}"
    ),
    "{file} is a VCR cassette of version {found}; version 1 can be read, and go-vcr's 2. Record it again.": (
        "{file} 是版本 {found} 的 VCR cassette，只能读取版本 1，以及 go-vcr 的版本 2。请重新录制。"
    ),
    "{file}: {place} should be a mapping of names to values, found {found}. Correct it there, or record it again.": (
        "{file}：{place} 应为“名称: 值”的映射，实际是 {found}。请修正该处，或重新录制。"
    ),
    "{file}: {place} should be text, found {found}. Correct it there, or record it again.": (
        "{file}：{place} 应为文本，实际是 {found}。请修正该处，或重新录制。"
    ),
    "{file}: {place} should have a code from 200 to 999, found {found}. Correct it there, or record it again.": (
        "{file}：{place} 应有 200 到 999 的状态码，实际是 {found}。请修正该处，或重新录制。"
    ),
    "{file}: {place} is not valid base64: it begins with {found}. Correct it there, or record it again.": (
        "{file}：{place} 不是合法的 base64，开头是 {found}。请修正该处，或重新录制。"
    ),
    "{file}: {place} should be text or `!!binary`, found {found}. Correct it there, or record it again.": (
        "{file}：{place} 应为文本或 `!!binary`，实际是 {found}。请修正该处，或重新录制。"
    ),
    "{file}: interaction {number} has no request, or no response with a status. Remove it or record it again.": (
        "{file}：第 {number} 个交互缺少请求，或响应没有状态码。请删除或重新录制。"
    ),
    "Bodies that stand in the file as parsed values, written again with made bytes: {count}.": (
        "有 {count} 个消息体在文件中是解析后的值，已重新写出：这些字节不是原始字节。"
    ),
    "{file} has no server-sent event: it begins with {found}. Save the stream with `curl -N URL > FILE`.": (
        "{file} 里没有 SSE 事件：开头是 {found}。请用 `curl -N URL > FILE` 保存流。"
    ),
    "{file} is not a HAR: expected JSON with log.entries. In DevTools: Network, Export HAR with content.": (
        "{file} 不是 HAR：应为带 log.entries 的 JSON。请在 DevTools 的 Network 面板导出（Export HAR with content）。"
    ),
    "{file} is not a HAR: it can't be read as JSON or a zip of Playwright ({what}). Export it again, completely.": (
        "{file} 不是 HAR：无法作为 JSON 或 Playwright 的 zip 读取（{what}）。请重新完整导出。"
    ),
    (
        "{file} has no response bodies. Export it with content: in DevTools keep the Network panel open while "
        "the stream runs, then choose Export HAR (with content)."
    ): "{file} 里没有响应体。请在流运行期间保持 DevTools 的 Network 面板打开，再选择 Export HAR（with content）导出。",
    "{file} has no entry that can be played. {reasons}": "{file} 里没有可以回放的条目。{reasons}",
    "WebSocket connections or other upgrades, left out: {count} ({places}).": (
        "跳过了 {count} 个 WebSocket 或其他协议升级的连接（{places}）。"
    ),
    "Entries whose URL is neither http nor https, such as data: and blob:, left out: {count} ({places}).": (
        "跳过了 {count} 个 URL 不是 http 或 https 的条目，例如 data:、blob:（{places}）。"
    ),
    "Tunnels through a proxy (CONNECT), left out: {count} ({places}).": (
        "跳过了 {count} 个代理隧道（CONNECT）条目（{places}）。"
    ),
    "Entries without a response, cancelled or blocked, left out: {count} ({places}).": (
        "跳过了 {count} 个没有响应（被取消或拦截）的条目（{places}）。"
    ),
    "Entries whose response body was not saved, left out: {count} ({places}). Export with content to have them.": (
        "跳过了 {count} 个没有保存响应体的条目（{places}）。需要它们请导出为 HAR with content。"
    ),
    "Entries that are not as HAR 1.2 says, left out: {count} ({places}).": (
        "跳过了 {count} 个不符合 HAR 1.2 的条目（{places}）。"
    ),
    "Requests whose body was not saved: {count}. They are imported without it, so play them with --match any.": (
        "有 {count} 个请求没有保存请求体，导入后请求体为空；回放时请用 --match any。"
    ),
    "Reading {file} needs mitmproxy, which is not installed: pip install 'chunktape[mitm]'": (
        "读取 {file} 需要 mitmproxy，目前没有安装：pip install 'chunktape[mitm]'"
    ),
    (
        "{file} has flow format version {version}, which the installed mitmproxy can't read. Update mitmproxy: "
        "pip install -U mitmproxy"
    ): "{file} 的 flow 格式版本是 {version}，当前安装的 mitmproxy 无法读取。请升级：pip install -U mitmproxy",
    "{file} is not a mitmproxy flow file ({what}). Save one with `mitmdump -w FILE`.": (
        "{file} 不是 mitmproxy 的 flow 文件（{what}）。请用 `mitmdump -w FILE` 保存。"
    ),
    "Flows without an HTTP response, left out: {count}.": "跳过了 {count} 个没有 HTTP 响应的 flow。",
    (
        "{file} is not a trace of curl: no `=> Send` or `<= Recv` block. Make one with `curl -N --trace FILE "
        "--trace-time URL`."
    ): "{file} 不是 curl 的 trace：没有 `=> Send` 或 `<= Recv` 块。请用 `curl -N --trace FILE --trace-time URL` 生成。",
    (
        "{file} is what `curl -v` writes: it has no bytes of the body. Make a trace with `curl -N --trace FILE "
        "--trace-time URL`."
    ): "{file} 是 `curl -v` 的输出，里面没有响应体的字节。请用 `curl -N --trace FILE --trace-time URL` 生成 trace。",
    (
        "{file}: the block at line {line} has {found} of {size} bytes, and others follow it: the trace is "
        "damaged. Run curl again."
    ): "{file}：第 {line} 行的块只有 {found}/{size} 字节，后面还有别的块，trace 已损坏。请重新运行 curl。",
    (
        "The trace is cut off: the block at line {line} has {found} of {size} bytes and was left out; what "
        "came before it is imported."
    ): "trace 被截断：第 {line} 行的块只有 {found}/{size} 字节，已跳过；之前的内容已导入。",
    "{file}: the head of the response at line {line} is not HTTP. Trace an http or https URL.": (
        "{file}：第 {line} 行的响应头不是 HTTP。请对 http 或 https 地址做 trace。"
    ),
    "Requests without a response, left out: {count} (the first at line {line}).": (
        "跳过了 {count} 个没有响应的请求（第一个在第 {line} 行）。"
    ),
    (
        "{file}: at line {line} a second transfer goes on beside the first, and nothing says whose bytes are "
        "whose. Add --trace-ids (curl 8.2 and newer), or trace one transfer at a time."
    ): (
        "{file}：第 {line} 行有另一个传输同时进行，无法区分字节属于哪一个。"
        "请加 --trace-ids（curl 8.2 及以上），或一次只 trace 一个传输。"
    ),
    (
        "{file}: the body of the response to line {line} has other bytes than its framing allows. Run curl "
        "again, one transfer at a time."
    ): "{file}：第 {line} 行请求的响应体与其分帧不符。请重新运行 curl，一次只做一个传输。",
    (
        "--trace-ascii writes every byte outside printable ASCII as a point: boundaries and times are real, "
        "such bytes are lost. Use --trace to keep them."
    ): "--trace-ascii 会把可打印 ASCII 之外的字节都写成“.”：边界和时间是真实的，这些字节已丢失。要保留请用 --trace。",
    (
        "{file}: the response to line {line} is in Content-Encoding {coding}, which --trace-ascii does not "
        "keep. Use --trace, or leave --compressed out."
    ): (
        "{file}：第 {line} 行请求的响应体使用 Content-Encoding {coding}，--trace-ascii 无法保留。"
        "请改用 --trace，或去掉 --compressed。"
    ),
    "{file} is not an export of chunktape: there is no key `chunktape`. For VCR files use `chunktape import vcr`.": (
        "{file} 不是 chunktape 的导出文件：没有 `chunktape` 键。VCR 文件请用 `chunktape import vcr`。"
    ),
    "{file} is an export of form {found}; this chunktape reads {ours}. Update chunktape.": (
        "{file} 是第 {found} 版导出格式，当前 chunktape 支持第 {ours} 版。请升级 chunktape。"
    ),
    "{file} is not as an export should be: {what}. Correct it there, or export again.": (
        "{file} 不符合导出格式：{what}。请修正该处，或重新导出。"
    ),
    "{file}: interaction {number} says something that a cassette can't hold: {reason}. Correct or remove it.": (
        "{file}：第 {number} 个交互里有 cassette 无法保存的内容：{reason}。请修正或删除它。"
    ),
    "{file} says something that a cassette can't hold: {reason}. Correct it there.": (
        "{file} 里有 cassette 无法保存的内容：{reason}。请在文件中修正。"
    ),
    "{file} is written. Interactions: {count}, body bytes: {bytes}. {origin}": (
        "已写入 {file}：{count} 个交互，响应体共 {bytes} 字节。{origin}"
    ),
    "Bytes and times are real.": "字节和时间都是真实的。",
    "The bytes are real, the times are made ({cadence}).": "字节是真实的，时间是生成的（{cadence}）。",
    "The times are real, some bytes are not ({note}).": "时间是真实的，部分字节不是（{note}）。",
    "The times are made, and so are some of the bytes ({note}).": "时间是生成的，部分字节也是（{note}）。",
    "Bytes and times are made ({note}).": "字节和时间都是生成的（{note}）。",
    "No response has a byte of body, so nothing of it can be called real ({note}).": (
        "所有响应的响应体都是空的，因此谈不上真实的字节（{note}）。"
    ),
    "{file} has these interactions: {numbers}. Name one: chunktape export FILE --as sse NUMBER": (
        "{file} 里有这些交互：{numbers}。请指定一个：chunktape export FILE --as sse 编号"
    ),
    "{file} is {state}: {dropped} bytes from offset {offset} are not in the export.": (
        "{file} 的状态是 {state}：从偏移 {offset} 起的 {dropped} 字节没有导出。"
    ),
    "{file} exists. Name another file, or add --overwrite.": "{file} 已存在。请换一个文件名，或加 --overwrite。",
    "{file} can't be written: {error}. Choose another --output.": "无法写入 {file}：{error}。请换一个 --output。",
    "Expected a curl command line: curl 'https://...' -H ... --data-raw ...; found {found!r}.": (
        "应为 curl 命令行：curl 'https://...' -H ... --data-raw ...；实际是 {found!r}。"
    ),
    "chunktape capture does not know curl's option {option}. Leave it out.": (
        "chunktape capture 不支持 curl 选项 {option}。请去掉它。"
    ),
    "curl's option {option} needs a value. Check that the command was pasted completely.": (
        "curl 选项 {option} 缺少值。请确认命令粘贴完整。"
    ),
    "-H takes a header as `Name: value`; found {found!r}.": "-H 应为 `名称: 值` 形式的请求头；实际是 {found!r}。",
    "Option {option} has the value {value!r}, which can't be used here. Correct it or leave it out.": (
        "选项 {option} 的值 {value!r} 不能使用。请修正或去掉。"
    ),
    "The curl command has no URL. Paste the whole command, from `curl` to its last line.": (
        "curl 命令里没有 URL。请粘贴完整命令，从 `curl` 到最后一行。"
    ),
    "The curl command has {count} URLs; one request is captured at a time. Keep one.": (
        "curl 命令里有 {count} 个 URL；一次只录制一个请求。请只保留一个。"
    ),
    "{url!r} is not an http or https URL with a host.": "{url!r} 不是带主机名的 http 或 https URL。",
    'The command ends inside a quotation. Paste it as a whole: "Copy as cURL (bash)" or "(cmd)".': (
        "命令在引号中间结束。请完整粘贴：“Copy as cURL (bash)”或“(cmd)”。"
    ),
    "{file} can't be read: {error}. Check the name behind @.": "无法读取 {file}：{error}。请检查 @ 后面的文件名。",
    "Make a cassette from a text, in the shape of a provider's stream.": (
        "用一段文本生成 cassette，格式与指定服务商的流一致。"
    ),
    "Turn other tools' recordings into a cassette.": "把其他工具的录制文件导入为 cassette。",
    "Write a cassette as YAML, JSON, HAR, or one body.": "把 cassette 导出为 YAML、JSON、HAR，或单个响应体。",
    "A cassette of vcrpy or pytest-recording.": "vcrpy 或 pytest-recording 的 cassette。",
    "Server-sent events, as `curl -N` saves them.": "`curl -N` 保存的 SSE 文本。",
    "A HAR saved by a browser, a proxy or Playwright.": "浏览器、代理工具或 Playwright 保存的 HAR。",
    "Flows saved by mitmproxy.": "mitmproxy 保存的 flow 文件。",
    "A trace of `curl --trace FILE --trace-time`.": "`curl --trace FILE --trace-time` 的 trace。",
    "An export of our own in YAML.": "本工具导出的 YAML。",
    "An export of our own in JSON.": "本工具导出的 JSON。",
    "File to write. Default: the name of the input with .cassette.": (
        "要写入的文件。默认与输入同名，扩展名为 .cassette。"
    ),
    "File to write. Default: standard output.": "要写入的文件。默认写到标准输出。",
    "Replace an existing file.": "覆盖已有文件。",
    "The API whose stream is made: {names}.": "要模仿的接口：{names}。",
    "Tokens per second.": "每秒 token 数。",
    "Time to the first token, such as 800ms.": "首 token 时间，例如 800ms。",
    "File with the text of the reasoning.": "思考过程的文本文件。",
    "JSON file with a tool call: name and arguments. As often as needed.": (
        "工具调用的 JSON 文件：name 和 arguments。可以给多个。"
    ),
    "File with the text of a further choice. As often as needed.": "另一个候选回答的文本文件。可以给多个。",
    "Send the token counts where the client must ask for them.": "在需要客户端主动请求的接口里也发送 token 用量。",
    "Line ends; default: those of the API.": "换行；默认与接口一致。",
    "How the stream ends.": "流如何结束。",
    "The format to write.": "导出格式。",
}
