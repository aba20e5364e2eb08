"""Sentences of: Splits and plans."""

from cassettes.messages.profiles import SENTENCES as _PROFILES

SENTENCES: dict[str, tuple[str, str]] = {
    **_PROFILES,
    # --- specs
    "splits.too-long": (
        "A spec has at most {limit} characters, this one has {length}. Give a long plan by its `id=...`.",
        "split 文本最多 {limit} 个字符，这里有 {length} 个。过长的切分方案请改用 `id=...`。",
    ),
    "splits.id-unknown": (
        "No plan with id={id} is known here. Ids are those of this run's plans: run it again, or give the spec itself.",
        "这里没有 id={id} 的切分方案。id 只在本次运行内有效：请重新运行，或直接给出完整文本。",
    ),
    "splits.percent": (
        "Character {at}: expected percent-encoded UTF-8 (such as %2C).",
        "第 {at} 个字符：应为百分号编码的 UTF-8（例如 %2C）。",
    ),
    "splits.name": (
        "Character {at}: expected a name such as `utf8` or `merge`, found {found!r}. "
        "The form is `name,key=value+name,key=value`.",
        "第 {at} 个字符：应为名称，例如 `utf8`、`merge`，实际为 {found!r}。格式：`name,key=value+name,key=value`。",
    ),
    "splits.pair": (
        "Character {at}: expected `key=value`, found {found!r}.",
        "第 {at} 个字符：应为 `key=value`，实际为 {found!r}。",
    ),
    "splits.value": (
        "Character {at}: expected a value for `{key}` made of letters, digits and . _ ~ : -, found {found!r}.",
        "第 {at} 个字符：`{key}` 的值只能包含字母、数字和 . _ ~ : -，实际为 {found!r}。",
    ),
    "splits.twice": (
        "Character {at}: `{key}` is given twice. Leave one of them out.",
        "第 {at} 个字符：`{key}` 重复出现，请去掉其中一个。",
    ),
    "splits.nearest": (" Did you mean `{name}`?", "你是不是想写 `{name}`？"),
    "splits.unknown-split": (
        "Character {at}: no split or fault is called {name!r}.{hint} `chunktape plan --profiles --all` lists the "
        "splits.",
        "第 {at} 个字符：没有名为 {name!r} 的切分方式或故障。{hint}用 `chunktape plan --profiles --all` "
        "查看全部切分方式。",
    ),
    "splits.unknown-fault": (
        "Character {at}: no fault is called {name!r}.{hint} Behind the split come faults, then `speed`, then `gap`.",
        "第 {at} 个字符：没有名为 {name!r} 的故障。{hint}切分之后依次是故障、`speed`、`gap`。",
    ),
    "splits.second-split": (
        "Character {at}: `{name}` is a split, and a spec has one split, in the first place.",
        "第 {at} 个字符：`{name}` 是切分方式；切分只能有一个，并且写在最前面。",
    ),
    "splits.order": (
        "Character {at}: `{name}` is in the wrong place or there twice. The order is split, faults, `speed`, `gap`.",
        "第 {at} 个字符：`{name}` 的位置不对或重复。顺序是：切分、故障、`speed`、`gap`。",
    ),
    "splits.setting": (
        "Character {at}: expected `{name},{key}=...` with {allowed}.",
        "第 {at} 个字符：应为 `{name},{key}=...`，取值：{allowed}。",
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
    "splits.other-body": (
        "The plan was made for a body with digest {wanted}, this one has {found}. "
        "Its offsets fit no other body: make the plan again, or use the old cassette.",
        "该切分方案对应的响应体摘要是 {wanted}，而这里是 {found}。偏移量不能用于其他响应体：请重新生成，"
        "或使用原来的 cassette。",
    ),
}
