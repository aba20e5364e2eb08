"""One Chinese word for one thing, alike in the terminal, in the pages and in the examples; and Chinese typography."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cassettes.messages import chinese

HOME = Path(__file__).resolve().parents[2]
#: (not this, but that, what it is): a word is here once somebody met two for one thing
GLOSSARY: Final = (
    (r"切点", "切口", "a cut: the place between two pieces"),
    (r"切分方案", "方案", "a plan"),
    (r"切分方式", "切法", "a split"),
    (r"(?<![分注释代码模数一小])块(?!级)", "段", "a piece; 分块 is a recorded chunk"),
    (r"数据[块段]|传输块", "段、传输分块", "a piece, a transfer chunk"),
    (r"带子", "磁带", "a tape"),
    (r"答案", "回答", "an answer of a model"),
    (r"复现|再现", "重现", "to see a failure again"),
    (r"厂商|供应商", "服务商", "a provider"),
    (r"回放服务", "播放器", "the player"),
    (r"录制服务", "录制器", "the recorder"),
    (r"样例", "示例", "a sample, an example"),
    (r"遮盖", "脱敏", "to redact"),
    (r"评判", "判定", "to judge"),
    (r"(?:一个|它的)写法里|切法文本", "spec", "a spec"),
    (r"主机-日期|<摘要>|[a-z]:名称|名称=权重", "HOST-DATE, DIGEST, NAME", "a placeholder, which no line may break"),
)
#: where one of those words means something else: a block of curl's trace, of a page, of memory
ELSEWHERE: Final = ("trace", "markdown.js", "渲染", "画的块", "到下一块", "注释块", "整块内存", "代码块", "curl 被杀掉")
FULL: Final = "，。；：、！？（）“”"
CODE: Final = re.compile(r"```.*?```|`[^`\n]*`|<!--.*?-->|\]\([^)]*\)", re.DOTALL)


def pages() -> Iterator[tuple[str, str]]:
    """(name and line, text) of each line of the Chinese pages, without code."""
    for page in (*HOME.glob("*.zh-CN.md"), *HOME.glob("docs/*.zh-CN.md"), *HOME.glob("examples/*/*.zh-CN.md")):
        text = CODE.sub(lambda found: "`" + "\n" * found[0].count("\n"), page.read_text("utf-8"))
        for number, line in enumerate(text.splitlines(), 1):
            yield f"{page.relative_to(HOME).as_posix()}:{number}", line


def sentences() -> Iterator[tuple[str, str]]:
    yield from chinese().items()


def other_words(text: str) -> list[str]:
    """The words of a text that the glossary has another one for."""
    if any(name in text for name in ELSEWHERE):
        return []
    return [f"{found[0]}: {that} ({what})" for word, that, what in GLOSSARY for found in re.finditer(word, text)]


def loose(text: str) -> list[str]:
    """Full-width punctuation with a space beside it, and half-width commas and colons between Chinese characters."""
    return [
        found[0]
        for found in re.finditer(
            rf"(?:[^ |] )[{FULL[:7]}]|[{FULL[:7]}] (?=[^ |*(-])|(?<=[\u4e00-\u9fff])[,;:](?=[\u4e00-\u9fff])", text
        )
    ]


def test_one_word_for_one_thing() -> None:
    found = [(where, words) for where, text in (*sentences(), *pages()) if (words := other_words(text))]

    assert found == []


def test_punctuation_is_chinese_and_has_no_spaces_beside_it() -> None:
    found = [(where, words) for where, text in (*sentences(), *pages()) if (words := loose(text))]

    assert found == []


def test_what_is_wrong_is_found() -> None:
    assert other_words("在每块的切点处") == [
        "切点: 切口 (a cut: the place between two pieces)",
        "块: 段 (a piece; 分块 is a recorded chunk)",
    ]
    assert other_words("每个分块，模块") == []
    assert loose("完好。 提前结束") == ["。 "]
    assert loose("unreachable:无法,连接") == [","]
    assert loose("完好：`a, b`，b；c: d") == []
