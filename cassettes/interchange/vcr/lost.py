"""Bodies of requests that vcrpy wrote as objects without their bytes: iterators, open files, multipart forms.

Such a request is imported without its body, since the other requests and all responses of the file are sound. Nothing
in the objects is built.
"""

from typing import Any, Final

import yaml


class Lost:
    """A value that stood for bytes which are not in the file."""

    def __repr__(self) -> str:
        return "an object without its bytes"


LOST: Final = Lost()

#: the last part of the name of a class whose bytes are gone
_CLASSES: Final = frozenset(
    {
        *("map", "filter", "zip", "enumerate", "reversed", "chain", "islice", "MultipartWriter", "MultipartEncoder"),
        *("MultipartEncoderMonitor", "FileFromURLWrapper", "TextIOWrapper", "BufferedReader", "FileIO", "file"),
    }
)
#: where such objects and what they were made of come from
_MODULES: Final = frozenset(
    {"builtins", "__builtin__", "io", "_io", "itertools", "functools", "aiohttp", "multidict", "requests_toolbelt"}
)
_RUNS: Final = frozenset({"eval", "exec", "compile", "open", "__import__", "input", "breakpoint"})
_KINDS: Final = frozenset({"name", "module", "object", "object/apply", "object/new"})


def stands_for_lost(name: str, node: Any) -> bool:
    """Whether an object of the class `name` is a body whose bytes are gone, made of nothing but what clients use."""
    return name in _CLASSES and _is_plausible(node)


def _is_plausible(node: Any) -> bool:
    """Whether all classes and functions that the object names are known: a file with another is not worth trusting."""
    waiting, seen = [node], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        kind, colon, name = str(one.tag).removeprefix("tag:yaml.org,2002:python/").partition(":")
        if colon and kind in _KINDS:
            module, _, last = name.rpartition(".")
            if module.partition(".")[0] not in _MODULES or last in _RUNS:
                return False
        if isinstance(one, yaml.SequenceNode):
            waiting.extend(one.value)
        elif isinstance(one, yaml.MappingNode):
            waiting.extend(part for pair in one.value for part in pair)
    return True
