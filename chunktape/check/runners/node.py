"""JavaScript modules, run by Node in `chunktape/js/host.mjs`."""

import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say
from chunktape.check.runners.child import Child
from chunktape.check.values import CantJudge

_OLDEST: Final = 18
_KNOWN: Final = (".js", ".mjs", ".cjs")


def node_client(module: str) -> Child:
    """The client in a JavaScript module.

    Raises SpecError where there is no such file; CantJudge for another kind of file, without Node and for an old one.
    """
    path = Path(module)
    if not path.is_file():
        raise SpecError(say("{file}: there is no such module.", file=module))
    if path.suffix not in _KNOWN:
        raise CantJudge(
            say(
                "{file}: `check` takes {known} or py:package.module:function. Build TypeScript and .vue files first, "
                "and give the JavaScript that comes of it.",
                file=module,
                known=", ".join(_KNOWN),
            )
        )
    node = shutil.which("node")
    if node is None:
        raise CantJudge(
            say("Node is not installed, and a JavaScript client needs it: version {of} or newer.", of=_OLDEST)
        )
    found = subprocess.run([node, "--version"], capture_output=True, check=False, text=True).stdout.strip()
    if not found[1:].partition(".")[0].isdigit() or int(found[1:].partition(".")[0]) < _OLDEST:
        raise CantJudge(say("Node {found} is too old: `check` needs {of} or newer.", found=found, of=_OLDEST))
    host = str(files("chunktape.js") / "host.mjs")
    return Child([node, "--experimental-vm-modules", "--no-warnings", host], str(path.resolve()))
