"""Places in an answer that clients look for and real tokens tear: the targets of `retoken,at=...`. Rules

- A target is found in the whole answer, whatever events it was recorded in, as spans of characters of at least two.
- Each is cut once, at a place that the seed draws.
"""

import re
from collections.abc import Iterator
from typing import Final

from cassettes.providers.reading import Kind

_MARK: Final = "[\u0300-\u036f\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
#: tags of thoughts and tools, and the special tokens of models: `<think>`, `</tool_call>`, `<|im_end|>`
_TAG: Final = re.compile(r"</?[A-Za-z][\w.:-]{0,40}>|<[|｜][^|｜<>]{1,40}[|｜]>")
_FENCE: Final = re.compile(r"(?:`{3,}|~{3,})[\w+#-]{0,20}")
_BOLD: Final = re.compile(r"\*{2,3}|__|~~")
#: families, flags, tones of skin, keycaps, and letters with marks of their own
_EMOJI: Final = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[^\\s\u200d]{_MARK}*(?:\u200d[^\\s\u200d]{_MARK}*)+|[^\\s\u200d]{_MARK}+"
)
#: strings, numbers and literals of JSON, torn ones too
_JSON: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\w.+-]{2,}', re.DOTALL)

_WORDS: Final = (Kind.TEXT, Kind.REASONING)
_ALL: Final = (Kind.TEXT, Kind.REASONING, Kind.CALL_ARGUMENTS)

#: name -> (pattern, the kinds of deltas that are searched)
TARGETS: Final[dict[str, tuple[re.Pattern[str], tuple[Kind, ...]]]] = {
    "think": (_TAG, _WORDS),
    "fence": (_FENCE, _WORDS),
    "bold": (_BOLD, _WORDS),
    "tool": (_JSON, (Kind.CALL_ARGUMENTS,)),
    "emoji": (_EMOJI, _ALL),
}


def spans(name: str, kind: Kind, text: str) -> Iterator[tuple[int, int]]:
    """Where the target `name` stands in a text of that kind."""
    pattern, kinds = TARGETS[name]
    if kind in kinds:
        for match in pattern.finditer(text):
            if match.end() - match.start() > 1:
                yield match.span()
