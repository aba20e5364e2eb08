"""One YAML or JSON document as plain values: None, bool, int, float, str, bytes, list, dict. Rules

- The safe loader only (libyaml's where it is built in). Python tags that `plain_objects` knows become plain values;
  nothing in the file is executed or imported; any other tag is refused with its line.
- Before anything is built, the parser's events are counted, multiplied by the aliases that repeat them; a document over
  the limits is refused. A file without aliases can't grow, so only its depth is limited: a long export can be read
  again. An integer in base 60 has a limit of its own.
- A mapping that names a key twice is refused: the loader would drop the first value without a word.
- Dates stay text: nothing that is imported needs them, and their spelling is not lost.
"""

import codecs
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

import yaml

from cassettes.errors import CassetteError
from cassettes.interchange.unfit import unfit
from cassettes.interchange.vcr.plain_objects import OBJECT, plain

MAX_NODES: Final = 2_000_000
MAX_DEPTH: Final = 64
#: characters of an integer in base 60 (`1:30:00`): reading it takes time by the square of them
_LONGEST: Final = 4000
#: characters of a scalar that count as one more value where aliases repeat it
_WEIGHT: Final = 32
_Base: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG: Final = "tag:yaml.org,2002:"
#: exceptions of PyYAML on `!!int x`, `!!bool x`, `!!timestamp x`, `!!int ''`
_BAD_SCALAR: Final = (KeyError, AttributeError, IndexError, TypeError, ValueError, OverflowError)


class _UnknownTag(yaml.constructor.ConstructorError):
    """A tag that stands for no plain value."""


class _Twice(ValueError):
    """A JSON object that names a key twice."""


class _Loader(_Base):  # type: ignore[misc] # one of two classes
    """The safe loader with plain values for the tags of Python and Ruby."""

    #: dates are text
    yaml_implicit_resolvers: Final = {
        first: [(tag, pattern) for tag, pattern in found if tag != _TAG + "timestamp"]
        for first, found in _Base.yaml_implicit_resolvers.items()
    }

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except _BAD_SCALAR as error:
            what = f"{type(error).__name__}: {error}"
            raise yaml.constructor.ConstructorError(None, None, what, node.start_mark) from None

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        if isinstance(node, yaml.MappingNode):
            seen = set()
            for key, _ in node.value:
                # a merge may repeat what stands beside it: the own value counts
                if not isinstance(key, yaml.ScalarNode) or key.tag == _TAG + "merge":
                    continue
                if (key.tag, key.value) in seen:
                    what = f"the key {key.value[:40]!r} twice"
                    raise yaml.constructor.ConstructorError(None, None, what, key.start_mark)
                seen.add((key.tag, key.value))
        return super().construct_mapping(node, deep)


def _python(loader: Any, name: str, node: Any) -> object:
    value = plain(loader, name, node)
    if value is OBJECT:
        raise _UnknownTag(None, None, f"python/{name}", node.start_mark)
    return value


def _undefined(loader: Any, node: Any) -> None:
    raise _UnknownTag(None, None, str(node.tag).removeprefix(_TAG), node.start_mark)


def _int(loader: Any, node: Any) -> int:
    if ":" in node.value and len(node.value) > _LONGEST:
        raise ValueError(f"a number of {len(node.value)} characters")
    return int(yaml.SafeLoader.construct_yaml_int(loader, node))


def _set(loader: Any, node: Any) -> list[Any]:
    return list(loader.construct_mapping(node, deep=True))


_Loader.add_multi_constructor(_TAG + "python/", _python)
_Loader.add_constructor("!binary", yaml.SafeLoader.construct_yaml_binary)  # Ruby's
_Loader.add_constructor(_TAG + "value", yaml.SafeLoader.construct_yaml_str)  # a plain `=`
_Loader.add_constructor(_TAG + "timestamp", yaml.SafeLoader.construct_yaml_str)
_Loader.add_constructor(_TAG + "set", _set)
_Loader.add_constructor(_TAG + "int", _int)
_Loader.add_constructor(None, _undefined)


def load_yaml(data: bytes, name: str) -> Any:
    """The document in `data`. Raises CassetteError where it is neither YAML nor JSON, has a tag that is not plain, or
    would grow beyond the limits.
    """
    try:
        if _begins_as_json(data):
            try:
                return _json(data, name)
            except _Twice:
                raise
            except ValueError:
                pass  # YAML's flow style begins in the same way
        if _size(yaml.parse(data, Loader=_Base), name) == 0:
            raise unfit("{file} has nothing in it. Check that it was saved completely.", name)
        return yaml.load(data, Loader=_Loader)  # noqa: S506 - a safe loader
    except RecursionError:
        raise _too_large(name) from None
    except _UnknownTag as error:
        tag = str(error.problem)[-80:]
        raise unfit(
            "{file} has a YAML object tag at line {line} ({what}); it was not executed. Remove the tag, or "
            "record the cassette again with plain values.",
            name,
            line=_line(error),
            what=tag,
        ) from None
    except _Twice as error:
        raise unfit(
            "{file} names the key {key} twice in one object, so one of the values would be lost. Remove one of them.",
            name,
            key=str(error),
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        found = getattr(error, "problem", None) or getattr(error, "reason", None) or type(error).__name__
        context = getattr(error, "context", None)
        what = ascii(f"{context}, {found}" if context else str(found))[1:101].rstrip("'\"")
        raise unfit(
            "{file} can't be read as YAML or JSON (line {line}: {what}). Is it the right file for this importer?",
            name,
            line=_line(error),
            what=what,
        ) from None


def _begins_as_json(data: bytes) -> bool:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data[2:].strip(b" \t\r\n\0")[:1] in (b"{", b"[")
    return data.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"[")


def _json(data: bytes, name: str) -> Any:
    """The JSON document in `data`. Raises ValueError for other text, CassetteError where it is too deep."""
    value = json.loads(data, object_pairs_hook=_once)
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _inside(outer) if isinstance(inner, (dict, list))]
        if not level:
            return value
    raise _too_large(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(ascii(key)[:40])
        found[key] = value
    return found


def _inside(value: object) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _line(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark is not None else 1


def _too_large(name: str) -> CassetteError:
    return unfit(
        "{file} would grow beyond {nodes} values or {depth} levels when its aliases are written out. It was "
        "not loaded; import only files that you trust.",
        name,
        nodes=MAX_NODES,
        depth=MAX_DEPTH,
    )


def _size(events: Iterator[Any], name: str) -> int:
    """How many values the document has when every alias is written out; long text counts as several."""
    sizes: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    total, multiplied = 0, False
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in open_nodes):
                line = getattr(event.start_mark, "line", 0) + 1
                raise unfit(
                    "{file}: the alias {what} at line {line} stands inside the value that it repeats. "
                    "Write the value out there.",
                    name,
                    line=line,
                    what=f"*{event.anchor}",
                )
            multiplied = True
            total += sizes.get(str(event.anchor), 1)
        elif isinstance(event, yaml.NodeEvent):
            weight = 1 + (len(event.value) // _WEIGHT if isinstance(event, yaml.ScalarEvent) else 0)
            total += weight
            if isinstance(event, yaml.CollectionStartEvent):
                open_nodes.append((event.anchor, total - 1))
            elif event.anchor:
                sizes[event.anchor] = weight
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            if anchor:
                sizes[anchor] = total - before
        if (multiplied and total > MAX_NODES) or len(open_nodes) > MAX_DEPTH:
            raise _too_large(name)
    return total
