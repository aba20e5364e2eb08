"""The one registry of names whose values are secrets. Rules

- By names only: no value is ever guessed at. What is not named here or with `--redact` is stored as it came.
- A rule is text, `kind:name`; kinds are `header` (request and response), `query` (keys of the target and of
  headers that hold a URL), `field` (request body: JSON at any depth, forms) and `body` (response body; never on by
  default, since it changes what is replayed).
- Names are compared folded: without case, `-`, `_` and spaces. `api_key`, `apiKey` and `API-KEY` are one name.
- A name that begins with `*` is a suffix: `header:*token` holds for `X-Access-Token` and for `token`.
- Recorder, journal, logs and the player's matching use this registry and no list of their own.

Where the names come from: the authentication pages of OpenAI, Anthropic, Azure, Google, AWS and Cloudflare; the
signing schemes of Aliyun, Tencent Cloud and Volcengine; WeChat's login (`session_key`, `appsecret`, `js_code`); and
what Chinese backends and their frameworks call the session (`token`, `satoken`, `sign`, `ticket`).
`code` is here because in a query or form it is an OAuth or WeChat login code or one from a text message: good once.
A program that sends source text in a field `code` loses that field's text in the recording, and its requests match
one another; the response is untouched.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say

KINDS: Final = ("header", "query", "field", "body")

#: Request and response headers. The suffixes cover X-Auth-Token, X-Amz-Security-Token, X-CSRF-Token, Api-Key,
#: X-Goog-Api-Key, X-DashScope-ApiKey, Ocp-Apim-Subscription-Key, X-Ca-Key, X-Ca-Signature, CF-AIG-Authorization.
HEADERS: Final = (
    "*authorization",
    "*token",
    "*key",
    "*secret",
    "*password",
    "*signature",
    "*credential",
    "*cookie",  # Cookie, Set-Cookie
    "helicone-auth",
    "x-auth",
    "session",
    "session-id",
    "x-session-id",
    "jsessionid",
    "ticket",
    "sign",
    "x-sign",
)

#: Names that a query key and a body field have in common.
_VALUES: Final = (
    "*api-key",
    "*app-key",
    "*access-key",
    "*access-key-id",
    "*secret-key",
    "*secret-id",
    "*private-key",
    "*session-key",
    "*subscription-key",
    "*secret",  # secret, appsecret, client_secret
    "*password",
    "passwd",
    "pwd",
    "authorization",
    "auth",
    "token",
    "*access-token",
    "*refresh-token",
    "*auth-token",
    "*id-token",
    "*security-token",
    "*session-token",
    "satoken",
    "csrf-token",
    "xsrf-token",
    "jwt",
    "ticket",
    "session-id",
    "credential",
    "credentials",
    "sign",
    "sig",
    "*signature",
    "code",
    "js-code",
    "login-code",
)

QUERY: Final = (*_VALUES, "key", "*credential")  # `key`: Google; X-Amz-Credential
FIELDS: Final = _VALUES

DEFAULT_RULES: Final = tuple(
    f"{kind}:{name}" for kind, names in (("header", HEADERS), ("query", QUERY), ("field", FIELDS)) for name in names
)

#: No secrets although a suffix fits. A rule that names one of them in full still holds.
NOT_SECRET: Final = frozenset({"idempotencykey", "xidempotencykey", "secwebsocketkey", "surrogatekey", "xcachekey"})

#: Headers whose value is a URL or a target: their query is redacted like the request's own.
URL_HEADERS: Final = frozenset(
    {b"location", b"content-location", b"referer", b"x-original-url", b"x-original-uri", b"x-forwarded-uri"}
)

_RULE = re.compile(r"(header|query|field|body):(\*?[^\s*:,\x00-\x1f\x7f][^*\x00-\x1f\x7f]*)")


def fold(name: str) -> str:
    """The form in which names are compared."""
    return name.lower().replace("-", "").replace("_", "").replace(" ", "")


def parse_rule(rule: str) -> tuple[str, str]:
    """`header:*-token` -> ("header", "*token"). Raises SpecError for anything that is no rule."""
    found = _RULE.fullmatch(rule)
    name = fold(found[2]) if found else ""
    if found is None or not name.lstrip("*"):
        raise SpecError(say("cassettes.bad_rule", rule=rule[:200]))
    return found[1], name


@dataclass(frozen=True)
class Names:
    """The folded names of one kind of rule; a leading `*` makes one a suffix."""

    names: frozenset[str]

    @cached_property
    def _suffixes(self) -> tuple[str, ...]:
        return tuple(name[1:] for name in self.names if name.startswith("*"))

    def match(self, name: str) -> bool:
        """Whether the value under `name` is a secret."""
        folded = fold(name)
        return folded in self.names or (folded.endswith(self._suffixes) and folded not in NOT_SECRET)

    def __bool__(self) -> bool:
        return bool(self.names)
