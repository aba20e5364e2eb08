"""Text -> tokens, as a model's tokeniser would cut it. Rules

- Joined, the tokens are the text. Each is whole characters: no token ends inside a character's UTF-8.
- Chinese, Japanese and Korean: one to four characters. Other letters: a word with the space before it, long words in
  parts. Digits: up to three. Line ends stay together. Everything else: one character.
- The cuts come from SplitMix64 with the text's own seed: the same text gives the same tokens everywhere.
"""

import re
from collections.abc import Callable
from typing import Final

from cassettes.seeds import SplitMix64, state_for

_CJK: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003134f"
_WORD: Final = rf" ?(?:(?![{_CJK}])[^\W\d_])+"
_PARTS: Final = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<word>{_WORD})|(?P<digits> ?\d{{1,3}})|[\r\n]+|.", re.DOTALL)
_LONG_WORD: Final = 9


def tokenise(text: str, seed: str = "0") -> tuple[str, ...]:
    """The tokens of `text`; `seed` chooses another set of cuts."""
    random = SplitMix64(state_for("tokens", seed, "cut"))
    tokens: list[str] = []
    for part in _PARTS.finditer(text):
        whole = part.group()
        if part.lastgroup == "cjk":
            _cut(whole, tokens, lambda: 1 + min(random.below(4), random.below(4)))
        elif part.lastgroup == "word" and len(whole) > _LONG_WORD:
            _cut(whole, tokens, lambda: 3 + random.below(6))
        else:
            tokens.append(whole)
    return tuple(tokens)


def _cut(whole: str, tokens: list[str], size: Callable[[], int]) -> None:
    start = 0
    while start < len(whole):
        end = start + size()
        tokens.append(whole[start:end])
        start = end
