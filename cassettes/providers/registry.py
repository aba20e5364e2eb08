"""Every shape by name; a module of `shapes` is imported when one of its shapes is made, or a body is read."""

from typing import Final

#: name of a shape, as `--like` takes it -> the module of `shapes` that holds it under the same key; `content` stands
#: behind every other shape that is read: its sign is the weakest
SHAPES: Final[dict[str, str]] = {
    "openai": "openai",
    "openai-completions": "completions",
    "openai-responses": "responses",
    "deepseek": "openai",
    "anthropic": "anthropic",
    "cohere": "cohere",
    "gemini": "gemini",
    "dashscope": "dashscope",
    "dashscope-cumulative": "dashscope",
    "dify": "dify",
    "coze": "coze",
    "ndjson": "ndjson",
    "content": "plain",
    "text": "text",
}
