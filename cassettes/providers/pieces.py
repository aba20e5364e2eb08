"""An answer as the pieces of a shape."""

from importlib import import_module

from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.providers.answer import Answer, End, Piece, Shape
from cassettes.providers.registry import SHAPES


def shape(name: str) -> Shape:
    """The shape called `name`. Raises SpecError for another name."""
    if name not in SHAPES:
        raise SpecError(say("There is no shape {name!r}. Known are: {known}.", name=name, known=", ".join(SHAPES)))
    shapes: dict[str, Shape] = import_module(f"cassettes.providers.shapes.{SHAPES[name]}").SHAPES
    return shapes[name]


def render(name: str, answer: Answer, end: End = End.COMPLETE, eol: str = "") -> list[Piece]:
    """The pieces of `answer` in the shape `name`.

    `end` TRUNCATED stops in the middle of a piece after two thirds of them; ERROR writes the provider's own error after
    two thirds of the tokens. `eol` is `lf`, `crlf` or empty for the provider's own line ends. Raises SpecError for a
    shape that can't carry what the answer has.
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
