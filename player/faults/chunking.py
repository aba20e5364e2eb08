"""Transfer chunks in forms that the standard allows and few servers use (RFC 9112 section 7.1): a client must accept
all of them.
"""

from dataclasses import replace
from typing import Final

from player.faults.fault import Arguments, Choice, Count, Draw, Fault, Performance, Phase, Tape
from player.faults.framing import in_chunks, lined

_EXTENSIONS: Final = {
    "value": b";name=value",
    "quoted": b';a="b; c=\\"d\\""',
    "bare": b";name",
    "spaced": b" ; name = value",
    "long": b";name=" + b"x" * 200,
}


def padded(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """Sizes of at least `pad` digits, in one case."""
    form = b"%%0%d%b" % (arguments.number("pad"), b"X" if arguments.word("case") == "upper" else b"x")
    schedule = lined(in_chunks(performance, "padded-size"), lambda size: form % size + b"\r\n")
    return replace(performance, schedule=replace(schedule, last=form % 0))


def extended(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """Each size, the last one too, with an extension behind it."""
    extension = _EXTENSIONS[arguments.word("kind")]
    schedule = lined(in_chunks(performance, "chunk-extension"), lambda size: b"%x%b\r\n" % (size, extension))
    return replace(performance, schedule=replace(schedule, last=b"0" + extension))


def trailed(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """`n` trailer fields behind the last chunk, which the head announces."""
    schedule, head = in_chunks(performance, "trailers"), performance.head
    assert head is not None
    names = [b"X-Trailer-%d" % number for number in range(1, arguments.number("n") + 1)]
    headers = (*head.headers, (b"Trailer", b", ".join(names)))
    trailers = (*performance.trailers, *((name, b"behind the body") for name in names))
    return replace(performance, head=replace(head, headers=headers), schedule=schedule, trailers=trailers)


FAULTS = (
    Fault(
        "padded-size",
        Phase.FRAMING,
        padded,
        parameters={"case": Choice(("upper", "lower")), "pad": Count(1, 16, 4)},
        about="The sizes of transfer chunks are in upper case and have `pad` digits at least: `001F` for `1f`.",
        meets="Servers that write a fixed width, so that they can fill the size in later.",
    ),
    Fault(
        "chunk-extension",
        Phase.FRAMING,
        extended,
        parameters={"kind": Choice(tuple(_EXTENSIONS))},
        about="Each size of a transfer chunk has an extension behind it, such as `1f;name=value`.",
        meets="Proxies that sign or trace what they pass on; a standard that hardly anybody tests.",
    ),
    Fault(
        "trailers",
        Phase.FRAMING,
        trailed,
        parameters={"n": Count(1, 100, 1)},
        about="Behind the last chunk come `n` trailer fields, which the head announces.",
        meets="gRPC gateways, servers that send a checksum or a status behind the answer.",
    ),
)
