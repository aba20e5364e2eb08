"""Chinese for the scenes of a client's life, by the English sentence."""

CHINESE: dict[str, str] = {
    "Life: pass {names}": "生命周期：通过 {names}",
    "{scene}: {judgement}: {title}: {words}": "{scene}：{judgement}：{words}（要求：{title}）",
    "Play this one scene of the client's life, such as 'abort,at=268'. A report names it behind 'Again'.": (
        "只运行这个场景，例如 'abort,at=268'：就是报告里“重现”后面写的。"
    ),
    "There is no scene {name!r}. Known: {known}.": "没有名为 {name!r} 的场景。可用：{known}。",
    "{text!r} is not a scene: expected {form!r}.": "{text!r} 不是场景：应写成 {form!r}。",
    "The scene `{scene}` can't be judged: the client shows nothing without it.": (
        "场景 `{scene}` 无法判定：不用场景时客户端也什么都不显示。"
    ),
    "The scene `{scene}` can't be judged: {words}.": "场景 `{scene}` 无法判定：{words}。",
    "--scene {name},at={at}: {tape} has {size} bytes, so a place is from 1 to {last}.": (
        "--scene {name},at={at}：{tape} 共 {size} 字节，位置应在 1 到 {last} 之间。"
    ),
    "nothing shown twice": "没有内容显示两次",
    "shown again: '{text}'": "又显示了一次：“{text}”",
    "nothing after its own end": "自己宣布结束之后不再有内容",
    "`{name}` called so often: {count}": "`{name}` 被调用的次数：{count}",
    "things said with later pieces than its own end: {count}": "自己宣布结束之后又随后来的段给出的内容：{count} 项",
    "pieces and the end that come at once lose nothing": "各段和结束一下子都到时，什么也不丢",
    "fed byte by byte it shows hardly anything, and keeps all of it": "逐字节喂入时几乎什么都不显示，全部留在缓冲区里",
    "It shows each event only when the next piece comes: the last one late.": (
        "每个事件要等下一段到来才显示：最后一个显示得晚。"
    ),
    "stopped anywhere, the next answer is whole": "在任何位置停止后，下一个回答完整",
    "stopped and asked again at once, the next answer is whole": "停止后立刻再问，下一个回答完整",
    "a chunk after the stop is not shown": "停止之后到达的段不显示",
    "reset anywhere, the next stream is whole": "在任何位置重置后，下一个流完整",
    "a second answer is like the first": "第二个回答与第一个相同",
    "two answers at once don't mix": "两个同时到达的回答互不混淆",
    "listens before the first chunk": "在第一段之前开始监听",
    "`success` before the last chunk does no harm": "`success` 先于最后一段也无妨",
    "the body again in `success` is not shown again": "`success` 里再次给出的响应体不会再显示",
    "takes off the chunk listener that it put on": "移除的正是自己注册的监听函数",
    "says its end once": "只宣布一次结束",
    "its time grows with the stream": "耗时与流的长度成正比",
    "its time grows with an event": "耗时与单个事件的长度成正比",
    "fed byte by byte it fails, or takes too long to be measured": "逐字节输入时它会失败，或者慢得无法测量",
    "no event of the tape can be made longer": "磁带里没有可以加长的事件",
    "the other answer: {words}": "另一个回答：{words}",
    "it was not asked for": "没有发出请求",
    "the answer goes on after it was stopped: '{text}'": "停止之后回答仍在继续：“{text}”",
    "it asks again only when the old request has said that it ended": "旧请求宣布结束之后它才会再次请求",
    "what stops it is the platform's own task: it never knows": "停止它的是平台自己的 task，它无从得知",
    "it refuses a second answer while the first one comes": "第一个回答到达期间它拒绝第二个",
    "it shows the newest answer only": "它只显示最新的回答",
    "it asks once": "它只请求一次",
    "a chunk that comes before the chunk listener is lost: {words}": "先于监听函数到达的那一段丢失了：{words}",
    "what comes behind `success` is dropped": "`success` 之后到达的内容被丢弃",
    "this platform always gives the body in `success`": "这个平台总在 `success` 里给出响应体",
    "it asks through no task that has chunk listeners": "它的请求没有 onChunkReceived 监听函数",
    "offChunkReceived got a function that onChunkReceived never had, so listeners that stay: {count}": (
        "offChunkReceived 收到的函数从未传给 onChunkReceived，所以仍留着的监听函数：{count} 个"
    ),
    "its chunk listeners go with their request": "监听函数随请求一起消失",
    "no callback says the end": "没有回调宣布结束",
    "each of the answer's choices may have an end": "回答的每个 choice 都可能各有结束",
    "a function of one piece has one stream": "逐段调用的函数只有一个流",
    "it asks for nothing: it is given its pieces": "它不发请求：各段是交给它的",
    "it asks through no mini-program's request": "它不通过小程序的 request 请求",
    "it is given no pieces": "没有人把各段交给它",
    "nothing that it returns, takes or exports stops it": "它返回、接受或导出的东西都不能停止它",
    "it asks when it is imported: once": "它在被导入时请求：只有一次",
    "the place where its answers stand is one for all of them": "它的几个回答放在同一个地方",
    "{words}; so at {failed} of {tried} places": "{words}；{tried} 处中有 {failed} 处如此",
    "it has no reset": "它没有 reset",
    "its decoder is one object, which has one stream": "它的解码器是一个对象，只有一个流",
    "one event per piece it ends in an error: mend that first": "每段一个事件时就以错误结束：请先修好它",
    "`{scene}` fails: mend that first": "`{scene}` 失败：请先修好它",
}
