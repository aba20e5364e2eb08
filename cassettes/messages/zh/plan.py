"""Chinese for `chunktape plan`, and how it shows a cut, by the English sentence."""

CHINESE: dict[str, str] = {
    "`plan` takes a fault within --split: --split 'utf8+reset,at=event:3'.": (
        "`plan` 的故障写在 --split 里：--split 'utf8+reset,at=event:3'。"
    ),
    "`plan` takes a rewrite within --split: --split 'utf8+crlf'.": (
        "`plan` 的改写写在 --split 里：--split 'utf8+crlf'。"
    ),
    "{file} is written.": "{file} 已写好。",
    "{character} cut after {after} of {of} bytes": "{character} 在第 {after} 个字节之后切断（共 {of} 字节）",
    "Show where a split cuts a recorded response, and what that hits.": (
        "查看某种切法会把录制的响应切在哪里、覆盖哪些边界类别。"
    ),
    "The split, such as 'utf8,seed=7' (quote it: PowerShell splits at commas). Default: recorded.": (
        "切法，例如 'utf8,seed=7'（请加引号：PowerShell 会按逗号拆分）。默认 recorded。"
    ),
    "Draw the plan into this file.": "把方案画成 SVG，写入该文件。",
    "Write JSON test vectors into this file: body, cuts, expected events and text.": (
        "把 JSON 测试向量写入该文件：响应体、切口、期望的事件和文本。"
    ),
    "Every cut of a level, packed into few requests. With --vectors all of them are written.": (
        "穷举某一级别的全部切口，并打包成尽量少的请求。配合 --vectors 会全部写出。"
    ),
    "Exit 1 when the plan (with --exhaust: all of them) hits less than this percentage of the body's cut classes.": (
        "方案（配合 --exhaust 时为全部方案）覆盖的边界类别低于此百分比时以退出码 1 结束。"
    ),
    "The plan hits {percent} % of the body's cut classes, and --fail-under asks for {wanted} %.": (
        "方案只覆盖了 {percent}% 的边界类别，低于 --fail-under 要求的 {wanted}%。"
    ),
    "Print JSON.": "输出 JSON。",
    "List the profiles to begin with.": "列出常用的切法。",
    "With --profiles: list all of them. With FILE: the boundary classes, too, that its body can't have.": (
        "与 --profiles 一起使用：列出全部；与 FILE 一起使用：同时列出该响应体不可能有的边界类别。"
    ),
    "Expected a cassette: `chunktape plan FILE`, or `chunktape plan --profiles`.": (
        "缺少 cassette：`chunktape plan FILE`，或 `chunktape plan --profiles`。"
    ),
    "{file} has no interaction {number}; it has {numbers}. `chunktape show` lists them.": (
        "{file} 中没有编号 {number} 的交互；已有编号：{numbers}。用 `chunktape show` 查看。"
    ),
    "{file} has no response with a body, so there is nothing to cut.": (
        "{file} 中没有带响应体的响应，没有可切分的内容。"
    ),
    "`plan` shows cuts and faults; leave {part!r} to `play`.": "`plan` 只展示切法和故障；{part!r} 请交给 `play`。",
    "Vectors are made of recorded bodies that come whole: leave rewrites and faults out of their split.": (
        "测试向量取自完整到达的录制响应体：请把改写和故障从它的 spec 里去掉。"
    ),
    "{fault}: at no place of its own": "{fault}：没有特定的位置",
    "{fault}: before the head, at {at} ms": "{fault}：在响应头之前，{at} 毫秒处",
    "{fault}: behind byte {offset} of {size}, at {at} ms": "{fault}：在第 {offset} 个字节之后（共 {size} 个），{at} 毫秒处",
    "Give either --split or --exhaust: a level makes its own plans.": (
        "--split 与 --exhaust 只能二选一：穷举会自行生成方案。"
    ),
    "--svg draws one plan, and --exhaust makes many: draw one of them with --split and its spec.": (
        "--svg 只能画一个方案，而 --exhaust 会生成多个：请用 --split 指定其中一个再画。"
    ),
    "{file} can't be written: {reason}.": "无法写入 {file}：{reason}。",
    "{file} #{number}: {size} bytes of {dialect}, events: {events}, recorded pieces: {pieces}": (
        "{file} #{number}：{size} 字节（{dialect}），{events} 个事件，录制时为 {pieces} 段"
    ),
    "Pieces: {pieces}, the last one at {last} ms (recorded: {recorded} ms), at speed 1 without a gap": (
        "共 {pieces} 段，最后一段在 {last} 毫秒（录制：{recorded} 毫秒），按 1 倍速、无最小间隔计算"
    ),
    "piece\tbytes\tat ms\tcut behind it": "段\t字节\t毫秒\t其后的切口",
    "… {count} more pieces: --json has them all": "…… 其余 {count} 段未显示：用 --json 查看全部",
    "No seed was given, so this is seed {seed}; another one cuts elsewhere.": (
        "未指定种子，这里使用种子 {seed}；换一个种子会切在别处。"
    ),
    "{level}: variants {cuts}, requests {requests}": "{level}：{cuts} 个变体，打包成 {requests} 个请求",
    "{file}: plans {count}": "{file}：{count} 个方案",
    "{count} more: `chunktape plan --profiles --all`": "还有 {count} 种：`chunktape plan --profiles --all`",
}
