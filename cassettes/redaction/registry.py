"""The one registry of names whose values are secrets. Rules

- Secrets are found by names only; no value is ever guessed at. A value whose name is neither here nor given with
  `--redact` is stored unchanged.
- A rule is text, `kind:name`. `name` holds for headers (request, response, trailers), query keys, cookies and the
  fields of a request's body; `header`, `query`, `field` for one of these places; `body` for the response's body, where
  nothing is taken out unless `--redact body:NAME` says so, since the body is replayed.
- `name:` goes by the words of a name in any spelling (`cassettes.redaction.spelling`): `name:pin` is exactly that,
  `name:*sign` ends with it (`paySign`), `name:*api-key*` has it anywhere (`OPENAI_API_KEY_2`). Two words and more,
  and the single ones in `JOINED`, are found in a joined spelling too (`myapikey`, `usertoken`).
- The other kinds compare whole names without case, `-`, `_` and spaces; a leading `*` makes a suffix.
- A name that counts tokens (`max_tokens`, `COUNTS`) or describes a secret (`token_type`, `ABOUT`) is not secret.
- Recorder, imports, journal, logs and the player's matching use this registry; none has its own list.

Where the names come from: the authentication pages of OpenAI, Anthropic, Azure, Google, AWS and Cloudflare; the signing
schemes of Aliyun, Tencent Cloud, Volcengine and Baidu (`ak`, `sk`); WeChat's login, phone and payment (`session_key`,
`js_code`, `encryptedData`, `iv`, `openid`, `purePhoneNumber`, `paySign`); the names of sessions in Chinese backends and
their frameworks. `code` is here, as an exact name, because in a query or form it is a code of an OAuth or WeChat login
or from a text message, good for one use. A program that sends source text in a field `code` loses that field's text in
the recording, and its requests match one another; the response is untouched. `error_code`, `country_code` and the like
stay.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.redaction.spelling import Spelled, spelled

_KEYS: Final = (
    "api app application access auth signing sign master encryption encrypt decryption private secret session "
    "subscription account shared client service security consumer storage server admin root developer license "
    "merchant mch pay aes des rsa hmac ssh partner user enc dec openai llm "
)
_CODES: Final = (
    "js wx login auth authorization oauth access sms phone mobile email mail verify verification confirm "
    "confirmation captcha mfa fa security device user invite invitation activation recovery backup one-time "
    "temp "
)
#: For headers, query keys, cookies and request fields alike: title in the documents -> names.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "tokens": ("*token*", "*jwt*", "*bearer*", "*csrf*", "*xsrf*", "*assertion*"),
    "passwords": (
        *("*pass-word*", "*passwd*", "*pswd*", "*pwd*", "*pass", "*pass-phrase*", "*pass-code*", "*pass-key*", "*pw"),
        *("pin", "*pin-code", "*otp*", "*totp*"),
    ),
    "secrets": (
        *("*secret*", "*credential*", "*cred*", "*authorization*", "*auth", "*authz", "*oauth", "*authentication"),
        *("*connection-string*", "*saml-response"),
    ),
    "keys": (*(f"*{what}-key*" for what in _KEYS.split()), "*api-v-key*", "ak", "sk"),  # APIv3 key: digits don't count
    "sessions": ("*session*", "*sid*", "*sess*", "*sess-id*", "*sess-data", "*session-id*", "*cookie*", "*ticket"),
    "signatures": ("*signature*", "*sign", "*pay-sign", "*sig", "*hmac"),
    "login codes": ("code", *(f"*{what}-code" for what in _CODES.split()), "*code-verifier", "*oauth-verifier"),
    "WeChat": (
        *("*open-id*", "*union-id*", "*encrypted-data*", "*iv", "*phone", "*telephone", "*mobile"),
        *("*phone-number*", "*mobile-number*", "*phone-num", "*mobile-num", "*phone-no", "*mobile-no"),
        *("tel", "*tel-number*", "*tel-no", "*open-gid*"),
    ),
}
NAMES: Final = tuple(name for names in GROUPS.values() for name in names)

#: Only headers: any that ends in `key` (X-Ca-Key), those with keys of a WebSocket, digests of a login.
HEADERS: Final = ("*key", "sec-websocket-protocol", "authentication-info", "proxy-authentication-info")
#: Only query keys: Google's API key. In JSON, `key` is often one half of key and value.
QUERY: Final = ("key",)

DEFAULT_RULES: Final = tuple(
    f"{kind}:{name}" for kind, names in (("name", NAMES), ("header", HEADERS), ("query", QUERY)) for name in names
)

_HARMLESS: Final = (
    "idempotencykey xidempotencykey secwebsocketkey surrogatekey xcachekey accesscontrolallowcredentials secchuamobile "
)
#: Names that are not secret although a rule fits. A rule that names one of them in full still holds.
NOT_SECRET: Final = frozenset(_HARMLESS.split())
_JOINED: Final = "token secret passwd pwd credential signature cookie ticket jwt authorization assertion"
#: Single words of `name:` rules that are found at the end of a joined spelling, too.
JOINED: Final = frozenset(_JOINED.split())
_PLACES: Final = (
    "max min count counts counted total num number n limit limits budget remaining usage used rate ratelimit per "
    "second minute details ids eos bos pad unk sep cls mask stop start begin end special logprob logprobs top index "
    "page next previous prev continuation cursor sync resume position length size speed consumed billed average avg "
    "sum step skip forced suppress draft speculative vocab vocabulary decoder encoder estimated estimate "
)
#: Beside one of these words `token` is a number, a place in a text or a page: `token_count`, `eos_token`.
PLACES: Final = frozenset(_PLACES.split())
_COUNTS: Final = (
    "prompt completion completions input output cached cache reasoning thinking audio text image video accepted "
    "rejected prediction predicted generated generate evaluated new context window ban banned bad allow allowed keep "
    "include exclude active "
)
#: Beside one of these, too, `tokens` and `sessions` are counted: `prompt_tokens`. One `new_token` is a secret.
COUNTS: Final = PLACES | frozenset(_COUNTS.split())
_BEARERS: Final = (
    "access refresh auth id api session security bearer csrf xsrf user login device push bot jwt oauth client "
    "app identity personal secret private web sa "
)
#: ... but never behind one of these: `new_access_token`.
BEARERS: Final = frozenset(_BEARERS.split())
_ABOUT: Final = (
    "type count length size limit ttl timeout duration expires expire expiry expiration expired in at url uri "
    "endpoint method algorithm alg version policy enabled required headers format name "
)
#: A name that ends with one of these describes a secret: `token_type`, `X-Ca-Signature-Method`.
ABOUT: Final = frozenset(_ABOUT.split())

_RULE = re.compile(
    r"(?:(header|query|field|body):(\*?[^\s*:,\x00-\x1f\x7f][^*\x00-\x1f\x7f]*)|name:(\*?[a-z]+(?:-[a-z]+)*\*?))"
)
_BEARER_BEFORE: Final = frozenset((word,) for word in BEARERS)
_NO_LETTER: Final = re.compile(r"[\W\d_]+")
_LAST: Final = re.compile(r"[.\[]([^.\[]*?)\]*\Z")
#: names whose result is cached, and the longest one that is
_REMEMBERED: Final = 10_000
_LONG: Final = 100


def fold(name: str) -> str:
    """The form in which names are compared."""
    return name.lower().replace("-", "").replace("_", "").replace(" ", "")


def parse_rule(rule: str) -> tuple[str, str]:
    """`header:*-token` -> ("header", "*token"); `name:*api-key*` stays as it is. Raises SpecError for an invalid
    rule.
    """
    found = _RULE.fullmatch(rule)
    if found is not None and found[3]:
        return "name", found[3]
    name = fold(found[2]) if found else ""
    if found is None or not name.lstrip("*"):
        raise SpecError(
            say(
                "A redaction rule is header:NAME, query:NAME, field:NAME (request body) or body:NAME (response "
                "body); {rule!r} is not one. A * may stand in front of NAME: header:*-token.",
                rule=rule[:200],
            )
        )
    return found[1], name


@dataclass(frozen=True)
class Names:
    """The rules for one place. `names`: whole names, folded; a leading `*` makes one a suffix. `worded`: those of
    `name:` rules.
    """

    names: frozenset[str]
    worded: frozenset[str] = frozenset()
    _known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def match(self, name: str) -> bool:
        """Whether the value under `name` is a secret."""
        found = self._known.get(name)
        if found is None:
            found = self._find(name)
            if len(name) <= _LONG:
                if len(self._known) >= _REMEMBERED:
                    self._known.clear()
                self._known[name] = found
        return found

    def match_path(self, name: str) -> bool:
        """As `match`, for the key of a query or form: for `a[b]` and `a.b` both the whole name and `b` are compared."""
        if self.match(name):
            return True
        last = _LAST.search(name)
        return last is not None and self.match(last[1])

    def spares_numbers(self, name: str) -> bool:
        """Whether a number under this secret name is not secret: `tokens` alone, and those of a chat, are counted
        (`history_tokens`); the tokens of a login are not (`access_tokens`).
        """
        words = spelled(name).words
        return "tokens" in words and fold(name) not in self.names and BEARERS.isdisjoint(words)

    def __bool__(self) -> bool:
        return bool(self.names or self.worded)

    def _find(self, name: str) -> bool:
        folded = fold(name)
        if folded in self.names:
            return True
        if folded in NOT_SECRET:
            return False
        if folded.endswith(self._suffixes):
            return True
        return bool(self.worded and self._any_rule.search(_NO_LETTER.sub("", folded)) and self._by_words(spelled(name)))

    @cached_property
    def _suffixes(self) -> tuple[str, ...]:
        return tuple(name[1:] for name in self.names if name.startswith("*"))

    @cached_property
    def _any_rule(self) -> "re.Pattern[str]":
        """Matches the letters of every name that a `name:` rule fits. It comes first because splitting a name into
        words takes 5 us.
        """
        return re.compile("|".join(sorted(rule.strip("*").replace("-", "") for rule in self.worded)))

    @cached_property
    def _patterns(self) -> dict[str, list[tuple[tuple[str, ...], bool, bool]]]:
        """The `name:` rules by their first word: all words, and whether others may stand before and behind them."""
        found: dict[str, list[tuple[tuple[str, ...], bool, bool]]] = {}
        for rule in self.worded:
            words = tuple(rule.strip("*").split("-"))
            found.setdefault(words[0], []).append((words, rule.startswith("*"), rule.endswith("*")))
        return found

    @cached_property
    def _joined(self) -> tuple[str, ...]:
        """The words with which a joined spelling may end."""
        rules = [rule.strip("*") for rule in self.worded if rule.startswith("*")]
        whole = [rule.replace("-", "") for rule in rules if "-" in rule or rule in JOINED]
        return (*whole, *(f"{one}s" for one in whole))

    def _by_words(self, name: Spelled) -> bool:
        words = name.words
        if not words or (len(words) > 1 and words[-1] in ABOUT):
            return False
        if any(self._stands(words, place) for place in range(len(words))):
            return True
        return any(self._ends(joined, words) for joined in {*name.segments, *words})

    def _stands(self, words: tuple[str, ...], place: int) -> bool:
        """Whether a rule's words begin at `place`."""
        first = words[place]
        for wanted, before, behind in (
            *self._patterns.get(first, ()),
            *self._patterns.get(first.removesuffix("s"), ()),
        ):
            end = place + len(wanted)
            if (place and not before) or (end < len(words) and not behind):
                continue
            there = words[place:end]
            if there not in (wanted, (*wanted[:-1], f"{wanted[-1]}s")):
                continue
            if wanted not in (("token",), ("session",)) or words[place - 1 : place] in _BEARER_BEFORE:
                return True
            counts = COUNTS if there[0].endswith("s") else PLACES if wanted == ("token",) else frozenset[str]()
            if counts.isdisjoint(words):
                return True
        return False

    def _ends(self, segment: str, words: tuple[str, ...]) -> bool:
        """Whether a joined spelling ends with a rule's words."""
        if not segment.endswith(self._joined):
            return False
        before, found, rest = segment.rpartition("token")
        if not found or rest not in ("", "s"):
            return True
        if before.endswith(tuple(BEARERS)):
            return True
        return not rest and bool(before) and before not in PLACES and PLACES.isdisjoint(words)
