"""Puts what a client's code saw into a few words, in the same way for every client. Pure. Rules

- A program says of one request: `status` where its code can see it; `body` (base64) of clients that hand out bytes,
  `data` of `EventSource`, `words` of an SDK; `error`, what was raised and its cause; `late`, where that was the
  client's time limit and its text doesn't show it; `hangs`, where the client did not end by itself.
- Bytes are read by a correct decoder, as a client's own code would.
- The words have no port, length or time: the same fault gives the same text on every machine.
"""

import base64
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.symptoms.sample import TEXT, WORDS
from cassettes.content import events

#: characters of an error that are shown
WIDTH: Final = 130
#: a time limit, in the name of the exception or in the text of clients without such a name
_LIMITS: Final = re.compile(r"^\w*Time-?d?[oO]ut|^\w*InterruptedIO|'timeout' event|^curl: \(28\)|\(Client\.Timeout")
#: a payload with an error, in OpenAI's form or in Anthropic's
_ERROR: Final = re.compile(r'\s*\{\s*"(?:error"\s*:\s*\{|type"\s*:\s*"error")')
_MOVING: Final = (
    (re.compile(r"\d+\.\d+\.\d+\.\d+:\d+->"), ""),
    (re.compile(r"\d+\.\d+\.\d+\.\d+:\d+"), "HOST"),
    (re.compile(r"http://HOST/[^\s\"':]*(?=[\s\"':]|$)"), "URL"),
    (re.compile(r"\d+ (milliseconds|ms|bytes|out of)"), r"N \1"),
    (re.compile(r"(?<=[( ])\d+ (?=bytes|more)"), "N "),
    (re.compile(r"port \d+"), "port N"),
)


@dataclass(frozen=True, slots=True)
class Symptom:
    """`words` for people, and the `sign` of the short table."""

    words: str
    sign: str


#: sign -> what it means
SIGNS: Final = {
    "=": "the whole answer, no error",
    "<": "ends early, without an error",
    "~": "another text, without an error",
    "s": "a status other than 200, which the code must look at",
    "x": "an error",
    "h": "hangs until the client's own time limit",
    "H": "hangs for ever: its time limit doesn't count here",
    "-": "not run here",
}


def symptom(seen: Mapping[str, Any], asked: int) -> Symptom:
    """The symptom of one request that the client made `asked` times by itself."""
    text, done = _answer(seen)
    parts = [f"status {seen['status']}"] if seen.get("status", 200) not in (0, 200) else []
    got = _got(text, seen)
    errors = [_still(one) for one in seen.get("error", ())]
    if seen.get("hangs"):
        sign, end = "H", "hangs for ever"
    elif errors and (seen.get("late") or any(map(_LIMITS.search, errors))):
        sign, end = "h", f"hangs until its time limit: {_quoted(errors)}"
    elif errors:
        sign, end = "x", _quoted(errors)
    elif parts:
        sign, end = "s", "no error raised"
    elif text == TEXT:
        sign, end = "=", "" if done else "no `[DONE]`"
    elif TEXT.startswith(text):
        sign, end = "<", "then the body says an error" if _says_error(seen) else "then ends without an error"
    else:
        sign, end = "~", "no error raised"
    parts += [part for part in (got, end) if part]
    parts += [f"asked {asked} times" if asked else "never asked"] if asked != 1 else []
    return Symptom("; ".join(parts), sign + (str(asked) if asked > 1 else ""))


def _answer(seen: Mapping[str, Any]) -> tuple[str, bool]:
    """The text, and whether the end was announced (an SDK keeps that to itself)."""
    if "words" in seen:
        return "".join(seen["words"]), True
    data = _data(seen)
    return "".join(map(_word, data)), "[DONE]" in data


def _data(seen: Mapping[str, Any]) -> list[str]:
    """The payloads of events; for a body without events, the body."""
    if "data" in seen:
        return list(seen["data"])
    body = _body(seen)
    return [one["data"] for one in events(body, "sse")] or [body.decode("utf-8", "replace")]


def _says_error(seen: Mapping[str, Any]) -> bool:
    return any(map(_ERROR.match, _data(seen)))


def _body(seen: Mapping[str, Any]) -> bytes:
    return base64.b64decode(seen.get("body", ""))


def _word(data: str) -> str:
    try:
        value = json.loads(data)
        return str(value["choices"][0]["delta"].get("content") or "")
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def _got(text: str, seen: Mapping[str, Any]) -> str:
    if text == TEXT:
        return "the whole answer"
    if not text:
        return "no word" if _body(seen) or seen.get("data") or seen.get("words") else "nothing"
    if TEXT.startswith(text):
        ends = [len("".join(WORDS[: count + 1])) for count in range(len(WORDS))]
        return f"{sum(end <= len(text) for end in ends)} of {len(WORDS)} words"
    found, wanted = Counter(text), Counter(TEXT)
    if found == wanted:
        return "the words in another order"
    return "a part is missing" if found < wanted else "a part twice" if found > wanted else "another text"


def _still(error: str) -> str:
    for moving, still in _MOVING:
        error = moving.sub(still, error)
    error = error.replace("`", "'").replace("|", "/").replace("\n", " ").strip()
    return error if len(error) <= WIDTH else error[: WIDTH - 1] + "…"


def _quoted(errors: Sequence[str]) -> str:
    first, *causes = errors
    return f"`{first}`" + "".join(f" (cause `{cause}`)" for cause in causes if cause != first)
