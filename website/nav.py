"""The order of the site's pages, with their titles in English and Chinese."""

from typing import Final, NamedTuple


class Title(NamedTuple):
    en: str
    zh: str


#: (group, its pages); a page is named as it is in the English site
NAV: Final[tuple[tuple[Title, tuple[tuple[Title, str], ...]], ...]] = (
    (
        Title("Start", "开始"),
        (
            (Title("What it is", "简介"), "index.md"),
            (Title("Tutorial: the first bug", "教程：第一个 bug"), "tutorial.md"),
        ),
    ),
    (
        Title("How to", "操作指南"),
        (
            (Title("DevTools and phones", "开发者工具与真机"), "miniprogram.md"),
            (Title("Check a client", "检验客户端"), "check.md"),
            (Title("Import and make cassettes", "导入与生成"), "importing.md"),
            (Title("CI", "持续集成"), "examples/ci.md"),
            (Title("Load and deployment", "压力测试与部署"), "examples/deploy.md"),
            (Title("Journeys", "常见任务"), "journeys.md"),
            (Title("Test vectors", "测试向量"), "vectors.md"),
            (Title("From Python", "在 Python 里使用"), "python.md"),
            (Title("Example: mini-program", "示例：小程序"), "examples/miniprogram.md"),
            (Title("Example: uni-app", "示例：uni-app"), "examples/uniapp.md"),
        ),
    ),
    (
        Title("Reference", "参考"),
        (
            (Title("Commands and options", "命令与选项"), "options.md"),
            (Title("Splits", "切法"), "splits.md"),
            (Title("Faults and rewrites", "故障与改写"), "faults.md"),
            (Title("Control", "控制接口"), "control.md"),
            (Title("File format", "文件格式"), "format.md"),
            (Title("Platforms", "平台支持"), "platforms.md"),
        ),
    ),
    (
        Title("Explanation", "原理"),
        (
            (Title("Behaviour", "行为"), "behaviour.md"),
            (Title("Design", "设计"), "design.md"),
            (Title("Performance", "性能"), "performance.md"),
            (Title("Museum of bugs", "bug 博物馆"), "museum.md"),
            (Title("Contributing", "参与开发"), "contributing.md"),
        ),
    ),
)
