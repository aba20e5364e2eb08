"""Why a scene can't be played with a client, by the way it is driven; empty where it can."""

from cassettes.messages import say
from chunktape.check.life.scene import Setting


def one_stream_only(setting: Setting) -> str:
    """The reason for a function of one piece, to which no answer can be named, and for a module that asks when it is
    imported.
    """
    if setting.entry.way == "import":
        return say("it asks when it is imported: once")
    return say("a function of one piece has one stream") if setting.entry.way == "piece" else ""


def asks_only(setting: Setting) -> str:
    """The reason for a client that is given its pieces."""
    return one_stream_only(setting) if setting.entry.asks else say("it asks for nothing: it is given its pieces")


def platform_only(setting: Setting) -> str:
    """The reason for a client that does not use a mini-program's request."""
    if setting.drive.profile in ("node", "python"):
        return say("it asks through no mini-program's request")
    return "" if setting.entry.asks else say("it asks for nothing: it is given its pieces")
