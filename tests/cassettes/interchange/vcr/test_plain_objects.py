"""`cassettes.interchange.vcr.plain_objects`: what PyYAML writes of real objects of the libraries, as plain values."""

import collections
import http
import http.client
import io
from functools import cache
from typing import Any

import pytest
import yaml

from cassettes.errors import CassetteError
from cassettes.interchange.safe_yaml import load_yaml

TWO = [["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"]]
PAIRS = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
#: names of the objects
NAMES = (
    "istr",
    "yarl",
    "httpx url",
    "httpcore url",
    "status",
    "httpx status",
    "method",
    "requests",
    "vcrpy",
    "vcrpy util",
    "urllib3",
    "httpx",
    "multidict",
    "http.client",
    "ordered",
    "default",
    "frozenset",
    "set",
    "tuple",
    "bytearray",
    "bytes file",
    "text file",
    "iter",
    "iter of texts",
    "iter of bytes",
    "iter of text",
    "request",
)


@cache
def objects() -> dict[str, tuple[Any, Any]]:
    """An object of each library, and the plain value that its YAML stands for."""
    import httpcore
    import httpx
    import multidict
    import requests
    import urllib3
    import vcr.request
    import vcr.util
    import yarl

    headers = urllib3.HTTPHeaderDict()
    headers.add("Set-Cookie", "a=1")
    headers.add("set-cookie", "b=2")
    return {
        "istr": (multidict.istr("Content-Type"), "Content-Type"),
        "yarl": (yarl.URL("http://u@a:8/b?c=1#d"), "http://u@a:8/b?c=1#d"),
        "httpx url": (httpx.URL("http://[::1]:8/b?c=1"), "http://[::1]:8/b?c=1"),
        "httpcore url": (httpcore.URL("https://a:8/b?c=1"), "https://a:8/b?c=1"),
        "status": (http.HTTPStatus.OK, 200),
        "httpx status": (httpx.codes.OK, 200),
        "method": (http.HTTPMethod.POST, "POST"),
        "requests": (requests.structures.CaseInsensitiveDict({"A": "b", "C": "d"}), [["A", "b"], ["C", "d"]]),
        "vcrpy": (vcr.request.HeadersDict({"A": ["b"]}), [["A", "b"]]),
        "vcrpy util": (vcr.util.CaseInsensitiveDict({"A": "b"}), [["A", "b"]]),
        "urllib3": (headers, TWO),
        "httpx": (httpx.Headers(PAIRS), [[b"Set-Cookie", b"a=1"], [b"Set-Cookie", b"b=2"]]),
        "multidict": (multidict.CIMultiDict(PAIRS), TWO),
        "http.client": (http.client.parse_headers(io.BytesIO(b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n")), TWO),
        "ordered": (collections.OrderedDict(a=1, b=2), {"a": 1, "b": 2}),
        "default": (collections.defaultdict(list, {"a": [1]}), {"a": [1]}),
        "frozenset": (frozenset([("a", "b")]), [["a", "b"]]),
        "set": ({"a"}, ["a"]),
        "tuple": (("a", b"\xff"), ["a", b"\xff"]),
        "bytearray": (bytearray(b"a\xff"), b"a\xff"),
        "bytes file": (io.BytesIO(b'{"a":1}'), b'{"a":1}'),
        "text file": (io.StringIO("你"), "你"),
        "iter": (iter([b'{"a"', b":1}"]), b'{"a":1}'),
        "iter of texts": (iter(("你", b"!")), "你!".encode()),
        "iter of bytes": (iter(b"ab"), b"ab"),
        "iter of text": (iter("ab"), "ab"),
        "request": (vcr.request.Request("GET", "http://a/", "", {}), None),
    }


def test_each_object_has_its_name() -> None:
    assert tuple(objects()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_object_is_the_value_that_it_holds(name: str) -> None:
    given, expected = objects()[name]
    text = yaml.dump({"a": {"k": given}})
    (found,) = load_yaml(text.encode(), "f")["a"].values()
    if name == "request":
        assert (found["method"], found["uri"]) == ("GET", "http://a/")
    else:
        assert found == expected
        assert type(found) is type(expected)


def test_a_file_that_was_read_is_whole() -> None:
    file = io.BytesIO(b"abc")
    file.read()
    taken = iter([b"a", b"b"])
    next(taken)
    assert load_yaml(yaml.dump([file, taken]).encode(), "f") == [b"abc", b"ab"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("!!python/unicode 'a'", "a"),
        ("!!python/str 'é'", "é"),
        ("!!python/long 12345678901234567890", 12345678901234567890),
        ("!!python/int 5", 5),
        ("!!python/float 1.5", 1.5),
        ("!!python/bool true", True),
        ("!!python/none null", None),
        ("!!python/bytes YQ==", b"a"),
        ("!!python/list [1]", [1]),
        ("!!python/dict {a: 1}", {"a": 1}),
        ("!!python/tuple [1, [2]]", [1, [2]]),
        ("!!python/object/new:multidict._multidict.istr [A]", "A"),
        ("!!python/object/new:multidict._istr.istr {args: [A], state: {_x: 1}}", "A"),
        ("!!python/object/apply:__builtin__.unicode [A]", "A"),
        ("!!python/object/apply:__builtin__.frozenset [[[a, b]]]", [["a", "b"]]),
        ("!!python/object:StringIO.StringIO {buf: a, buflist: [b, c], pos: 0}", "abc"),
        ("!!python/object/new:io.BytesIO {state: !!python/tuple ['abc', 0, null]}", "abc"),
        ("!!python/object/apply:builtins.bytearray [!!binary YQ==]", b"a"),
        ("!!python/object/apply:builtins.iter {args: [[]]}", b""),
        (
            "!!python/object:botocore.awsrequest.HeadersDict\n"
            "  _dict: {? !!python/object:botocore.awsrequest._HeaderKey {_key: A, _lower: a} : b}",
            [["A", "b"]],
        ),
        ("!!python/object/apply:builtins.iter []", b""),
    ],
)
def test_tags_of_python_2_and_of_old_libraries(text: str, expected: object) -> None:
    found = load_yaml(f"k: {text}\n".encode(), "f")["k"]
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    "text",
    [
        "!!python/object/apply:os.system ['touch ran']",
        "!!python/object/apply:subprocess.Popen [['touch', 'ran']]",
        "!!python/object/new:os.system ['touch ran']",
        '!!python/object/apply:builtins.eval [\'open("ran", "w")\']',
        "!!python/object/apply:builtins.map [!!python/name:os.system '', [touch ran]]",
        "!!python/object:multidict._multidict.istr {}",
        "!!python/object/apply:builtins.iter [5]",
        "!!python/object/apply:multidict._multidict.istr [[A]]",
        "!!python/object/apply:multidict._multidict.istr [A, B]",
        "!!python/object/apply:builtins.iter [!!python/object/apply:os.system ['touch ran']]",
        "!!python/name:os.system ''",
        "!!python/module:os ''",
        "!!python/complex 1+2j",
        "!!python/object/apply:istr x",
        "!!python/object/apply:yarl.URL {state: [[1, 2], 3]}",
        "!!python/object:requests.structures.CaseInsensitiveDict {_store: 5}",
    ],
)
def test_any_other_tag_is_refused_with_its_line(text: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CassetteError, match="line 2 "):
        load_yaml(f"a: 1\nk: {text}\n".encode(), "f")
    assert not (tmp_path / "ran").exists()
