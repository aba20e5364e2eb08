"""Chinese for the page at `/@chunktape/`, by the English sentence."""

CHINESE: dict[str, str] = {
    "The streams, live, in a browser: {url}/@chunktape/": "在浏览器中实时查看流：{url}/@chunktape/",
    "Connecting…": "正在连接…",
    "Live": "实时",
    "The player does not answer. The page goes on by itself when it is back.": "播放器没有响应；恢复后页面会自动继续。",
    "Live: worker {number} of {of} alone": "实时：仅 worker {number} / {of}",
    "This page was too slow and read everything anew.": "页面没跟上，已重新读取全部数据。",
    "This page needs JavaScript. Without it: chunktape show, and GET /@chunktape/journal": (
        "此页面需要 JavaScript。没有的话可用：chunktape show 和 GET /@chunktape/journal"
    ),
    "Back to live": "返回实时",
    "Open a file": "打开文件",
    "{name}: read from your disk, nothing is kept": "{name}：从本地磁盘读取，不会保存",
    "{name}: read from your disk, nothing is kept; {more} more recordings are not shown": (
        "{name}：从本地磁盘读取，不会保存；另有 {more} 个录制未显示"
    ),
    "Drop a cassette, or the JSON of chunktape check": "拖入 cassette，或 chunktape check 的 JSON 报告",
    "{name} is no report of chunktape check --json. Drop that, or a .cassette file.": (
        "{name} 不是 chunktape check --json 的报告。请拖入该报告，或 .cassette 文件。"
    ),
    "From the next request on": "从下一个请求起",
    "as started": "同启动时",
    "Split": "切法",
    "Fault": "故障",
    "Speed": "速度",
    "Client": "客户端",
    "all": "全部",
    "Set": "设置",
    "Take back": "撤销",
    "Hold": "暂停",
    "Go on": "继续",
    "held": "已暂停",
    "workers reached: {reached} of {of}": "已通知 worker：{reached} / {of}",
    "Requests": "请求",
    "requests: {count}, active: {active}": "请求：{count}，进行中：{active}",
    "All requests on one time axis. Arrow keys go through them, with Shift they select a stretch.": (
        "同一时间轴上的全部请求。方向键逐个查看，按住 Shift 选取一段。"
    ),
    "No request yet. Send one to this player, and it appears here.": "还没有请求。向此播放器发一个，就会显示在这里。",
    "The chosen request": "选中的请求",
    "Choose a request, or drop a cassette or a check report on this page.": (
        "请选择一个请求，或把 cassette、check 报告拖到此页面。"
    ),
    "The pieces on one time axis.": "同一时间轴上的各段。",
    "recorded": "录制",
    "sent": "发送",
    "client saw": "客户端看到",
    "the client told no times": "客户端未报告时间",
    "zoom": "放大",
    "from": "从",
    "to": "到",
    "Rows:": "显示：",
    "only cuts inside an event": "只看切在事件内部的",
    "pieces: {count} of {of}": "段数：{count} / {of}",
    "Pieces and their cuts": "各段与切口",
    "{from} - {to} ({size} B)": "{from}–{to}（{size} B）",
    "no named place": "无特殊位置",
    "end of the body": "响应体结束",
    "chunks: {chunks}, bytes: {bytes}": "分块：{chunks}，字节：{bytes}",
    "plan {plan}": "方案 {plan}",
    "up to {time} late": "最多迟 {time}",
    "behind byte {bytes}": "第 {bytes} 字节之后",
    "Fault {fault}: {where}": "故障 {fault}：{where}",
    "not reached": "未到达",
    "client left": "客户端断开",
    "The client left at byte {bytes}, chunk {chunks}, {time}.": "客户端在第 {bytes} 字节、第 {chunks} 个分块、{time} 时断开。",
    "{count} more pieces are not drawn.": "另有 {count} 段未画出。",
    "no recording": "没有对应的录制",
    "playing": "播放中",
    "ended": "已结束",
    "stopped": "已停止",
    "failed": "失败",
    "not complete": "不完整",
    "The recording ends with {ending}.": "录制以 {ending} 结束。",
    "Send again": "再发一次",
    "Leave now": "立即断开",
    "The recorded body is long or not text, so it is left out here.": "录制的请求体过长或不是文本，此处省略。",
    "{verdict}. Findings: {count}": "{verdict}。问题：{count}",
    "Keys: Tab moves on; j, k or the arrows go through rows; in a drawing Left and Right step, with Shift they "
    "select, Esc takes it back.": "按键：Tab 切换区域；j、k 或方向键逐行移动；在图中 ← → 移动，按住 Shift 选取，Esc 取消。",
    "Nothing is kept of request {number} that could be repeated.": "请求 {number} 没有可重发的数据。",
    "Only the page of this player itself may do this.": "只有此播放器自己的页面可以这样做。",
    "A cassette of at most {limit} bytes is shown here; this one has {found}.": (
        "此处最多显示 {limit} 字节的 cassette；该文件有 {found} 字节。"
    ),
}
