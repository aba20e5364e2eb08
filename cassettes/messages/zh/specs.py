"""Chinese for specs and the plans that they name, by the English sentence."""

CHINESE: dict[str, str] = {
    (
        "A spec has at most {limit} characters, this one has {length}. POST a longer one to /@chunktape/plans "
        "while `chunktape play` runs: the answer has the `id` to ask for, as /@id=<id>/..."
    ): (
        "spec 最多 {limit} 个字符，这里有 {length} 个。更长的请在 `chunktape play` 运行时 POST 到 "
        "/@chunktape/plans：应答中有 `id`，然后用 /@id=<id>/... 请求。"
    ),
    (
        "No plan with id={id} is known here: an id holds for one run of `chunktape play`. POST the spec itself "
        "to /@chunktape/plans while it runs, then ask for /@id=<id>/..."
    ): (
        "这里没有 id={id} 的方案：id 只在 `chunktape play` 的同一次运行内有效。"
        "请在运行时把 spec POST 到 /@chunktape/plans，再用 /@id=<id>/... 请求。"
    ),
    "Character {at}: expected percent-encoded UTF-8 (such as %2C).": (
        "第 {at} 个字符：应为百分号编码的 UTF-8（例如 %2C）。"
    ),
    (
        "Character {at}: expected a name such as `{example}`, found {found!r}.{hint} The form is "
        "`name,key=value+name,key=value`."
    ): ("第 {at} 个字符：应为名称，例如 `{example}`，实际为 {found!r}。{hint}格式：`name,key=value+name,key=value`。"),
    " A path that itself begins with /@ is asked for as /@@...": "如果路径本身以 /@ 开头，请写成 /@@...",
    "Character {at}: expected `key=value`, found {found!r}.": "第 {at} 个字符：应为 `key=value`，实际为 {found!r}。",
    "Character {at}: expected a value for `{key}` made of letters, digits and . _ ~ : -, found {found!r}.": (
        "第 {at} 个字符：`{key}` 的值只能包含字母、数字和 . _ ~ : -，实际为 {found!r}。"
    ),
    "Character {at}: expected a seed, any text without , + = and %, found {found!r}.": (
        "第 {at} 个字符：应为种子，即不含 , + = % 的任意文本，实际为 {found!r}。"
    ),
    "Character {at}: {what}": "第 {at} 个字符：{what}",
    "Character {at}: expected a share of 1, found {found!r}. Write {share:g}.": (
        "第 {at} 个字符：应为 0 到 1 的小数，实际为 {found!r}。请写成 {share:g}。"
    ),
    "Character {at}: expected a name, found {found!r}. A parameter follows a comma: `{before},{found}`.": (
        "第 {at} 个字符：应为名称，实际为 {found!r}。参数写在逗号后面：`{before},{found}`。"
    ),
    "`{found}` is nowhere: counted from 1. Write {unit}:1.": "没有 `{found}` 这个位置：从 1 开始计数。请写成 {unit}:1。",
    "`{found}` has no unit: write {found}s or {found}ms ({allowed}).": (
        "`{found}` 缺少单位：请写成 {found}s 或 {found}ms（{allowed}）。"
    ),
    "`{found}` is not in the body: a share goes from 0 to 1. Half of it is share:0.5.": (
        "`{found}` 不在响应体之内：share 取 0 到 1，一半写成 share:0.5。"
    ),
    "`{found}` may count anything: write event:{found}, byte:{found} or chunk:{found}.": (
        "`{found}` 没有说明数的是什么：请写成 event:{found}、byte:{found} 或 chunk:{found}。"
    ),
    "--{option}: {what}": "--{option}：{what}",
    "Character {at}: `{key}` is given twice. Leave one of them out.": (
        "第 {at} 个字符：`{key}` 重复出现，请去掉其中一个。"
    ),
    " Did you mean `{name}`?": "你是不是想写 `{name}`？",
    "Character {at}: no split, rewrite or fault is called {name!r}.{hint} "
    "`chunktape plan --profiles --all --rewrites --faults` lists them.": (
        "第 {at} 个字符：没有名为 {name!r} 的切法、改写或故障。{hint}"
        "用 `chunktape plan --profiles --all --rewrites --faults` 查看全部。"
    ),
    "Character {at}: no rewrite or fault is called {name!r}.{hint} Behind the split come rewrites and faults, then "
    "`speed`, then `gap`; `chunktape plan --rewrites --faults` lists them.": (
        "第 {at} 个字符：没有名为 {name!r} 的改写或故障。{hint}切法之后依次是改写和故障、`speed`、`gap`；"
        "用 `chunktape plan --rewrites --faults` 查看全部。"
    ),
    "Character {at}: `{name}` is a split, and a spec has one split, in the first place.": (
        "第 {at} 个字符：`{name}` 是切法；切法只能有一个，并且写在最前面。"
    ),
    "Character {at}: `{name}` is in the wrong place or there twice. The order is split, rewrites and faults, `speed`, `gap`.": (
        "第 {at} 个字符：`{name}` 的位置不对或重复。顺序是：切法、改写和故障、`speed`、`gap`。"
    ),
    "{place} is there twice, as {one!r} and {other!r}: send one spec, its parts joined by +.": (
        "{place} 出现了两次：{one!r} 和 {other!r}。只发送一个 spec，各部分用 + 连接。"
    ),
    "Character {at}: expected `{name},{key}=...` with {allowed}; it also takes {more}.": (
        "第 {at} 个字符：应为 `{name},{key}=...`，取值：{allowed}；还可以用 {more}。"
    ),
    "Character {at}: `{profile}` has no parameter {key!r}.{hint} It takes: {allowed}.": (
        "第 {at} 个字符：`{profile}` 没有参数 {key!r}。{hint}可用参数：{allowed}。"
    ),
    "Character {at}: `{key}` takes {allowed}, found {found!r}.{hint}": (
        "第 {at} 个字符：`{key}` 的取值为 {allowed}，实际为 {found!r}。{hint}"
    ),
    (
        "Character {at}: this chunktape knows `{name}` up to v={known}, the spec asks for v={found}. Update chunktape."
    ): "第 {at} 个字符：当前版本最高支持 `{name}` 的 v={known}，而这里要求 v={found}。请升级 chunktape。",
    "Cuts must increase and lie above 0: {cut} stands behind {ahead}.": (
        "切口必须大于 0 且严格递增：{cut} 排在 {ahead} 之后。"
    ),
    "Cut {cut} is outside the body of {size} bytes: the last place to cut is {last}.": (
        "切口 {cut} 超出响应体：共 {size} 字节，最后一个可切位置是 {last}。"
    ),
    "Cut {cut} is outside the body: one of {size} bytes has no place to cut.": (
        "切口 {cut} 超出响应体：只有 {size} 字节，没有可切的位置。"
    ),
    (
        "The plan was made for a body with digest {wanted}, this one has {found}. Its offsets fit no other "
        "body: make the plan again, or use the old cassette."
    ): (
        "该方案对应的响应体摘要是 {wanted}，而这里是 {found}。偏移量不能用于其他响应体：请重新生成，或使用原来的 "
        "cassette。"
    ),
}
