"""The plain values behind Python's YAML tags, which vcrpy has written since its first release. Rules

- Nothing is looked up, imported or called: a class is known by its name here, and a function of this module takes the
  text, list or mapping out of the form in which PyYAML writes such an object.
- Only the parts that hold the value are read; other parts of an object are not even built.
- Headers become a list of [name, value], iterators of a body its bytes, an open file its content.
- An iterator or form whose bytes can't be told is LOST, which only the body of a request may be.
- `plain` gives OBJECT for every other tag: the loader refuses it with its line.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final
from urllib.parse import urlunsplit

import yaml

from cassettes.interchange.vcr.lost import LOST, stands_for_lost

#: returned for a tag that stands for no plain value
OBJECT: Final = object()


@dataclass(slots=True)
class _Parts:
    """An object as PyYAML writes it: the arguments of its constructor, and its state, not built yet."""

    loader: Any
    args: list[Any] = field(default_factory=list)
    nodes: dict[str, Any] = field(default_factory=dict)
    whole: Any = None
    items: Any = None

    def get(self, *names: str) -> Any:
        """The value of the first of these attributes that the object has, else None."""
        for name in names:
            if name in self.nodes:
                return self.loader.construct_object(self.nodes[name], deep=True)
        return None

    def state(self) -> Any:
        """The whole state: a mapping or a list."""
        return None if self.whole is None else self.loader.construct_object(self.whole, deep=True)


def _parts(loader: Any, kind: str, node: Any) -> _Parts:
    parts = _Parts(loader)
    if isinstance(node, yaml.SequenceNode):
        parts.args = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        named = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        if kind == "object":
            parts.whole = yaml.MappingNode("tag:yaml.org,2002:map", node.value, node.start_mark, node.end_mark)
            parts.nodes = named
            return parts
        parts.whole, items = named.get("state"), named.get("dictitems")
        if isinstance(parts.whole, yaml.MappingNode):
            parts.nodes = {key.value: value for key, value in parts.whole.value if isinstance(key, yaml.ScalarNode)}
        if items is not None:
            parts.items = loader.construct_object(items, deep=True)
        elif "args" in named:
            args = loader.construct_object(named["args"], deep=True)
            parts.args = args if isinstance(args, list) else [args]
    return parts


def plain(loader: Any, tag: str, node: Any) -> object:
    """The value of a node tagged `!!python/TAG`, or OBJECT. Raises yaml.YAMLError for a node of another kind."""
    if tag in _SCALARS:
        return _SCALARS[tag](loader, node)
    kind, _, name = tag.partition(":")
    last = name.rpartition(".")[2]
    if kind in ("object", "object/apply", "object/new") and stands_for_lost(last, node):
        return LOST
    reader = _CLASSES.get(last)
    if kind not in ("object", "object/apply", "object/new") or reader is None:
        return OBJECT
    return reader(_parts(loader, kind, node))


def _first(parts: _Parts) -> object:
    """Text, numbers and enumerations: `istr`, `str`, `HTTPStatus`, `HTTPMethod`."""
    return parts.args[0] if len(parts.args) == 1 and isinstance(parts.args[0], (str, bytes, int)) else OBJECT


def _url(parts: _Parts) -> object:
    """`yarl.URL` (five parts), `httpx.URL` (seven), `httpcore.URL` (scheme, host, port, target); old ones hold text."""
    state = parts.get("_uri_reference", "_val") if parts.nodes else parts.state()
    if isinstance(state, list) and len(state) == 1:
        state = state[0]
    if isinstance(state, list) and len(state) == 5:
        return urlunsplit([_text(part) for part in state])
    if isinstance(state, list) and len(state) == 7:
        scheme, user, host, port, path, query, fragment = map(_text, state)
        host = f"[{host}]" if ":" in host else host
        netloc = (f"{user}@" if user else "") + host + (f":{port}" if port else "")
        return urlunsplit([scheme, netloc, path, query, fragment])
    if "target" in parts.nodes:
        scheme, host, port = _text(parts.get("scheme")), _text(parts.get("host")), _text(parts.get("port"))
        return f"{scheme}://{host}" + (f":{port}" if port else "") + _text(parts.get("target"))
    return _first(parts)


def _key_of(parts: _Parts) -> object:
    """A header name of botocore, which keeps its spelling beside the lower case."""
    name = parts.get("_key")
    return name if isinstance(name, (str, bytes)) else OBJECT


def _text(value: object) -> str:
    return "" if value is None else value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _headers(parts: _Parts) -> object:
    """Every class of headers as a list of [name, value], in its order."""
    held = parts.get("_store", "_container", "_list", "_headers", "_as_list", "_dict")
    if held is None:
        held = parts.items if parts.items is not None else parts.args[0] if parts.args else parts.state()
    if held is None:
        return []
    if isinstance(held, dict):
        held = [[key, value] for key, value in held.items()]
    if not isinstance(held, list):
        return OBJECT
    found: list[object] = []
    for one in held:
        if not isinstance(one, list) or len(one) < 2:
            return OBJECT
        key, value = one[0], one[-1]
        # requests, vcrpy and urllib3 keep the name's spelling beside its values: lower case -> [Name, value, ...]
        cased = isinstance(value, list) and bool(value) and _text(value[0]).lower() == _text(key).lower()
        found.extend([value[0], each] for each in value[1:]) if cased else found.append([key, value])
    return found


def _mapping(parts: _Parts) -> object:
    """`OrderedDict`, `defaultdict`, `dict`: a mapping, from its pairs or its items."""
    held = parts.items if parts.items is not None else parts.args[0] if parts.args else parts.state()
    if isinstance(held, list) and all(isinstance(one, list) and len(one) == 2 for one in held):
        return {_key(key): value for key, value in held}
    return held if isinstance(held, dict) else {} if held is None else OBJECT


def _key(value: object) -> Any:
    return value if isinstance(value, (str, bytes, int, float)) or value is None else str(value)


def _sequence(parts: _Parts) -> object:
    """`frozenset`, `set`, `list`, `tuple`."""
    held = parts.args[0] if parts.args else []
    return list(held) if isinstance(held, (list, dict)) else OBJECT


def _joined(parts: _Parts) -> object:
    """`iter` of a list, tuple, text or bytes: the whole body, even where the iterator was partly used."""
    held = parts.args[0] if parts.args else b""
    if isinstance(held, (str, bytes)):
        return held
    if not isinstance(held, list):
        return OBJECT
    if held and all(type(one) is int and 0 <= one < 256 for one in held):
        return bytes(held)
    if all(isinstance(one, (str, bytes)) for one in held):
        return b"".join(one.encode("utf-8", "surrogatepass") if isinstance(one, str) else one for one in held)
    return held


def _file(parts: _Parts) -> object:
    """`BytesIO` and `StringIO`: the whole content, wherever reading had stopped."""
    state = parts.get("buf") if parts.nodes else parts.state()
    if parts.nodes:  # Python 2's StringIO: text written after `buf` stands in a list
        more = parts.get("buflist") or []
        state = [_text(state) + "".join(map(_text, more))] if isinstance(more, list) else None
    held = state[0] if isinstance(state, list) and state else parts.args[0] if parts.args else b""
    return held if isinstance(held, (str, bytes)) else OBJECT


def _payload(parts: _Parts) -> object:
    """aiohttp's `BytesPayload`, `JsonPayload`, `IOBasePayload`: the value that they wrap."""
    value = parts.get("_value")
    return value if isinstance(value, (str, bytes)) else LOST


def _form(parts: _Parts) -> object:
    """aiohttp's `FormData`: its fields as pairs, unless they were sent as multipart, whose bytes are not there."""
    fields, multipart = parts.get("_fields"), parts.get("_is_multipart")
    if multipart or not isinstance(fields, list):
        return LOST
    pairs: list[list[str]] = []
    for one in fields:
        if not isinstance(one, list) or len(one) != 3 or not isinstance(one[2], str):
            return LOST
        options = dict(one[0]) if _is_pairs(one[0]) else {}
        if not isinstance(options.get("name"), str):
            return LOST
        pairs.append([options["name"], one[2]])
    return pairs


def _is_pairs(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, list) and len(one) == 2 and isinstance(one[0], str) for one in value
    )


def _bytearray(parts: _Parts) -> object:
    held = parts.args[0] if parts.args else b""
    if isinstance(held, str):
        return held.encode("latin-1")
    return bytes(held) if isinstance(held, bytes) or held == [] else OBJECT


def _state(parts: _Parts) -> object:
    """`vcr.request.Request`, which vcrpy 0.x dumped as an object."""
    found = parts.state()
    return {str(key).removeprefix("_"): value for key, value in found.items()} if isinstance(found, dict) else OBJECT


def _arguments(parts: _Parts) -> object:
    """Named tuples such as `SplitResult`: a list."""
    return parts.args


def _scalar(loader: Any, node: Any) -> str:
    return str(loader.construct_scalar(node))


def _list(loader: Any, node: Any) -> list[Any]:
    return list(loader.construct_sequence(node, deep=True))


def _dict(loader: Any, node: Any) -> dict[Any, Any]:
    return dict(loader.construct_mapping(node, deep=True))


def _as(kind: str, loader: Any, node: Any) -> Any:
    """The node as YAML's own kind of value."""
    read = loader.yaml_constructors[f"tag:yaml.org,2002:{kind}"]
    return read(loader, node)


#: `!!python/NAME` of PyYAML for Python's own kinds
_SCALARS: Final[dict[str, Callable[[Any, Any], object]]] = {
    "str": _scalar,
    "unicode": _scalar,
    "bytes": partial(_as, "binary"),
    "int": partial(_as, "int"),
    "long": partial(_as, "int"),
    "float": partial(_as, "float"),
    "bool": partial(_as, "bool"),
    "none": partial(_as, "null"),
    "tuple": _list,
    "list": _list,
    "dict": _dict,
}

#: the last part of a class's name -> how its value is taken out; libraries move classes between their modules
_CLASSES: Final[dict[str, Callable[[_Parts], object]]] = {
    **dict.fromkeys(("istr", "str", "unicode", "HTTPStatus", "codes", "HTTPMethod"), _first),
    **dict.fromkeys(("URL",), _url),
    **dict.fromkeys(("SplitResult", "SplitResultBytes", "ParseResult", "ParseResultBytes"), _arguments),
    **dict.fromkeys(("CaseInsensitiveDict", "HeadersDict", "HTTPHeaderDict", "Headers", "HTTPHeaders"), _headers),
    **dict.fromkeys(("HTTPMessage", "CIMultiDict", "MultiDict", "CIMultiDictProxy", "MultiDictProxy"), _headers),
    **dict.fromkeys(("OrderedDict", "defaultdict", "dict"), _mapping),
    **dict.fromkeys(("frozenset", "set", "list", "tuple"), _sequence),
    **dict.fromkeys(("iter", "list_iterator", "tuple_iterator"), _joined),
    **dict.fromkeys(("BytesIO", "StringIO"), _file),
    **dict.fromkeys(("BytesPayload", "StringPayload", "JsonPayload", "StringIOPayload", "BytesIOPayload"), _payload),
    **dict.fromkeys(("IOBasePayload", "BufferedReaderPayload", "TextIOPayload"), _payload),
    "FormData": _form,
    "bytearray": _bytearray,
    "_HeaderKey": _key_of,
    "Request": _state,
}
