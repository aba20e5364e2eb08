"""Reads `--stub NAME=VALUE`, which gives a client a value for something missing. Pure, but for checking that a file
exists.

@/utils/request=./fake.js                    an import, by a module
@/config={"baseURL":"http://x"}              an import, by its exports
@/utils/request#defaults.baseURL=http://x    one value in an import
storage.token=abc                            what getStorageSync gives
env.VITE_BASE_URL=http://x                   import.meta.env, process.env
globalData.user.id=7                         getApp().globalData
global.uni.$http=./fake.js                   any global, by a value or a module
"""

from dataclasses import dataclass
from json import JSONDecodeError, loads
from pathlib import Path
from typing import Any, Final, Literal

from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.redaction.redact import Redaction
from cassettes.redaction.whole import redact_json_in

Place = Literal["module", "storage", "env", "globalData", "global"]

_PLACES: Final[tuple[Place, ...]] = ("storage", "env", "globalData", "global")
_MODULES: Final = (".js", ".mjs", ".cjs", ".ts", ".mts", ".json")


@dataclass(frozen=True, slots=True)
class Stub:
    """One value. `module`: the import, empty for other places; `path`: the place in it; `file`: a module that is the
    value, else `value` is.
    """

    place: Place
    path: tuple[str, ...] = ()
    module: str = ""
    value: Any = None
    file: str = ""

    def as_json(self) -> dict[str, Any]:
        """The value as `chunktape/js/loader.mjs` takes it."""
        found: dict[str, Any] = {"place": self.place, "path": self.path}
        if self.module:
            found["module"] = self.module
        return found | ({"file": self.file} if self.file else {"value": self.value})


def parse_stub(text: str, folder: Path | None = None) -> Stub:
    """The stub that NAME=VALUE says; a module that is the value is looked for in `folder` (default: the current one).

    VALUE is a path to a module (it begins with `./`, `../` or `/`), JSON, or text. Raises SpecError.
    """
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise SpecError(
            say(
                "--stub {text}: expected NAME=VALUE, such as storage.token=abc or @/utils/request=./fake.js.", text=text
            )
        )
    head, _, rest = name.partition(".")
    if head not in _PLACES:
        module, _, inner = name[1:].partition("#")  # a name of package.json's `imports` begins with a #
        module = name[0] + module
        return _given("module", tuple(inner.split(".")) if inner else (), module, value, folder, text)
    if not rest or (head == "env" and "." in rest):
        raise SpecError(
            say("--stub {text}: say which value of {place}, such as {place}.name=value.", text=text, place=head)
        )
    path = (rest,) if head in ("storage", "env") else tuple(rest.split("."))
    return Stub("env", path, value=value) if head == "env" else _given(head, path, "", value, folder, text)


def shown(text: str) -> str:
    """NAME=VALUE as a report may show it, and as it can be given again: without secrets. The check asks no server, so
    that stars do as well.
    """
    redaction = Redaction.default()
    name, _, value = text.partition("=")
    if redaction.is_secret_field(name.replace("#", ".")):
        return f"{name}=***"
    body = redact_json_in(value.encode(), redaction.urls)
    return f"{name}={body.decode('utf-8', 'replace')}"


def _given(place: Place, path: tuple[str, ...], module: str, value: str, folder: Path | None, text: str) -> Stub:
    takes_file = place == "global" or (place == "module" and not path)
    if takes_file and value.startswith(("./", "../", "/")) and value.endswith(_MODULES):
        file = (folder or Path.cwd()) / value
        if not file.is_file():
            raise SpecError(say("--stub {text}: there is no file {file}.", text=text, file=value))
        return Stub(place, path, module, file=str(file.resolve()))
    try:
        return Stub(place, path, module, loads(value))
    except JSONDecodeError:
        return Stub(place, path, module, value)
