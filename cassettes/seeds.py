"""Numbers drawn from a seed, the same on every platform and version. Rules

- Integers only: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), because the standard library promises the same
  sequence for `random()` alone, and logarithms differ by a bit between C libraries.
- A generator's state is the first 8 bytes, big endian, of SHA-256 over `ct1`, the profile, `seed=<text>` and the axis
  (`cut`, `merge`, `pace`, `fault`, `token`), joined by a zero byte: changing a plan's pace, its faults or its events
  does not move its cuts.
- A change of the algorithm is a new prefix; `ct1` stays for ever.
- A seed in canonical form is a decimal number below 2**64 or `h` and 16 hex digits; consecutive numbers are the
  turns of a rotation, so a session takes consecutive seeds.
"""

import hashlib
import re
from typing import Final

_MASK: Final = (1 << 64) - 1
_NUMBER = re.compile(r"[0-9]{1,20}")
_HASHED = re.compile(r"h[0-9a-f]{16}")


class SplitMix64:
    """A sequence of 64-bit integers from a 64-bit `state`."""

    __slots__ = ("state",)

    def __init__(self, state: int) -> None:
        self.state = state & _MASK

    def next(self) -> int:
        """The next integer, 0 <= x < 2**64."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & _MASK
        x = self.state
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
        return x ^ (x >> 31)

    def below(self, n: int) -> int:
        """The next integer, 0 <= x < n, each equally likely: draws that would favour small ones are rejected.

        Raises ValueError unless 1 <= n <= 2**64.
        """
        if not 1 <= n <= _MASK + 1:
            raise ValueError(f"below() takes 1 to 2**64, not {n}")
        rejected = (_MASK + 1 - n) % n
        while (x := self.next()) < rejected:
            pass
        return x % n


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def state_for(profile: str, seed: str, axis: str) -> int:
    """The state of the generator for one axis of one profile with the canonical seed `seed`.

    `axis`: `cut`, `merge`, `pace`, `fault` or `token`, each with a sequence of its own.
    """
    parts = ("ct1", profile, f"seed={seed}", axis)
    return int.from_bytes(_digest(b"\0".join(part.encode() for part in parts))[:8], "big")


def generator(profile: str, seed: str, axis: str) -> SplitMix64:
    """The generator for one axis of one profile."""
    return SplitMix64(state_for(profile, seed, axis))


def canonical_seed(text: str) -> str:
    """`text` if it is a decimal number below 2**64 (leading zeros go) or already hashed, else its hash.

    The hash is `h` and the first 16 hex digits of the SHA-256 of the text's UTF-8 (lone surrogates kept).
    """
    if _NUMBER.fullmatch(text) and text.isascii() and int(text) <= _MASK:
        return str(int(text))
    if _HASHED.fullmatch(text):
        return text
    return "h" + _digest(text.encode("utf-8", "surrogatepass")).hex()[:16]


def seed_number(seed: str) -> int:
    """The number, below 2**64, that a seed stands for: its turn in a rotation of n is this modulo n."""
    seed = canonical_seed(seed)
    return int(seed[1:], 16) if seed[0] == "h" else int(seed)


class SessionSeeds:
    """The seeds of a session, one per request: the session's number, modulo 2**63, and then the next ones.

    With `share` = (number, of), a worker takes its own part: the number'th seed (from 1) and every of'th one behind it.
    Half of the range is left free so that they never wrap around, which would break a rotation.
    """

    __slots__ = ("_next", "_step")

    def __init__(self, session_seed: str, share: tuple[int, int] = (1, 1)) -> None:
        number, self._step = share
        self._next = seed_number(session_seed) % (1 << 63) + number - 1

    def take(self) -> str:
        """The seed of the next request."""
        seed = str(self._next)
        self._next += self._step
        return seed
