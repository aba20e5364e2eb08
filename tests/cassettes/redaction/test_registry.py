"""The registry knows the names that are in use, and says no to what is no rule."""

import pytest

from cassettes.errors import SpecError
from cassettes.redaction.redact import Redaction
from cassettes.redaction.registry import DEFAULT_RULES, Names, fold, parse_rule
from tests.support.places import NAMES, spellings


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


@pytest.mark.parametrize("name", NAMES)
def test_every_spelling_of_a_name_is_found_in_every_place(name: str) -> None:
    redaction = Redaction.default()
    for one in sorted(spellings(name)):
        assert redaction.is_secret_header(one.encode()), one
        assert redaction.is_secret_query(one), one
        assert redaction.is_secret_field(one), one


KEPT = (
    "max_tokens maxTokens MAX_TOKENS token_count tokenCount prompt_tokens completion_tokens total_tokens usage "
    "max_completion_tokens max_output_tokens max_new_tokens budget_tokens cached_tokens reasoning_tokens input_tokens "
    "cache_read_input_tokens num_tokens n_tokens tokens_per_second stop_token_ids eos_token bos_token page_token "
    "next_page_token nextPageToken tokenizer tokenize token_type tokenType maxtokens prompttokens top_logprobs "
    "x-ratelimit-remaining-tokens anthropic-ratelimit-tokens-limit assign design author authority passenger compass "
    "passing secretary keyboard key keys keyword sort_key public_key cache_key status_code error_code errorCode "
    "country_code countryCode zip_code code_interpreter unicode encode sign_type signType signal side inside "
    "messages content model stream microphone automobile part ivory finish_reason system_fingerprint encrypted_content "
    "banned_tokens tokens_evaluated includeTokens num_sessions max_sessions_per_user credit credits reload detail "
    "session_timeout password_policy client_assertion_type signature_method id role name tools temperature stop user"
)


@pytest.mark.parametrize("name", KEPT.split())
def test_what_is_a_word_of_a_chat_or_only_looks_like_a_secret_stays(name: str) -> None:
    assert not Redaction.default().is_secret_field(name)


def test_answers_are_remembered_and_forgotten_before_they_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cassettes.redaction.registry._REMEMBERED", 3)
    names = Names(frozenset({"token"}))
    for number in range(10):
        assert not names.match(f"n{number}")
        assert names.match("token")
        assert len(names._known) <= 3
    assert not names.match("x" * 1000)
    assert len(names._known) <= 3
    assert not any(len(name) > 100 for name in names._known)


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("new_access_token", True),
        ("access_new_token", True),
        ("new_token", True),
        ("token_new", True),
        ("newtoken", True),
        ("video_token", True),
        ("new_tokens", False),
        ("access_tokens", True),
        ("num_new_tokens", False),
        ("maxtoken", False),
        ("passwordConfirm", True),
        ("apikeyValue", True),
        ("userOpenidList", True),
        ("apiV3Key", True),
        ("APIv3Key", True),
        ("active_sessions", False),
        ("active_session", True),
        ("newaccesstoken", True),
        ("prompt_tokens_user_token", True),
        ("token", True),
        ("token2", True),
        ("a.token", True),
        ("a[b][token]", True),
        ("token[a]", True),
        ("x", False),
        ("", False),
        ("-", False),
        ("mySign", True),
        ("signs", True),
        ("design", False),
        ("api key", True),
        ("apikeys", True),
        ("key_api", False),
        ("keyapi", False),
        ("token_expires_in", False),
        ("expires", False),
    ],
)
def test_names_by_their_words(name: str, secret: bool) -> None:
    assert Redaction.default().is_secret_query(name) is secret


def test_an_old_rule_compares_whole_names_and_ends() -> None:
    names = Names(frozenset({"key", "*token"}))
    assert [names.match(one) for one in ("key", "K E-Y", "keys", "my_token", "token", "tokens", "")] == [
        *(True, True, False, True, True, False, False)
    ]
    assert names.match_path("a[b].key")
    assert names.match_path("a.key]]")
    assert not names.match_path("key.a")
    assert [bool(one) for one in (names, Names(frozenset()), Names(frozenset(), frozenset({"pin"})))] == [
        *(True, False, True)
    ]


def test_a_number_under_tokens_is_how_many_there_are() -> None:
    worded = Names(frozenset(), frozenset({"*token*"}))
    assert worded.spares_numbers("tokens")
    assert worded.spares_numbers("TOKENS")
    assert not worded.spares_numbers("token")
    assert worded.spares_numbers("historyTokens")
    assert not worded.spares_numbers("access_tokens")
    assert not Names(frozenset({"tokens"})).spares_numbers("tokens")


def test_rules_are_read_into_a_kind_and_a_folded_name() -> None:
    assert parse_rule("header:*X-Api_Key") == ("header", "*xapikey")
    assert parse_rule("field:Api Key") == ("field", "apikey")
    assert parse_rule("name:*api-key*") == ("name", "*api-key*")
    assert parse_rule("body:answer") == ("body", "answer")
    for wrong in ("name:API", "name:a--b", "name:**a", "query:**", "name:", "body:*-"):
        with pytest.raises(SpecError):
            parse_rule(wrong)
