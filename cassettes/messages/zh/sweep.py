"""Chinese for what `check` runs: tapes, templates, budgets, known failures; by the English sentence."""

CHINESE: dict[str, str] = {
    "--update-known writes the file of --known: give --known FILE as well.": (
        "--update-known 写入 --known 的文件：请同时给出 --known FILE。"
    ),
    "--event, --done and --ndjson belong to --template: give it as well.": (
        "--event、--done 和 --ndjson 属于 --template：请同时给出它。"
    ),
    (
        "Check with a stream of your own backend's JSON: one event, with $TEXT where the answer stands ('{example}')."
    ): "用你自己后端的 JSON 做成的流来检验：写出一个事件，回答的位置写 $TEXT（'{example}'）。",
    "The name of the events of --template.": "--template 的事件名。",
    "The data of a last event, behind those of --template: '[DONE]'.": "--template 最后一个事件的内容：'[DONE]'。",
    "Lines of JSON in --template, not server-sent events.": "--template 是逐行的 JSON，而不是 server-sent events。",
    "Try every plan up to this level, on every tape; default: the structural places of the first one.": (
        "在每盘磁带上尝试到这一级为止的每种切法；默认：第一盘的结构位置。"
    ),
    "How many seeds of random plans, from 0.": "随机切法的种子数，从 0 开始。",
    "Go on for this time or for so many runs, such as 30s or 5000: through all levels, then with further seeds.": (
        "一直运行到那时，例如 30s 或运行 5000 次：先走完各级，再用更多种子。"
    ),
    "Failures in this file are accepted, one a line; a line that fails no more fails the check.": (
        "这个文件里的失败被接受，每行一个；不再失败的行会使检验失败。"
    ),
    "Write what fails now into the file of --known.": "把现在的失败写入 --known 的文件。",
    "Runs not judged, because the client did not ask or did not read on: {count}.": (
        "未判定的运行（客户端没有请求，或没有读下去）：{count} 次。"
    ),
    "The budget is spent: what was not tried is not judged.": "预算已用完：没有尝试的部分未判定。",
    "{tape} was cut off when it was recorded ({how}): the client is held to what stands there.": (
        "{tape} 在录制时被截断（{how}）：只按录下的内容检验客户端。"
    ),
    (
        "{error} Streams made of the fields that it reads were tried as well, first `{template}`: correct it to one event "
        "of your backend, and give it."
    ): "{error} 也试过按它读取的字段做成的流，首先是 `{template}`：请改成你后端的一个事件，再给出来。",
    (
        "It reads no stream of the library. One was made of the fields that it reads: `{template}`. Give your own with "
        "--tape or --template."
    ): "它读不了自带的任何流，于是按它读取的字段做了一个：`{template}`。请用 --tape 或 --template 给出你自己的。",
    (
        "It reads no stream without a mistake: it is driven by what came nearest. Is that not its answer? See 'Adapters' in "
        "docs/check.md."
    ): "它读任何流都有出入：检验时按最接近的一种方式驱动。那不是它的回答？见 docs/check.zh-CN.md 的“适配文件”一节。",
    "--split runs one plan and --scene plays one scene: give one of them.": (
        "--split 跑一种切法，--scene 演一个场景：请只给一个。"
    ),
    "Not under {profiles}: the client does not ask for the stream there.": (
        "没有在 {profiles} 之下检验：客户端在那里不请求流。"
    ),
    (
        "The client is blind on {file}: it shows nothing of it, so nothing can be judged. Leave it out, or give a client that "
        "reads it."
    ): "客户端读不出 {file}：什么也没有显示，因此无法判定。请去掉它，或换一个能读它的客户端。",
    "{file} has {shape}, and {read} has {other}: the client reads the second, and nothing of the first. Check each "
    "with the client that reads it, or leave {file} out.": (
        "{file} 是{shape}，{read} 是{other}：客户端能读后者，前者什么也没读出。请各用能读它的客户端检验，或去掉 {file}。"
    ),
    "plain text, no events": "没有事件的纯文本",
    "records of NDJSON": "NDJSON 记录",
    "{what} of the shape `{shape}`": "形状为 `{shape}` 的{what}",
    "{file}: there is no such file. `--known {file} --update-known` makes it.": (
        "{file}：没有这个文件。`--known {file} --update-known` 会生成它。"
    ),
    "{file} can't be read as known failures: {error}.": "{file} 不能当作已知失败读取：{error}。",
    (
        "{file}, line {number}: expected an oracle and a boundary class, such as 'replacement utf8-3b/1', found {line!r}. "
        "Oracles: {oracles}."
    ): "{file} 第 {number} 行：应为判据和边界类别，例如 'replacement utf8-3b/1'，实际是 {line!r}。判据：{oracles}。",
    "'{line}' stands in the known failures and fails no more. Take the line out: --update-known does it.": (
        "已知失败里的“{line}”不再失败。请删去这一行：--update-known 会这样做。"
    ),
    "--budget {text!r}: expected a number of runs, such as 5000, or a time, such as 30s.": (
        "--budget {text!r}：应为运行次数（例如 5000）或时间（例如 30s）。"
    ),
    (
        "{file} has no streamed response: `check` needs one that succeeds, with events, lines or plain text, not encoded. "
        "`chunktape show {file}` says what it has; record the stream itself."
    ): (
        "{file} 里没有流式响应：`check` 需要成功的响应，内容是事件、逐行 JSON 或纯文本，且未经编码。"
        "`chunktape show {file}` 会说明里面有什么；请录制流本身。"
    ),
    "`{name}` puts other text into an answer, and no text was found in this stream.": (
        "`{name}` 会换掉回答的文字，而这个流里认不出回答的文字。"
    ),
    "Write one event of your backend, such as '{example}'.": "请写出你后端的一个事件，例如 '{example}'。",
    "--template {text!r} has no $TEXT where the answer stands. {example}": (
        "--template {text!r} 里回答的位置没有 $TEXT。{example}"
    ),
    "--ndjson sends lines, which have no names: leave --event out.": "--ndjson 发送的是行，行没有名字：请去掉 --event。",
    "--template {text!r} is not JSON with a text for $TEXT. {example}": (
        "--template {text!r} 在 $TEXT 处填入文字后不是 JSON。{example}"
    ),
    "{option} is one line: {text!r} has several.": "{option} 只能是一行：{text!r} 有多行。",
}
