"""The providers' streams, one file of `shapes/` each: from an answer to pieces, and from a body to its answer. Rules

- Every shape has its name in `registry`. Making: `make` gives an interaction, `pieces` its pieces; `answer` has the
  values, `tokens` cuts a text, `cadence` has the times. Reading: `read.read` gives what a body says, `reading` has the
  values. Each is the other's inverse (law 12). A shape also has its API's errors, as a body and as an event; `failure`
  has what they have in common.
- A shape is a value: the request that a client sends, the response's headers, and a function from an `Answer` to
  pieces. No clock, no randomness: ids and padding come from SHA-256 of the answer's text.
- A piece is what the provider writes at once: one event, or one record, or (text) one token. `b"".join` of the pieces
  is the body. Escapes, spaces, line ends and order of keys are those of the real API.
- Events follow the APIs' documents and real streams (`docs/importing.md` names the source of each shape).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from cassettes.providers.registry import SHAPES

if TYPE_CHECKING:
    from cassettes.providers.answer import Answer, End, Piece, Shape, Tool
    from cassettes.providers.pieces import render, shape

__all__ = ["SHAPES", "Answer", "End", "Piece", "Shape", "Tool", "render", "shape"]

_HOMES: Final = {"render": "pieces", "shape": "pieces"}


def __getattr__(name: str) -> Any:
    """A public name, imported from its module when it is first used: the names of the shapes alone load nothing
    else.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'answer')}"), name)
