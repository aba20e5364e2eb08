"""Law 10: no configured secret stands anywhere in the encoded bytes; a second time changes nothing."""

import json
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cassettes.file.loader import load
from cassettes.file.writer import CassetteWriter
from cassettes.model import Chunk, Header, Origin, Request, ResponseHead
from cassettes.redaction.redact import Redaction
from tests.cassettes.redaction.test_redact import DEFAULT, FORM, JSON

SECRET = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).map(lambda text: f"s3cr3t{text}")


NAMES = st.sampled_from(["token", "api_key", "apiKey", "client_secret", "password", "sign", "code", "session_key"])


@given(name=NAMES, secret=SECRET, other=st.text(st.characters(codec="utf-8"), max_size=8))
def test_no_secret_is_left_and_a_second_time_changes_nothing(name: str, secret: str, other: str) -> None:
    """Law 10, over the request as a whole."""
    raw = secret.encode()
    header_safe = raw.replace(b"\r", b"").replace(b"\n", b"")
    headers = ((b"Authorization", b"Bearer " + header_safe), (b"X-Api-Key", header_safe), (b"X-Other", b"kept"))
    target = b"/?" + urlencode([("q", other), (name, secret)]).encode()
    for kind, data in (
        (JSON, json.dumps({"a": [{name: secret, "q": other}], "n": 1}).encode()),
        (JSON, json.dumps({name: {"deep": [secret]}}, ensure_ascii=False).encode()),
        (FORM, urlencode({name: secret, "q": other}).encode()),
    ):
        out = DEFAULT.request(Request("POST", target, (*headers, kind), data))
        assert b"s3cr3t" not in repr(out).encode()
        assert DEFAULT.request(out) == out
        assert len(out.body) == len(data)
        if kind is JSON:
            json.loads(out.body)
        else:
            assert dict(parse_qsl(out.body.decode(), keep_blank_values=True))["q"] == other


@settings(max_examples=30)
@given(secret=st.text("abcdef", min_size=12, max_size=20), name=st.sampled_from(["token", "api_key", "password"]))
def test_no_configured_secret_is_anywhere_in_the_file(
    tmp_path_factory: pytest.TempPathFactory, secret: str, name: str
) -> None:
    """Law 10, over the encoded bytes."""
    raw, path = secret.encode(), tmp_path_factory.mktemp("law10") / "a"
    redaction = Redaction.default(["body:answer"])
    writer = CassetteWriter(path, Header("t", 0, Origin(), redaction.rules))
    headers = ((b"Authorization", b"Bearer " + raw), (b"X-Api-Key", raw), (b"content-type", b"application/json"))
    body = b'{"%s":"%s","a":[{"%s":"%s"}]}' % (name.encode(), raw, name.encode(), raw)
    number = writer.begin(redaction.request(Request("POST", f"/?{name}={secret}".encode(), headers, body)))
    writer.head(number, ResponseHead(0, 200, headers=redaction.headers(((b"Set-Cookie", b"s=" + raw),))))
    scanner = redaction.scanner()
    assert scanner is not None
    for at, byte in enumerate(b'data: {"answer":"%s"}\n\n' % raw):
        writer.chunk(number, Chunk(at, at, scanner.feed(bytes([byte]))))
    writer.close()
    assert raw not in path.read_bytes()
    assert raw not in load(path).interactions[0].body
    assert load(path).headers[0].redaction == redaction.rules
