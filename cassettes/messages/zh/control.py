"""Chinese for the control endpoints of a player, by the English sentence."""

CHINESE: dict[str, str] = {
    "{count} readers follow the journal already; close one of them.": "已有 {count} 个连接在跟踪请求日志，请先关闭一个。",
    "At most {clients} clients have a setting of their own, of {characters} characters together; DELETE /@chunktape/settings takes them back.": "最多 {clients} 个客户端可以有单独的设置，总长不超过 {characters} 个字符；用 DELETE /@chunktape/settings 撤销。",
    "A setting has `spec`, or parts of one ({parts}), not both.": "设置要么写 `spec`，要么写其中的部分（{parts}），不能同时写。",
    "`{key}` of a setting is text, as in a spec.": "设置里的 `{key}` 应为文本，写法与 spec 相同。",
    'A setting is JSON such as {"spec": "utf8+speed,x=2", "client": "phone"}.': '设置是 JSON，例如 {"spec": "utf8+speed,x=2", "client": "phone"}。',
    "A setting has no `{key}`; it has {known}.": "设置没有 `{key}` 这一项；可用的有：{known}。",
    "`{key}` of a setting can't be {found}.": "设置里的 `{key}` 不能是 {found}。",
    "A page elsewhere sent this without saying where it is; nothing was changed.": "这个请求来自其他网站的页面，且没有说明来源；什么都没有改变。",
    "Request {number} is not in the journal: it has the last 1,000 since the last reset.": "请求日志里没有第 {number} 个请求：日志只保留上次重置以来的最近 1000 个。",
    "`times_ms` has one number of 0 or more for each of `lengths`, in ms.": "`times_ms` 须与 `lengths` 一一对应，每项为不小于 0 的毫秒数。",
    "{name} is not whole; the one before is served until it is. {why}": "{name} 不完整；在它完整之前，继续使用原来的内容。{why}",
    "{name} was replaced, and is served as it is now. Interactions: {count}": "{name} 已被替换，从现在起使用新的内容；共 {count} 次交互。",
    "{name} is new, and is served. Interactions: {count}": "{name} 是新文件，已开始使用；共 {count} 次交互。",
    "{name} is gone, and served no more.": "{name} 已被删除，不再使用。",
    "{name} is gone; what it had is served on.": "{name} 已被删除；原有的内容继续使用。",
    "It is empty.": "文件是空的。",
    "It has no footer yet.": "文件还没有结尾记录。",
    "It is damaged.": "文件已损坏。",
}
