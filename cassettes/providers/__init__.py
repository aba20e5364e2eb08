"""What the providers write on the wire: one file of `shapes/` each, from an answer to pieces and back. Rules

- Making: `make` gives an interaction, `render` its pieces. Reading: `read.read` gives what a body says, `reading` has
  the values. Each is the other's inverse (law 12). `errors` has each API's errors, as a body and as an event.
- A shape is a value: the request that a client sends, the response's headers, and a function from an `Answer` to
  pieces. No clock, no randomness: ids and padding come from SHA-256 of the answer's text.
- A piece is what the provider writes at once: one event, or one record, or (text) one token. `b"".join` of the pieces
  is the body. Escapes, spaces, line ends and order of keys are those of the real API.
- Events after the docs of the APIs and real streams (`docs/importing.md` names what each shape is known for).
"""

from importlib import import_module
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.providers.answer import Answer, End, Piece, Shape, Tool

__all__ = ["SHAPES", "Answer", "End", "Piece", "Shape", "Tool", "render", "shape"]

#: name of a shape, as `--like` takes it -> the module of `shapes` that holds it under the same key
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


def shape(name: str) -> Shape:
    """The shape called `name`. Raises SpecError for another name."""
    if name not in SHAPES:
        raise SpecError(say("There is no shape {name!r}. Known are: {known}.", name=name, known=", ".join(SHAPES)))
    shapes: dict[str, Shape] = import_module(f"{__name__}.shapes.{SHAPES[name]}").SHAPES
    return shapes[name]


def render(name: str, answer: Answer, end: End = End.COMPLETE, eol: str = "") -> list[Piece]:
    """The pieces of `answer` in the shape `name`.

    `end` TRUNCATED leaves off in the middle of a piece after two thirds of them; ERROR says the provider's own error
    after two thirds of the tokens. `eol` is `lf`, `crlf` or empty for the provider's own line ends.
    Raises SpecError for a shape that can't carry what the answer has.
    """
    like = shape(name)
    if answer.reasoning and not like.reasoning:
        raise SpecError(
            say("{name} does not send its reasoning as text. Leave --reasoning out, or use --like deepseek.", name=name)
        )
    if answer.tools and not like.tools:
        raise SpecError(
            say("{name} has no tool calls in its stream. Leave --tool out, or use --like openai.", name=name)
        )
    if answer.others and not like.choices:
        raise SpecError(say("{name} gives one choice only. Leave --choice out, or use --like openai.", name=name))
    if end is End.ERROR and not like.errors:
        raise SpecError(say("{name} has no error event. Use --end truncated, or another --like.", name=name))
    if end is End.ERROR:
        answer = answer.failing()
    pieces = list(like.pieces(answer, {"": like.eol, "lf": "\n", "crlf": "\r\n"}[eol]))
    if end is End.TRUNCATED:
        kept = max(1, len(pieces) * 2 // 3)
        broken = pieces[kept - 1]
        pieces[kept - 1 :] = [Piece(broken.data[: max(1, len(broken.data) // 2)], broken.steps)]
    return pieces
