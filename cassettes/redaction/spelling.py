"""The words of a name, in any spelling: `apiKey2`, `API-KEY`, `x_api.key` and `X-ApiKey` are all `api key`. Rules

- Words end at everything that is neither letter nor digit, and where camel case begins a new one.
- A leading `x` and digits don't count. `segments` are the parts between separators, joined and in lower case:
  `X-OpenaiApikey` has the segment `openaiapikey`, which is searched for known words.
"""

import re
from typing import NamedTuple

_SEGMENT = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[^\WA-Za-z\d_]+")
_DIGITS = re.compile(r"\d+")


class Spelled(NamedTuple):
    """A name in its words, all in lower case."""

    words: tuple[str, ...]
    segments: tuple[str, ...]


def spelled(name: str) -> Spelled:
    """`X-Goog-ApiKey2` -> words (goog, api, key), segments (goog, apikey)."""
    words: list[str] = []
    segments: list[str] = []
    for segment in _SEGMENT.findall(name):
        words += [word.lower() for word in _WORD.findall(segment)]
        segments.append(_DIGITS.sub("", segment).lower())
    begin = 1 if words[:1] == ["x"] and len(words) > 1 else 0
    return Spelled(tuple(words[begin:]), tuple(segment for segment in segments if segment and segment != "x"))
