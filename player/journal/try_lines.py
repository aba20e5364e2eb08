"""The requests that a player answers, as lines to copy. Pure functions from values to lines.

A path that ends like an SDK's gives the base URL for that SDK: OpenAI's ends with `/v1`, Anthropic's before it.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from cassettes.messages import say
from cassettes.printable import safe, word
from cassettes.redaction.redact import Redaction
from player.library.library import Library
from player.library.recordings import Recording

#: requests that are listed at most
NAMED: Final = 6
TRIED: Final = 3
#: what may stand in a URL and means nothing in quotes, nor to curl, which expands `[1-9]` and `{a,b}`
_PLAIN: Final = "/?%&=+:;,@~!$()*"
#: the path that an SDK adds to its base URL -> the SDK's class
_SDKS: Final = {
    "/chat/completions": "OpenAI",
    "/responses": "OpenAI",
    "/completions": "OpenAI",
    "/v1/messages": "Anthropic",
}


def asked(library: Library) -> Iterator[str]:
    """The requests that have an answer, by method and path, the most frequent first; a sentence where none has one."""
    counts = Counter(f"{one.interaction.request.method} {_path(one)}" for one in _usable(library))
    if library.recordings and not counts:
        yield "    " + say("no request in it has an answer to play: chunktape show FILE")
    for request, count in counts.most_common(NAMED):
        yield f"    {safe(request)}" + (f"  ×{count}" if count > 1 else "")
    if len(counts) > NAMED:
        yield "    " + say("and {count} other requests: chunktape show FILE", count=len(counts) - NAMED)


def trial(library: Library, url: str) -> Iterator[str]:
    """A curl line per request, the base URL for each SDK, and eight lines of `wx.request`: what streams comes first."""
    usable = sorted(_usable(library), key=_streams, reverse=True)
    if not usable:
        return
    targets = list(dict.fromkeys((one.interaction.request.method, _target(one)) for one in usable))
    yield say("Try it in a second terminal:")
    for method, target in targets[:TRIED]:
        option = "" if method in ("GET", "POST") else f" -X {word(method)}"
        data = " -d '{}'" if method == "POST" else ""
        yield f"  curl -N{option} '{url}{target}'{data}"
    bases = [found for method, target in targets[:TRIED] if method == "POST" and (found := _base(url, target))]
    if bases:
        yield say("With an SDK, in Python and in Node:")
    for name, base in dict.fromkeys(bases):
        yield f"  {name}(base_url='{base}', api_key='any')"
        yield f"  new {name}({{ baseURL: '{base}', apiKey: 'any' }})"
    method, target = targets[0]
    yield say("In a mini-program:")
    yield from (
        "  const task = wx.request({",
        f"    url: '{url}{target}',",
        f"    method: {method!r},",
        "    enableChunked: true,",
        "    responseType: 'arraybuffer',",
        "    success: (res) => console.log('done', res.statusCode),",
        "  })",
        "  task.onChunkReceived(({ data }) => console.log(data.byteLength, 'bytes'))",
    )


def _usable(library: Library) -> list[Recording]:
    return [one for one in library.recordings if one.interaction.head is not None]


def _streams(one: Recording) -> tuple[bool, bool]:
    return one.interaction.request.method == "POST", len(one.interaction.chunks) > 1


def _path(one: Recording) -> str:
    return one.interaction.request.target.partition(b"?")[0].decode("ascii", "backslashreplace")


def _target(one: Recording) -> str:
    """The target without secrets, and without what a shell, curl or JavaScript would act on inside of quotes."""
    return quote(Redaction.default().target(one.interaction.request.target), safe=_PLAIN)


def _base(url: str, target: str) -> tuple[str, str] | None:
    """The SDK that asks for `target`, and the base URL that it wants; None for no SDK that is known here."""
    path = target.partition("?")[0]
    for ending, name in _SDKS.items():
        if path.endswith(ending):
            return name, url + path.removesuffix(ending)
    return None
