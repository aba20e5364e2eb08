"""Calls a client's function with the pieces, in one of the ways to take them."""

import inspect
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

from .world import World

#: methods that take a piece
TAKES = ("push", "feed", "write", "decode", "append", "parse", "process", "consume", "receive")
_ENDS = ("end", "flush", "close", "finish", "done", "complete")


def _method(value: object, names: tuple[str, ...]) -> Callable[..., Any] | None:
    """The first method of `value` with one of the names; None where it has none."""
    for name in names:
        with suppress(Exception):  # a `__getattr__` may raise anything for a name that it does not know
            if callable(found := getattr(value, name)):
                return cast("Callable[..., Any]", found)
    return None


def takes_pieces(value: object) -> bool:
    """Whether a value has a method that takes pieces."""
    return _method(value, TAKES) is not None


def needed(function: Callable[..., Any]) -> int:
    """How many arguments have no default."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return 1
    return sum(one.default is one.empty and one.kind <= one.POSITIONAL_OR_KEYWORD for one in parameters)


async def drive(way: str, function: Any, world: World) -> None:
    """Drive `function` to its end: a decoder, a function of one piece, or one of all pieces."""
    if way == "decoder":
        decoder = function
        if callable(function):
            decoder = function(world.heard) if needed(function) else function()
        world.decoder = decoder
        take, end = _method(decoder, TAKES), _method(decoder, _ENDS)
        if take is None:
            raise TypeError("it gives nothing that takes pieces")
        world.gives(take)
        for piece in world.each():
            await world.hear(take(piece))
        if end is not None:
            await world.hear(end())
    elif way == "piece":
        world.gives(function)
        for piece in world.each():
            await world.hear(function(piece))
    else:
        pieces = world.later() if way == "async chunks" else world.each()
        await world.hear(function(pieces, world.heard) if needed(function) > 1 else function(pieces))
