"""Chinese for `chunktape report`, by the English sentence."""

CHINESE: dict[str, str] = {
    "Make one paste for a bug report: versions, the cassette FILE without secrets; or open one.": (
        "生成一份可直接粘贴的问题报告：版本、去掉密钥的 cassette FILE；或打开别人的报告。"
    ),
    "With FILE: the split or fault with which the bug is seen, such as 'utf8,seed=7'.": (
        "与 FILE 一起用：能看到问题的切法或故障，例如 'utf8,seed=7'。"
    ),
    "The running player to ask what it saw. Default: the one at {url}.": "询问正在运行的播放器看到了什么。默认：{url}。",
    "Write the cassette of a paste, a file or - for standard input.": "把报告里的 cassette 写成文件；PASTE 是文件，- 表示标准输入。",
    "With --open: the cassette to write. Default: bug-<digest>.cassette.": (
        "与 --open 一起用：要写的 cassette。默认：bug-DIGEST.cassette。"
    ),
    "--open reads a paste: leave out FILE, --split and --url.": "--open 用来读报告：请去掉 FILE、--split 和 --url。",
    "--output and --overwrite belong to --open; a paste goes to standard output.": (
        "--output 和 --overwrite 只与 --open 一起用；报告写到标准输出。"
    ),
    "--split needs the cassette that it cuts: `chunktape report FILE --split SPEC`.": (
        "--split 需要它要切的 cassette：`chunktape report FILE --split SPEC`。"
    ),
    "Questions and answers of the recording are in it; {masked}.": "报告里有录制的提问和回答；{masked}。",
    "The split has no seed, so {spec} stands there: the player's line names the one that your app had.": (
        "切法没有给种子，报告里写的是 {spec}；应用当时用的种子见播放器的那一行。"
    ),
    "Nothing was sent. Read it before you paste it.": "没有发送任何内容。粘贴前请先看一遍。",
    "The player at {url} plays other recordings: what it saw was left out. If it belongs to the bug: --url {url}.": (
        "{url} 上的播放器回放的是别的录制，它的记录没有写进报告。如果与问题有关，请加 --url {url}。"
    ),
    "{file} is written. Next:": "{file} 已写好。接下来：",
    "{name} has no cassette: expected a line {begin}, as `chunktape report FILE` writes.": (
        "{name} 里没有 cassette：应有一行 {begin}，由 `chunktape report FILE` 写出。"
    ),
    "{name}: the paste ends before {end}; ask for it whole.": "{name}：内容在 {end} 之前就断了，请要一份完整的。",
    "{name}: the cassette in it has more than {limit} MiB.": "{name}：其中的 cassette 超过 {limit} MiB。",
    "{name}: the lines of the cassette were changed or lost on the way; ask for the paste again.": (
        "{name}：cassette 的内容在传递中被改动或丢失，请重新要一份。"
    ),
    "--url needs the base URL of a player, such as {such}; found {url!r}.": (
        "--url 需要播放器的 base URL，例如 {such}；现在是 {url!r}。"
    ),
    "At {url} nothing of chunktape answers. Is `chunktape play` running there?": (
        "{url} 上应答的不是 chunktape。`chunktape play` 在那里运行吗？"
    ),
    "No response of the file has a body that {spec!r} could cut.": "文件里没有可以用 {spec!r} 切的响应体。",
    "No response of the file has a body with digest {digest}.": "文件里没有摘要为 {digest} 的响应体。",
}
