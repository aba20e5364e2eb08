"""The registry knows the names that are in use, and says no to what is no rule."""

import pytest

from cassettes.errors import SpecError
from cassettes.redaction.redact import Redaction
from cassettes.redaction.registry import DEFAULT_RULES, fold, parse_rule

pytestmark = pytest.mark.core


@pytest.mark.parametrize(
    "name",
    [
        "Authorization", "Proxy-Authorization", "cf-aig-authorization", "Cookie", "Set-Cookie", "x-api-key", "api-key",
        "apikey", "X-Goog-Api-Key", "X-DashScope-ApiKey", "Ocp-Apim-Subscription-Key", "xi-api-key", "X-Ca-Key",
        "X-Ca-Signature", "X-Amz-Security-Token", "X-Auth-Token", "X-CSRF-Token", "token", "satoken", "Access_Token",
        "X-Client-Secret", "sign", "JSESSIONID", "X-Session-Id",
    ],
)  # fmt: skip
def test_headers_that_carry_credentials(name: str) -> None:
    assert Redaction.default().is_secret_header(name.encode())


@pytest.mark.parametrize(
    "name",
    [
        "Content-Type", "Content-Length", "Host", "Date", "Server", "ETag", "Cache-Control", "Transfer-Encoding",
        "X-Request-Id", "OpenAI-Organization", "OpenAI-Processing-Ms", "anthropic-version", "Idempotency-Key",
        "Sec-WebSocket-Key", "Surrogate-Key", "x-ratelimit-remaining-tokens", "WWW-Authenticate", "User-Agent",
    ],
)  # fmt: skip
def test_headers_that_carry_none(name: str) -> None:
    assert not Redaction.default().is_secret_header(name.encode())


@pytest.mark.parametrize(
    "name",
    ["key", "api_key", "access_token", "token", "sign", "signature", "appsecret", "code", "js_code", "ticket", "sig",
     "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token", "auth[token]", "data.access_token", "apiKey"],
)  # fmt: skip
def test_query_keys_that_carry_credentials(name: str) -> None:
    assert Redaction.default().is_secret_query(name)


@pytest.mark.parametrize("name", ["q", "page", "page_token", "model", "stream", "alt", "appid", "lang", "keyword"])
def test_query_keys_that_carry_none(name: str) -> None:
    assert not Redaction.default().is_secret_query(name)


@pytest.mark.parametrize(
    "name", ["api_key", "apiKey", "session_key", "client_secret", "password", "old_password", "refreshToken", "code"]
)
def test_fields_that_carry_credentials(name: str) -> None:
    assert Redaction.default().is_secret_field(name)


@pytest.mark.parametrize("name", ["max_tokens", "eos_token", "key", "messages", "content", "model", "encoding"])
def test_fields_that_carry_none(name: str) -> None:
    assert not Redaction.default().is_secret_field(name)


def test_every_rule_of_the_registry_is_a_rule_and_stands_once() -> None:
    parsed = [parse_rule(rule) for rule in DEFAULT_RULES]
    assert len(set(parsed)) == len(parsed)


def test_a_name_in_full_holds_although_it_is_an_exception_of_a_suffix() -> None:
    assert Redaction(("header:idempotency-key",)).is_secret_header(b"Idempotency-Key")
    assert not Redaction(("header:*key",)).is_secret_header(b"Idempotency-Key")


@pytest.mark.parametrize("rule", ["", "token", "header:", "header:*", "head:x", "body:a\nb", "query:a*b", "field:-_"])
def test_what_is_no_rule_is_refused_in_words(rule: str) -> None:
    with pytest.raises(SpecError, match="redaction rule") as caught:
        Redaction.default([rule])
    assert "\n" not in str(caught.value)


def test_folding() -> None:
    assert fold("X-Api_Key") == fold("xApiKey") == "xapikey"
