"""chunktape: record and replay streaming HTTP, with exact bytes, boundaries and times, or any other legal split.

Everything public is importable from here, and documented only here. Names are loaded when first used, so that `import
chunktape` is cheap and imports none of its parts, the packages `cassettes`, `network`, `recorder` and `player`.

A command (`cli/`) reads its options and puts the parts together: for `play`, `options` holds the words, `settings`
reads them, `session` opens the files (`shelf`), the socket and the player, `workers/` serves it from several processes.
Further rooms: `check/` (a client against every cut that matters; `js/` runs one in Node), `curl/` (one request,
recorded without an app), `forward/` (`play --upstream`), `phone/` (how a phone reaches this machine), `show/` (a
cassette or plan for eyes), `samples/` (the demo), `client/` (our commands as processes; no other package), `asgi`
(the player for any ASGI server), `report/` and `doctor/` (a bug report; what works on this machine). `verdict` says
whether a session met its demands, `new_cassette` gives one its name and header, `process/` keeps printing from blocking
or failing, and says what a signal ends.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

__version__ = "0.1.0"
#: the tool that the header of a new cassette names
TOOL = f"chunktape {__version__}"

_HOME = Path(__file__).resolve().parent.parent

#: public name -> the module that has it
_PUBLIC = {
    "Cassette": "cassettes.model",
    "Chunk": "cassettes.model",
    "ChunktapeError": "cassettes.errors",
    "CassetteError": "cassettes.errors",
    "Interaction": "cassettes.model",
    "Performance": "player.spec.perform",
    "Scenario": "player.spec.scenario",
    "SpecError": "cassettes.errors",
    "load": "cassettes.store",
    "perform": "player.spec.perform",
}

__all__ = ["__version__", *_PUBLIC]


def check_parts() -> None:
    """Refuse, in one sentence with both paths, when another package of the same name is in the way.

    Raises ImportError. Plain package names are the price of a structure that type checkers and editors can see.
    """
    from importlib.machinery import PathFinder

    for name in ("cassettes", "network", "recorder", "player"):
        ours = _HOME / name / "__init__.py"
        loaded = sys.modules.get(name)
        if loaded is not None:
            found = getattr(loaded, "__file__", None)
        else:
            spec = PathFinder.find_spec(name)
            found = spec.origin if spec is not None else None
        if found is None or Path(found).resolve() != ours:
            raise ImportError(
                f"chunktape needs its own package {name!r} at {ours}, but {found or 'nothing'} is found first: "
                f"rename yours, or start Python with -P or from another folder."
            )


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'chunktape' has no attribute {name!r}")
    check_parts()
    return getattr(import_module(_PUBLIC[name]), name)
