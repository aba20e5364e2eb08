"""Chinese for `chunktape doctor`, by the English sentence."""

CHINESE: dict[str, str] = {
    "Say what works on this machine, and how to mend what does not.": "检查这台电脑上哪些可用，不可用的怎么修。",
    "ok": "正常",
    "not ok": "异常",
    "none": "无",
    "{system}; one process at a time (`--workers` needs Linux or macOS)": (
        "{system}；只能用一个进程（`--workers` 需要 Linux 或 macOS）"
    ),
    "{system}; clients that vanish are noticed at the next write only": "{system}；客户端断线要到下一次写入时才能发现",
    "{system}, inside WSL": "{system}，在 WSL 内",
    "Install Python {wanted} or newer, and chunktape with it.": "请安装 Python {wanted} 或更新版本，并用它安装 chunktape。",
    "{name} {found} (needed: {wanted})": "{name} {found}（需要 {wanted}）",
    "all {count}, in versions that fit": "共 {count} 个，版本都符合",
    "{name} is missing": "缺少 {name}",
    "{port} is free": "{port} 空闲",
    "{port}: {who} answers there": "{port}：{who} 正在应答",
    "another program": "另一个程序",
    "{port} is reserved by the system, nothing may listen there": "{port} 被系统保留，任何程序都不能监听",
    (
        "Stop it (`{command}` names it), or choose another port: `chunktape play FILE --port {other}`; the app's base URL "
        "needs the same one."
    ): (
        "停掉它（用 `{command}` 查看是谁），或换一个端口：`chunktape play FILE --port {other}`，应用的 base URL 也要用同一个端口。"
    ),
    "Choose another port: `chunktape play FILE --port {other}`. On Windows `{command}` lists what is reserved.": (
        "请换一个端口：`chunktape play FILE --port {other}`。在 Windows 上用 `{command}` 查看保留的端口。"
    ),
    "Install Node {oldest} or newer; `chunktape check py:module:function` needs none.": (
        "请安装 Node {oldest} 或更新版本；`chunktape check py:module:function` 不需要 Node。"
    ),
    "not installed, and `chunktape check ./stream.js` needs it": "未安装，而 `chunktape check ./stream.js` 需要它",
    "{version} is too old for `chunktape check`": "{version} 太旧，`chunktape check` 不能用",
    "asyncio, since CHUNKTAPE_PORTABLE=1 is set: the slower paths of every system": (
        "asyncio，因为设置了 CHUNKTAPE_PORTABLE=1：使用各系统通用的较慢路径"
    ),
    "asyncio: there is no uvloop for {system}": "asyncio：{system} 没有 uvloop",
    "asyncio: uvloop is not installed, so one core plays fewer streams": "asyncio：未安装 uvloop，单核能播放的流会更少",
    "no limit of open files": "打开文件数不限",
    "{limit} open files: {streams} streams at once": "最多打开 {limit} 个文件：同时 {streams} 路流",
    "For load tests raise it in this shell: `ulimit -n {wanted}`.": "压测前请在此 shell 中调高：`ulimit -n {wanted}`。",
    "none: `check` remembers no failures here (CI, or CHUNKTAPE_CACHE is empty)": (
        "无：`check` 在这里不记忆失败用例（CI 环境，或 CHUNKTAPE_CACHE 为空）"
    ),
    "{folder} can't be written": "{folder} 不能写入",
    "Let it be written, or name another folder: CHUNKTAPE_CACHE=/tmp/chunktape.": (
        "请放开写权限，或指定别的目录：CHUNKTAPE_CACHE=/tmp/chunktape。"
    ),
    "none is set": "未设置",
    "Requests to the player may go to the proxy, which answers 502 or nothing. Type `{command}`.": (
        "发给播放器的请求可能会走代理，得到 502 或没有响应。请执行 `{command}`。"
    ),
    (
        "`chunktape record` goes through http:// proxies only, not {scheme}://. Name the proxy's http port, or put the "
        "upstream's host into NO_PROXY."
    ): (
        "`chunktape record` 只支持 http:// 代理，不支持 {scheme}://。请改用代理的 http 端口，或把上游主机加入 NO_PROXY。"
    ),
    "{proxies}; requests to this machine go past it": "{proxies}；发往本机的请求不走代理",
    "A phone reaches Windows, not WSL: run chunktape in Windows, or set networkingMode=mirrored in .wslconfig.": (
        "手机能访问的是 Windows 而不是 WSL：请在 Windows 中运行 chunktape，或在 .wslconfig 中设置 networkingMode=mirrored。"
    ),
    "A phone and this computer need one network: join its Wi-Fi. Without a phone nothing is missing.": (
        "手机需要和电脑在同一网络：请连接同一个 Wi-Fi。不用手机调试则不受影响。"
    ),
    "{addresses}; a phone needs `--host 0.0.0.0`": "{addresses}；手机访问需要加 `--host 0.0.0.0`",
    "{said}, and the firewall must let Python in": "{said}，并且防火墙要放行 Python",
    "{width} columns": "{width} 列",
    "not a terminal, lines stay long": "不是终端，长行不折行",
    "{said}, code page {page}": "{said}，代码页 {page}",
    "What {encoding} lacks (emoji, maybe Chinese) shows as escapes. Set PYTHONUTF8=1 and `chcp 65001`.": (
        "{encoding} 没有的字符（表情，也可能是汉字）会显示为转义。请设置 PYTHONUTF8=1，并在此控制台执行 `chcp 65001`。"
    ),
    "What {encoding} lacks (emoji, maybe Chinese) shows as escapes. Set PYTHONUTF8=1, or LC_ALL=C.UTF-8.": (
        "{encoding} 没有的字符（表情，也可能是汉字）会显示为转义。请设置 PYTHONUTF8=1 或 LC_ALL=C.UTF-8。"
    ),
    "Make it {columns} columns wide: tables break lines.": "请把窗口拉到至少 {columns} 列，否则表格会折行。",
    # what the lines are about
    "platform": "系统",
    "python": "Python",
    "packages": "依赖包",
    "port": "端口",
    "proxy": "代理",
    "addresses": "地址",
    "node": "Node",
    "terminal": "终端",
    "loop": "事件循环",
    "descriptors": "文件上限",
    "cache": "缓存",
}
