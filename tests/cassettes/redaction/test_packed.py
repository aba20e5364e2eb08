"""Gzip that is opened, and closed again in as many bytes."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.model import Request
from cassettes.redaction.packed import MOST, RATIO, SLACK, closed, opened
from cassettes.redaction.redact import Redaction, Redactor

REDACTION = Redaction.default()
SECRET = b'{"model": "x", "api_key": "sk-S3CRET-0123456789", "text": "' + b"hello " * 50 + b'"}'


@given(st.binary(max_size=300), st.integers(0, 400))
def test_what_is_closed_has_its_size_and_opens_again(content: bytes, size: int) -> None:
    made = closed(content, size)
    if made is None:
        assert size < len(gzip.compress(content)) + 20
    else:
        assert len(made) == size
        assert gzip.decompress(made) == content == opened(made)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x1f\x8b",
        b"\x1f\x8b\x08",
        gzip.compress(SECRET)[:-1],
        gzip.compress(SECRET) + b"x",
        gzip.compress(SECRET)[:20] + b"\0" * 50,
        zlib.compress(SECRET),
        SECRET,
        gzip.compress(bytes(MOST + 1)),
        gzip.compress(bytes(1 << 20)),
    ],
    ids=["empty", "mark", "method", "cut-off", "more-behind", "torn", "zlib", "plain", "too-large", "too-dense"],
)
def test_anything_else_stays_closed_and_is_counted(body: bytes) -> None:
    assert opened(body) is None
    if body[:2] == b"\x1f\x8b":
        redactor = Redactor(REDACTION)
        assert redactor.request(Request("POST", b"/", (), body)).body == body
        assert redactor.unseen == 1


def test_plausible_content_is_opened() -> None:
    for content in (b"", bytes(SLACK), b"\0" * 100 + SECRET * 100, SECRET * 10_000):
        body = gzip.compress(content, 1 if len(content) > SLACK else 9)
        if len(content) <= SLACK + RATIO * len(body):
            assert opened(body) == content
        else:
            assert opened(body) is None


@pytest.mark.parametrize("level", [1, 6, 9])
@pytest.mark.parametrize("named", [(), ((b"Content-Encoding", b"gzip"),)])
def test_a_secret_in_gzip_is_starred_and_the_rest_stays(level: int, named: tuple[tuple[bytes, bytes], ...]) -> None:
    for body in (gzip.compress(SECRET, level), gzip.compress(SECRET[:70]) + gzip.compress(SECRET[70:], level)):
        asked = Request("POST", b"/", named, body)
        redactor = Redactor(REDACTION)
        stored = redactor.request(asked)
        assert gzip.decompress(stored.body) == SECRET.replace(b"sk-S3CRET-0123456789", b"*" * 20)
        assert len(stored.body) == len(body)
        assert redactor.unseen == 0
        assert REDACTION.request(stored) == stored
        other = Request("POST", b"/", named, gzip.compress(SECRET.replace(b"S3CRET", b"another")))
        assert REDACTION.comparable_body(stored) == REDACTION.comparable_body(other)
    plain = gzip.compress(b'{"a": 1}')
    assert REDACTION.request(Request("POST", b"/", named, plain)).body == plain


@pytest.mark.parametrize("named", [(), ((b"Content-Encoding", b"gzip"),)])
def test_gzip_is_searched_only_where_its_content_can_be(named: tuple[tuple[bytes, bytes], ...]) -> None:
    """Zstandard in gzip was said to be searched."""
    zipped = gzip.compress(SECRET)
    for content, seen in (
        (b"\x28\xb5\x2f\xfd" + bytes(range(64)), False),
        (b"PK\x03\x04....", False),
        (zipped[:-1], False),
        (zipped, True),
        (gzip.compress(zipped), True),
        (gzip.compress(gzip.compress(b"BZh91AY")), False),
        (SECRET.decode().encode("utf-16"), True),
        (gzip.compress(gzip.compress(SECRET.decode().encode("utf-16"))), False),
        (gzip.compress(gzip.compress(b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--")), False),
        (b"\x89PNG....", True),
        (b"", True),
    ):
        asked = Request("POST", b"/", named, gzip.compress(content))
        redactor = Redactor(REDACTION)
        stored = REDACTION.stored(asked)
        assert stored.seen is seen, content
        assert b"S3CRET" not in content or stored.request.body != asked.body
        assert redactor.request(asked) == REDACTION.request(asked) == stored.request
        assert redactor.unseen == int(not seen)
    twice = REDACTION.request(Request("POST", b"/", (), gzip.compress(zipped))).body
    assert b"S3CRET" not in gzip.decompress(gzip.decompress(twice))


def test_what_was_made_beforehand_is_not_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large request is redacted in a thread; its gzip was then opened once more on the loop."""
    asked = Request("POST", b"/", (), gzip.compress(SECRET))
    made = [REDACTION.stored(asked), REDACTION.stored(Request("POST", b"/", (), gzip.compress(b"BZh91AY")))]
    opening: list[bytes] = []
    monkeypatch.setattr("cassettes.redaction.whole.opened", lambda body: opening.append(body))
    redactor = Redactor(REDACTION)
    assert [redactor.request(asked, one) for one in made] == [one.request for one in made]
    assert (redactor.unseen, opening) == (1, [])


def test_a_body_is_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opening: list[bytes] = []

    def open_it(body: bytes) -> bytes | None:
        opening.append(body)
        return opened(body)

    monkeypatch.setattr("cassettes.redaction.whole.opened", open_it)
    for body in (gzip.compress(SECRET), gzip.compress(SECRET)[:-1]):
        REDACTION.stored(Request("POST", b"/", (), body))
        assert opening == [body]
        opening.clear()


def test_what_does_not_fit_is_starred_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cassettes.redaction.whole.closed", lambda content, size: None)
    body = gzip.compress(SECRET)
    stored = REDACTION.request(Request("POST", b"/", (), body)).body
    assert len(stored) == len(body)
    assert set(stored) <= set(b"*\r\n")
