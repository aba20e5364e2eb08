"""Clients in JavaScript, or built to JavaScript: Node runs them in `chunktape/js/host.mjs`."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.messages.reasons import why
from cassettes.printable import safe
from chunktape.check.runners.build import Bundles, built
from chunktape.check.runners.child import Child
from chunktape.check.runners.stubs import Stub
from chunktape.check.values import CantJudge, Loaded

_OLDEST: Final = 18
#: s that `node --version` may take
_LIMIT: Final = 30.0
_PLAIN: Final = (".js", ".mjs", ".cjs")
_BUILT: Final = (".ts", ".mts", ".cts", ".tsx", ".jsx", ".vue", ".nvue", ".uvue", ".uts")
_FLAGS: Final = ("--experimental-vm-modules", "--experimental-import-meta-resolve", "--no-warnings")


class NodeClient(Child):
    """A client in the module at `path`. A module that is not plain JavaScript, or that imports one, is built first."""

    def __init__(self, node: str, path: Path, stubs: Sequence[Stub] = ()) -> None:
        super().__init__([node, *_FLAGS, str(files("chunktape.js") / "host.mjs"), str(os.getpid())], {})
        self._node, self._path, self._stubs = node, path, stubs
        self._bundles: Bundles = {}

    def load(self) -> Loaded:
        """The contents of the module; `error` says why it can't be loaded. Raises CantJudge where it can't be built."""
        found = self._opened() if self._path.suffix in _PLAIN else Loaded(build=True)
        if found.build:
            self._bundles = built(self._node, self._path, self._stubs)
            found = self._opened()
        return replace(found, tool=next((str(one["tool"]) for one in self._bundles.values()), ""))

    def _opened(self) -> Loaded:
        self._target = {
            "entry": str(self._path),
            "stubs": [stub.as_json() for stub in self._stubs],
            "bundles": self._bundles,
        }
        return super().load()


def node_client(module: str, stubs: Sequence[Stub] = ()) -> NodeClient:
    """The client in a JavaScript or TypeScript module, a .vue or .uts file, or a folder whose package.json names one.

    Raises SpecError where there is no such file; CantJudge for another kind of file, without Node and for an old one.
    """
    try:
        path = _file(Path(module)).resolve()
    except (OSError, RuntimeError, ValueError):  # a circle of links, a name that no system takes
        raise SpecError(say("{file}: there is no such module.", file=module)) from None
    if path.suffix == ".py":
        raise CantJudge(
            say(
                "{file}: a Python client is given by its import path: `chunktape check py:{module}:NAME`, where NAME "
                "is its class or function.",
                file=module,
                module=_import_path(Path(module)),
            )
        )
    if path.suffix not in _PLAIN + _BUILT:
        raise CantJudge(
            say(
                "{file}: `check` takes {known} or py:package.module:function.",
                file=module,
                known=", ".join(_PLAIN + _BUILT),
            )
        )
    _refuse_other_bytes(path)
    node = shutil.which("node")
    if node is None:
        raise CantJudge(
            say(
                "Node is not installed, and a JavaScript client needs it: install version {of} or newer, so that "
                "`node` is in PATH.",
                of=_OLDEST,
            )
        )
    _refuse_old(node)
    return NodeClient(node, path, stubs)


def _import_path(file: Path) -> str:
    """The import path of a Python file below the current folder; the module's own name for a file elsewhere."""
    parts = file.with_suffix("").parts
    return ".".join(parts) if all(part.isidentifier() for part in parts) else file.stem


def _refuse_other_bytes(path: Path) -> None:
    """Raises CantJudge for a file that is not UTF-8, as which it is read; SpecError where it can't be read."""
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CantJudge(
            say("{file} is not UTF-8 (line {line}): save it as UTF-8, as which it is read.", file=path.name, line=line)
        ) from None
    except OSError as error:
        raise SpecError(say("{file} can't be read: {error}.", file=path.name, error=why(error))) from None


@cache
def _refuse_old(node: str) -> None:
    """Raise CantJudge where `node` is too old, or is no Node. The version of a good one is asked for once."""
    try:
        found = subprocess.run(
            [node, "--version"], stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_LIMIT
        ).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.TimeoutExpired):
        found = ""
    version = re.fullmatch(r"v(\d+)\.\S+", found.strip())
    if version is None:
        raise CantJudge(
            say(
                "{node} does not say its version: install Node {of} or newer, or mend PATH.",
                node=safe(node),
                of=_OLDEST,
            )
        )
    if int(version[1]) < _OLDEST:
        raise CantJudge(
            say(
                "Node {found} is too old: `check` needs {of} or newer. It is {node}: put a newer one before it in "
                "PATH.",
                found=version[0],
                of=_OLDEST,
                node=safe(node),
            )
        )


def _file(path: Path) -> Path:
    """The file of a module: `path`, or what the package.json of a folder names as its main module. Raises SpecError."""
    if path.is_dir():
        main = ""
        try:
            package = json.loads((path / "package.json").read_text("utf-8"))
            main = package.get("module") or package.get("main") or "index.js"
        except (OSError, ValueError, AttributeError):
            pass
        if not isinstance(main, str) or not main or not (path / main).is_file():
            raise SpecError(
                say(
                    "{file} is a folder, and no package.json in it names a main module that is there: give the file "
                    "that has the decoder or the function that asks.",
                    file=str(path),
                )
            )
        return path / main
    if not path.is_file():
        raise SpecError(say("{file}: there is no such module.", file=str(path)))
    return path
