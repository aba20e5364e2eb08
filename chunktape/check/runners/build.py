"""Builds a client that is not plain JavaScript to one text, with the project's own Vite, else with esbuild. Rules

- `chunktape/js/building/build.mjs` does the work, in a process that ends with its build and leaves nothing behind.
- Each platform of uni-app's conditional compilation is a build of its own; a client without conditions has one.
"""

import json
import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check.runners.stubs import Stub
from chunktape.check.values import CantJudge

#: s for a build at most; Vite with the plugin of uni-app takes a few
_LIMIT: Final = 180.0
_FIRST: Final = "MP-WEIXIN"
#: further platforms, and what a client's text has that is built for them
_OTHERS: Final = (("H5", ""), ("MP-BAIDU", "MP-BAIDU"))
#: characters of a tool's message that a sentence quotes
_MOST: Final = 600

Bundles = dict[str, dict[str, Any]]


def built(node: str, path: Path, stubs: Sequence[Stub]) -> Bundles:
    """The client's bundle per platform. Raises CantJudge where a tool is missing, or fails."""
    first = _built(node, path, _FIRST, stubs)
    others = [one for one, named in _OTHERS if named in "".join(first["texts"])] if first["isConditional"] else []
    return {_FIRST: first, **{name: _built(node, path, name, stubs) for name in others}}


def _built(node: str, path: Path, platform: str, stubs: Sequence[Stub]) -> dict[str, Any]:
    asked = {"entry": str(path), "platform": platform, "stubs": [stub.as_json() for stub in stubs]}
    process = subprocess.Popen(
        [node, "--no-warnings", str(files("chunktape.js") / "building" / "build.mjs"), str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # it leads a group, which is ended as a whole
    )
    try:
        out, said = process.communicate(json.dumps(asked).encode(), _LIMIT)
    except subprocess.TimeoutExpired:
        raise CantJudge(
            say("{file}: its build did not end within {limit:.0f} s.", file=path.name, limit=_LIMIT)
        ) from None
    finally:
        _end(process)
    try:
        found = json.loads(out)
    except ValueError:
        found = {"error": {"kind": "failed", "words": said.decode("utf-8", "replace"), "place": ""}}
    if "error" in found:
        raise CantJudge(_sentence(path, **found["error"]))
    assert isinstance(found, dict)
    return found


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the process and all that it started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def _sentence(path: Path, kind: str, words: str, place: str) -> str:
    """The sentence that says why there is no bundle, and what a person can do."""
    if kind == "no-builder":
        return say(
            "{file} has to be built first, and neither the project's own Vite nor esbuild is there: run "
            "`npm i -D esbuild` in {folder}.",
            file=path.name,
            folder=str(path.parent),
        )
    if kind == "no-vue":
        return say(
            "{file}: a .vue file needs Vue's compiler, and the project has none: run `npm i -D @vue/compiler-sfc` in "
            "{folder}.",
            file=path.name,
            folder=str(path.parent),
        )
    shown = safe(" ".join(words.split()))[:_MOST]
    if place:
        return say("{file} can't be built: {place}: {error}", file=path.name, place=safe(place), error=shown)
    return say("{file} can't be built: {error}", file=path.name, error=shown)
