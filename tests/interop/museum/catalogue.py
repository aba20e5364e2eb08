"""The museum: popular packages in a version that breaks where a stream is cut, and in the one that mended it. Rules

- An exhibit is one small file in `exhibits/`, which drives the package through its public interface; which version, the
  environment says (CHUNKTAPE_EXHIBIT for packages of npm, PYTHONPATH for those of PyPI).
- `oracle` and `class_id` are what `chunktape check` says of the broken version with its default settings; they are
  those of the fix. Of the fixed version it says nothing, but for what `remains`: each of these was looked up in the
  source of the package, and is wrong by the standard (WHATWG HTML, section 9.2).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

#: what is wrong in a version, by the class of the cut or the tape that shows it
_NO_SPACE: Final = dict.fromkeys(
    [f"chat-gemini #1, {name}" for name in ("nospace", "pretty", "commented", "blank-lines")],
    "reads `data: ` only with its space and at the start of an event, and only the first data line",
)


@dataclass(frozen=True)
class Exhibit:
    """A package in two versions. `file`: in `exhibits/`, and the name of its aliases in package.json."""

    file: str
    package: str
    broken: str
    fixed: str
    bug: str
    oracle: str
    class_id: str
    report: str
    remains: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_python(self) -> bool:
        return self.file.endswith(".py")

    @property
    def name(self) -> str:
        """`ollama 0.6.0`."""
        return f"{self.package} {self.broken}"


#: no failure but a convention: many right clients look through the unfinished event with each piece
LONG: Final = ("long-event", "convention")
_CHARACTER: Final = ("replacement", "utf8-3b/1")
_BOM: Final = {"torture-bom #1": "keeps the byte order mark in the name of the first field"}

EXHIBITS: Final = (
    Exhibit(
        "ollama.mjs",
        "ollama",
        "0.6.0",
        "0.6.1",
        "each piece is decoded by itself",
        *_CHARACTER,
        "ollama/ollama-js#255",
    ),
    Exhibit(
        "effect.mjs",
        "effect",
        "3.19.16",
        "3.19.17",
        "`Stream.decodeText` decodes each piece by itself",
        *_CHARACTER,
        "Effect-TS/effect#6040",
    ),
    Exhibit(
        "eventsource.mjs",
        "eventsource",
        "1.0.5",
        "1.0.6",
        "pieces are joined as text",
        *_CHARACTER,
        "EventSource/eventsource#108",
        {"bom/1": "looks for the byte order mark in the first piece only"},
    ),
    Exhibit(
        "needle.mjs",
        "needle",
        "3.0.0",
        "3.1.0",
        "each piece is decoded by itself",
        *_CHARACTER,
        "tomas/needle#374",
    ),
    Exhibit(
        "sse.js.mjs",
        "sse.js",
        "0.6.1",
        "1.0.0",
        "a blank line is looked for in one piece",
        "text",
        "between-newlines",
        "mpetazzoni/sse.js#36",
        {"torture-lf #1, pretty+crlf": "takes CRLF for two line ends, so that each line is an event"},
    ),
    Exhibit(
        "eventsource-parser-3.mjs",
        "eventsource-parser",
        "3.0.0",
        "3.0.5",
        "CR and LF in two pieces are two line ends",
        "events",
        "line:CR|LF",
        "rexxars/eventsource-parser#17",
    ),
    Exhibit(
        "eventsource-parser-long.mjs",
        "eventsource-parser",
        "3.0.7",
        "3.0.8",
        "all of an unfinished line is looked through again with each piece",
        *LONG,
        "rexxars/eventsource-parser#28",
    ),
    Exhibit(
        "eventsource-parser-4.mjs",
        "eventsource-parser",
        "4.1.0",
        "4.1.1",
        "the mark is looked for in the first piece, even an empty one",
        "text",
        "bom/1",
        "rexxars/eventsource-parser#41",
    ),
    Exhibit(
        "event-source-plus.mjs",
        "event-source-plus",
        "0.1.14",
        "0.1.15",
        "each piece is decoded by itself",
        *_CHARACTER,
        "joshmossas/event-source-plus#36",
        {"torture-lf #1, pretty": "keeps the last data line of an event only"},
    ),
    Exhibit(
        "openai.mjs",
        "openai",
        "4.32.0",
        "4.33.0",
        "each piece is decoded by itself",
        *_CHARACTER,
        "openai/openai-node#706",
        {
            **_BOM,
            "torture-crlf #1": "takes an event that is called message for one of another API",
            "event-boundary": "sees a blank line only when another byte has come",
        },
    ),
    Exhibit(
        "anthropic.mjs",
        "@anthropic-ai/sdk",
        "0.18.0",
        "0.20.0",
        "each piece is decoded by itself",
        *_CHARACTER,
        "anthropics/anthropic-sdk-typescript#292",
        {"event-boundary": "sees a blank line only when another byte has come"},
    ),
    Exhibit(
        "generative-ai.mjs",
        "@google/generative-ai",
        "0.1.1",
        "0.1.3",
        "each piece is decoded by itself",
        *_CHARACTER,
        "google-gemini/deprecated-generative-ai-js#9",
        _NO_SPACE,
    ),
    Exhibit(
        "vertexai.mjs",
        "@google-cloud/vertexai",
        "0.1.3",
        "0.2.0",
        "each piece is decoded by itself",
        *_CHARACTER,
        "googleapis/nodejs-agentplatform#78",
        _NO_SPACE,
    ),
    Exhibit(
        "genai.mjs",
        "@google/genai",
        "1.8.0",
        "1.9.0",
        "each piece is decoded by itself",
        *_CHARACTER,
        "googleapis/js-genai#764",
        _NO_SPACE,
    ),
    Exhibit(
        "mistralai.mjs",
        "@mistralai/mistralai",
        "0.0.7",
        "0.0.10",
        "each piece is split into lines by itself",
        "error",
        "any cut",
        "mistralai/client-js#18",
        {
            "torture-lf #1, pretty": "does not join the data lines of an event",
            "torture-lf #1, nospace": "takes a character off behind `data:` without looking whether it is a space",
        },
    ),
    Exhibit(
        "ax.mjs",
        "@ax-llm/ax",
        "23.0.0",
        "24.0.21",
        "CR and LF in two pieces are two line ends",
        "text",
        "line:CR|LF",
        "ax-llm/ax#622",
    ),
    Exhibit(
        "assistant-stream.mjs",
        "assistant-stream",
        "0.3.41",
        "0.3.42",
        "the byte order mark is kept in the name of the first field",
        "content",
        "torture-bom #1",
        "assistant-ui/assistant-ui#6954",
    ),
    Exhibit(
        "ndjson.mjs",
        "ndjson",
        "1.4.3",
        "1.4.4",
        "each piece is decoded by itself",
        *_CHARACTER,
        "max-mapper/ndjson#17",
    ),
    Exhibit(
        "jsonparse.mjs",
        "jsonparse",
        "0.0.4",
        "1.0.0",
        "each piece is decoded by itself",
        *_CHARACTER,
        "creationix/jsonparse#13",
        {"utf8-3b/1": "ends in an error where a character comes in three pieces (0.0.5, the first fix, never ends)"},
    ),
    Exhibit(
        "fast-csv-1.mjs",
        "fast-csv",
        "1.0.0",
        "1.1.0",
        "each piece is decoded by itself",
        *_CHARACTER,
        "C2FO/fast-csv#116",
    ),
    Exhibit(
        "csv-parse.mjs",
        "csv-parse",
        "1.1.10",
        "1.2.0",
        "CR and LF in two pieces are two line ends",
        "events",
        "line:CR|LF",
        "adaltas/node-csv-parse#125",
    ),
    Exhibit(
        "byline.mjs",
        "byline",
        "4.1.1",
        "4.2.0",
        "CR and LF in two pieces are two line ends",
        "events",
        "line:CR|LF",
        "jahewson/node-byline#23",
    ),
    Exhibit(
        "httpx_sse_client.py",
        "httpx-sse",
        "0.4.1",
        "0.4.2",
        "lines end at U+2028 and its kind, too",
        "content",
        "torture-unicode #1",
        "florimondmanca/httpx-sse#34",
        _BOM,
    ),
    Exhibit(
        "sseclient_py_client.py",
        "sseclient-py",
        "1.5",
        "1.7",
        "each piece is decoded by itself",
        "error",
        "utf8-3b/1",
        "mpetazzoni/sseclient#8",
        _BOM,
    ),
    Exhibit(
        "sseclient_py_client.py",
        "sseclient-py",
        "1.6",
        "1.7",
        "a piece that begins with a line end ends the event",
        "events",
        "line:before-EOL",
        "mpetazzoni/sseclient#11",
        _BOM,
    ),
    Exhibit(
        "sseclient_client.py",
        "sseclient",
        "0.0.24",
        "0.0.26",
        "each event has a decoder of its own",
        *_CHARACTER,
        "btubbs/sseclient#38",
        {**_BOM, "torture-unicode #1": "ends lines at U+2028 and its kind, too"},
    ),
    Exhibit(
        "urllib3_future_client.py",
        "urllib3-future",
        "2.19.907",
        "2.19.908",
        "each piece is decoded by itself",
        "error",
        "utf8-3b/1",
        "jawah/urllib3.future#349",
        {
            **_BOM,
            "torture-unicode #1": "ends lines at U+2028 and its kind, too",
            "torture-lf #1, pretty": "keeps the last data line of an event only",
        },
    ),
)


@dataclass(frozen=True)
class Current:
    """The newest version of a package at the time of writing. `wrong`: what check finds, as `Exhibit.remains`."""

    file: str
    package: str
    version: str
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_python(self) -> bool:
        return self.file.endswith(".py")


CURRENT: Final = (
    Current("ollama.mjs", "ollama", "0.6.4"),
    Current("openai.mjs", "openai", "7.59.0"),
    Current("anthropic.mjs", "@anthropic-ai/sdk", "1.14.0"),
    Current(
        "genai.mjs", "@google/genai", "3.3.0", {"chat-gemini #1, pretty": "does not join the data lines of an event"}
    ),
    Current("provider-utils.mjs", "@ai-sdk/provider-utils", "5.0.81"),
    Current("langchain-core.mjs", "@langchain/core", "1.4.0"),
    Current("eventsource-5.mjs", "eventsource", "5.1.5"),
    Current("eventsource-parser-4.mjs", "eventsource-parser", "4.1.3"),
    Current("eventsource-client.mjs", "eventsource-client", "1.2.0"),
    Current("fetch-event-source.mjs", "@microsoft/fetch-event-source", "2.0.1"),
    Current("sse.js.mjs", "sse.js", "2.8.0"),
    Current(
        "launchdarkly-eventsource.mjs",
        "launchdarkly-eventsource",
        "2.2.0",
        {"bom/1": "looks for the byte order mark in the first piece only: the first event is lost"},
    ),
    Current(
        "parse-sse.mjs",
        "parse-sse",
        "0.1.0",
        {"line:CR|LF": "takes CR and LF in two pieces for two line ends: two events of one"},
    ),
    Current("ndjson.mjs", "ndjson", "2.0.0"),
    Current("can-ndjson-stream.mjs", "can-ndjson-stream", "1.0.2"),
    Current("split2.mjs", "split2", "4.2.0"),
    Current("httpx_sse_client.py", "httpx-sse", "0.4.3", _BOM),
    Current("sseclient_py_client.py", "sseclient-py", "1.9.0", _BOM),
    Current(
        "openai_client.py",
        "openai",
        "3.57.0",
        {**_BOM, "torture-crlf #1": "reads JSON from an event without data, such as `retry: 3000` alone"},
    ),
    Current("anthropic_client.py", "anthropic", "2.14.0"),
)
