"""How the client of a check is loaded, built and given what it lacks, in Chinese."""

from typing import Final

CHINESE: Final = {
    (
        "{file}: a Python client is given by its import path: `chunktape check py:{module}:NAME`, where NAME is "
        "its class or function."
    ): "{file}：Python 客户端要用导入路径给出：`chunktape check py:{module}:NAME`，NAME 是其中的类或函数。",
    "{file}: `check` takes {known} or py:package.module:function.": (
        "{file}：`check` 接受 {known} 或 py:package.module:function。"
    ),
    (
        "{file} is a folder, and no package.json in it names a main module that is there: give the file that has the "
        "decoder or the function that asks."
    ): "{file} 是文件夹，其中没有 package.json 指向存在的主模块：请给出解码器或发请求的函数所在的文件。",
    (
        "{file} has to be built first, and neither the project's own Vite nor esbuild is there: run `npm i -D esbuild` in "
        "{folder}."
    ): "{file} 需要先构建，但既没有项目自己的 Vite，也没有 esbuild：请在 {folder} 中运行 `npm i -D esbuild`。",
    (
        "{file}: a .vue file needs Vue's compiler, and the project has none: run `npm i -D @vue/compiler-sfc` in {folder}."
    ): "{file}：.vue 文件需要 Vue 的编译器，而项目里没有：请在 {folder} 中运行 `npm i -D @vue/compiler-sfc`。",
    "{file}: its build did not end within {limit:.0f} s.": "{file}：构建在 {limit:.0f} 秒内没有结束。",
    "{file} can't be built: {place}: {error}": "无法构建 {file}：{place}：{error}",
    "{file} can't be built: {error}": "无法构建 {file}：{error}",
    "{client} can't be loaded: {error}.": "无法加载 {client}：{error}。",
    "Give a module that runs by itself, or stand-ins for what it imports (--stub NAME=VALUE).": (
        "请给出能独立运行的模块，或用 --stub NAME=VALUE 代替它导入的内容。"
    ),
    "Give a module that can be imported by itself, and a function or class in it.": (
        "请给出能独立导入的模块，以及其中的函数或类。"
    ),
    "Modules are found from the current folder and in the Python that runs `chunktape`.": (
        "模块从当前目录和运行 `chunktape` 的 Python 里查找。"
    ),
    "Mend that line first.": "请先改好那一行。",
    "A .cjs file has no `import` and `export`: name it .mjs or .js.": (
        ".cjs 文件里不能用 `import` 和 `export`：请改名为 .mjs 或 .js。"
    ),
    "An .mjs file has no `require`: name it .cjs or .js.": ".mjs 文件里没有 `require`：请改名为 .cjs 或 .js。",
    "{file} is not UTF-8 (line {line}): save it as UTF-8, as which it is read.": (
        "{file} 不是 UTF-8（第 {line} 行）：它按 UTF-8 读取，请另存为 UTF-8。"
    ),
    "{file} can't be read: {error}.": "无法读取 {file}：{error}。",
    "Built with {tool}.": "构建工具：{tool}。",
    (
        "Stubbed, because they are not there: {names}; give them with --stub NAME=VALUE."
    ): "以下导入不存在，已用空对象代替：{names}；可以用 --stub NAME=VALUE 给出。",
    "--stub {text}: expected NAME=VALUE, such as storage.token=abc or @/utils/request=./fake.js.": (
        "--stub {text}：应为 NAME=VALUE，例如 storage.token=abc 或 @/utils/request=./fake.js。"
    ),
    "--stub {text}: say which value of {place}, such as {place}.name=value.": (
        "--stub {text}：请写明 {place} 里的哪个值，例如 {place}.name=value。"
    ),
    "--stub {text}: there is no file {file}.": "--stub {text}：没有文件 {file}。",
    "--stub is for JavaScript clients; {client} is Python.": "--stub 用于 JavaScript 客户端；{client} 是 Python。",
    (
        "What stands in for an import, storage.KEY, env.NAME, globalData.PATH or global.PATH: a path to a module, JSON or "
        "text; may be given again."
    ): "用什么代替一个导入、storage.KEY、env.NAME、globalData.PATH 或 global.PATH：模块路径、JSON 或文本；可以重复给出。",
}
