"""Sentences of: Splits and plans."""

from cassettes.messages.profiles import SENTENCES as _PROFILES

SENTENCES: dict[str, tuple[str, str]] = {
    **_PROFILES,
    # --- specs
    "splits.too-long": (
        "A spec has at most {limit} characters, this one has {length}. POST a longer one to /@chunktape/plans while "
        "`chunktape play` runs: the answer has the `id` to ask for, as /@id=<id>/...",
        "切法文本最多 {limit} 个字符，这里有 {length} 个。更长的请在 `chunktape play` 运行时 "
        "POST 到 /@chunktape/plans：应答中有 `id`，然后用 /@id=<id>/... 请求。",
    ),
    "splits.id-unknown": (
        "No plan with id={id} is known here: an id holds for one run of `chunktape play`. POST the spec itself to "
        "/@chunktape/plans while it runs, then ask for /@id=<id>/...",
        "这里没有 id={id} 的切分方案：id 只在 `chunktape play` 的同一次运行内有效。请在运行时把切法文本 POST 到 "
        "/@chunktape/plans，再用 /@id=<id>/... 请求。",
    ),
    "splits.percent": (
        "Character {at}: expected percent-encoded UTF-8 (such as %2C).",
        "第 {at} 个字符：应为百分号编码的 UTF-8（例如 %2C）。",
    ),
    "splits.name": (
        "Character {at}: expected a name such as `utf8` or `merge`, found {found!r}.{hint} "
        "The form is `name,key=value+name,key=value`.",
        "第 {at} 个字符：应为名称，例如 `utf8`、`merge`，实际为 {found!r}。{hint}"
        "格式：`name,key=value+name,key=value`。",
    ),
    "splits.literal-path": (
        " A path that itself begins with /@ is asked for as /@@...",
        "如果路径本身以 /@ 开头，请写成 /@@...",
    ),
    "splits.pair": (
        "Character {at}: expected `key=value`, found {found!r}.",
        "第 {at} 个字符：应为 `key=value`，实际为 {found!r}。",
    ),
    "splits.value": (
        "Character {at}: expected a value for `{key}` made of letters, digits and . _ ~ : -, found {found!r}.",
        "第 {at} 个字符：`{key}` 的值只能包含字母、数字和 . _ ~ : -，实际为 {found!r}。",
    ),
    "splits.seed": (
        "Character {at}: expected a seed, any text without , + = and %, found {found!r}.",
        "第 {at} 个字符：应为种子，即不含 , + = % 的任意文本，实际为 {found!r}。",
    ),
    "splits.at": ("Character {at}: {what}", "第 {at} 个字符：{what}"),
    "splits.twice": (
        "Character {at}: `{key}` is given twice. Leave one of them out.",
        "第 {at} 个字符：`{key}` 重复出现，请去掉其中一个。",
    ),
    "splits.nearest": (" Did you mean `{name}`?", "你是不是想写 `{name}`？"),
    "splits.unknown-split": (
        "Character {at}: no split or fault is called {name!r}.{hint} `chunktape plan --profiles --all` lists the "
        "splits.",
        "第 {at} 个字符：没有名为 {name!r} 的切法或故障。{hint}用 `chunktape plan --profiles --all` 查看全部切法。",
    ),
    "splits.unknown-fault": (
        "Character {at}: no fault is called {name!r}.{hint} Behind the split come faults, then `speed`, then `gap`.",
        "第 {at} 个字符：没有名为 {name!r} 的故障。{hint}切法之后依次是故障、`speed`、`gap`。",
    ),
    "splits.second-split": (
        "Character {at}: `{name}` is a split, and a spec has one split, in the first place.",
        "第 {at} 个字符：`{name}` 是切法；切法只能有一个，并且写在最前面。",
    ),
    "splits.order": (
        "Character {at}: `{name}` is in the wrong place or there twice. The order is split, faults, `speed`, `gap`.",
        "第 {at} 个字符：`{name}` 的位置不对或重复。顺序是：切法、故障、`speed`、`gap`。",
    ),
    "splits.setting": (
        "Character {at}: expected `{name},{key}=...` with {allowed}; it also takes {more}.",
        "第 {at} 个字符：应为 `{name},{key}=...`，取值：{allowed}；还可以用 {more}。",
    ),
    "splits.unknown-key": (
        "Character {at}: `{profile}` has no parameter {key!r}.{hint} It takes: {allowed}.",
        "第 {at} 个字符：`{profile}` 没有参数 {key!r}。{hint}可用参数：{allowed}。",
    ),
    "splits.parameter": (
        "Character {at}: `{key}` takes {allowed}, found {found!r}.",
        "第 {at} 个字符：`{key}` 的取值为 {allowed}，实际为 {found!r}。",
    ),
    "splits.version": (
        "Character {at}: this chunktape knows `{profile}` up to v={known}, the spec asks for v={found}. Update "
        "chunktape.",
        "第 {at} 个字符：当前版本最高支持 `{profile}` 的 v={known}，而这里要求 v={found}。请升级 chunktape。",
    ),
    # --- plans
    "splits.cut-order": (
        "Cuts must increase and lie above 0: {cut} stands behind {ahead}.",
        "切点必须大于 0 且严格递增：{cut} 排在 {ahead} 之后。",
    ),
    "splits.cut-beyond": (
        "Cut {cut} is outside the body of {size} bytes: the last place to cut is {last}.",
        "切点 {cut} 超出响应体：共 {size} 字节，最后一个可切位置是 {last}。",
    ),
    "splits.cut-nowhere": (
        "Cut {cut} is outside the body: one of {size} bytes has no place to cut.",
        "切点 {cut} 超出响应体：只有 {size} 字节，没有可切的位置。",
    ),
    "splits.other-body": (
        "The plan was made for a body with digest {wanted}, this one has {found}. "
        "Its offsets fit no other body: make the plan again, or use the old cassette.",
        "该切分方案对应的响应体摘要是 {wanted}，而这里是 {found}。偏移量不能用于其他响应体：请重新生成，"
        "或使用原来的 cassette。",
    ),
    "splits.character-cut": (
        "{character} cut after {after} of {of} bytes",
        "{character} 在第 {after} 个字节之后切断（共 {of} 字节）",
    ),
    # --- chunktape plan
    "splits.plan.help": (
        "Show where a split cuts a recorded response, and what that hits.",
        "查看某种切法会把录制的响应切在哪里、覆盖哪些边界类别。",
    ),
    "splits.plan.help-split": (
        "The split, such as 'utf8,seed=7' (quote it: PowerShell splits at commas). Default: recorded.",
        "切法，例如 'utf8,seed=7'（请加引号：PowerShell 会按逗号拆分）。默认 recorded。",
    ),
    "splits.plan.help-svg": ("Draw the plan into this file.", "把切分方案画成 SVG，写入该文件。"),
    "splits.plan.help-vectors": (
        "Write JSON test vectors into this file: body, cuts, expected events and text.",
        "把 JSON 测试向量写入该文件：响应体、切点、期望的事件和文本。",
    ),
    "splits.plan.help-exhaust": (
        "Every cut of a level, packed into few requests. With --vectors all of them are written.",
        "穷举某一级别的全部切点，并打包成尽量少的请求。配合 --vectors 会全部写出。",
    ),
    "splits.plan.help-fail-under": (
        "Exit 1 when the plan (with --exhaust: all of them) hits less than this percentage of the body's cut classes.",
        "切分方案（配合 --exhaust 时为全部方案）覆盖的切点类别低于此百分比时以退出码 1 结束。",
    ),
    "splits.plan.under": (
        "The plan hits {percent} % of the body's cut classes, and --fail-under asks for {wanted} %.",
        "切分方案只覆盖了 {percent}% 的切点类别，低于 --fail-under 要求的 {wanted}%。",
    ),
    "splits.plan.help-json": ("Print JSON.", "输出 JSON。"),
    "splits.plan.help-profiles": ("List the profiles to begin with.", "列出常用的切分方式。"),
    "splits.plan.help-all": ("With --profiles: list all of them.", "与 --profiles 一起使用：列出全部。"),
    "splits.plan.no-file": (
        "Expected a cassette: `chunktape plan FILE`, or `chunktape plan --profiles`.",
        "缺少 cassette：`chunktape plan FILE`，或 `chunktape plan --profiles`。",
    ),
    "splits.plan.no-number": (
        "{file} has no interaction {number}; it has {numbers}. `chunktape show` lists them.",
        "{file} 中没有第 {number} 个交互；现有：{numbers}。用 `chunktape show` 查看。",
    ),
    "splits.plan.nothing": (
        "{file} has no response with a body, so there is nothing to cut.",
        "{file} 中没有带响应体的响应，没有可切分的内容。",
    ),
    "splits.plan.only-split": (
        "`plan` shows the split alone; leave {part!r} to `play`.",
        "`plan` 只展示切法；{part!r} 请交给 `play`。",
    ),
    "splits.plan.not-both": (
        "Give either --split or --exhaust: a level makes its own plans.",
        "--split 与 --exhaust 只能二选一：穷举会自行生成切分方案。",
    ),
    "splits.plan.one-picture": (
        "--svg draws one plan, and --exhaust makes many: draw one of them with --split and its spec.",
        "--svg 只能画一个切分方案，而 --exhaust 会生成多个：请用 --split 指定其中一个再画。",
    ),
    "splits.plan.unwritable": ("{file} can't be written: {reason}.", "无法写入 {file}：{reason}。"),
    "splits.plan.source": (
        "{file} #{number}: {size} bytes of {dialect}, events: {events}, recorded pieces: {pieces}",
        "{file} #{number}：{size} 字节（{dialect}），{events} 个事件，录制时为 {pieces} 块",
    ),
    "splits.plan.summary": (
        "Pieces: {pieces}, the last one at {last} ms (recorded: {recorded} ms), at speed 1 without a gap",
        "共 {pieces} 块，最后一块在 {last} 毫秒（录制：{recorded} 毫秒），按 1 倍速、无最小间隔计算",
    ),
    "splits.plan.columns": ("piece\tbytes\tat ms\tcut behind it", "块\t字节\t毫秒\t其后的切点"),
    "splits.plan.more": (
        "… {count} more pieces: --json has them all",
        "…… 其余 {count} 块未显示：用 --json 查看全部",
    ),
    "splits.plan.seed": (
        "No seed was given, so this is seed {seed}; another one cuts elsewhere.",
        "未指定种子，这里使用种子 {seed}；换一个种子会切在别处。",
    ),
    "splits.plan.requests": (
        "{level}: variants {cuts}, requests {requests}",
        "{level}：{cuts} 个变体，打包成 {requests} 个请求",
    ),
    "splits.plan.written": ("{file}: plans {count}", "{file}：{count} 个切分方案"),
    "splits.plan.rotation": (
        "All its turns: {length} consecutive seeds, or all=1.",
        "轮换一圈需要 {length} 个连续的种子，或用 all=1 一次完成。",
    ),
    "splits.plan.turns": ("All its turns: {length} consecutive seeds.", "轮换一圈需要 {length} 个连续的种子。"),
    "splits.plan.takes": ("Takes: {parameters}", "参数：{parameters}"),
    "splits.plan.finds": ("Finds: {bugs}", "能发现：{bugs}"),
    "splits.plan.rest": (
        "{count} more: `chunktape plan --profiles --all`",
        "还有 {count} 种：`chunktape plan --profiles --all`",
    ),
}
