"""Secrets in raw bytes: masked wherever the reads fall."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from cassettes.redaction.raw import RawMask
from cassettes.redaction.redact import Redaction

RAW = b"HTTP/2 200\r\nSet-Cookie: sid=secret\r\nX: y\r\nset-cookie:z\nA: set-cookie: b\r\n\r\nbody"
MASKED = b"HTTP/2 200\r\nSet-Cookie:***********\r\nX: y\r\nset-cookie:*\nA: set-cookie: b\r\n\r\nbody"


def mask() -> RawMask:
    return RawMask(Redaction(("header:set-cookie",)))


def test_whole() -> None:
    assert mask().feed(RAW) == MASKED


def test_a_line_without_an_end_and_one_without_a_colon() -> None:
    one = mask()
    assert one.feed(b"x" * 5000) == b"x" * 5000
    assert one.feed(b"\nset-cookie: abc") == b"\nset-cookie:****"
    assert one.feed(b"def\r\nok") == b"***\r\nok"


@given(st.lists(st.integers(0, len(RAW)), max_size=20))
def test_any_split_hides_the_same_secrets_and_keeps_the_length(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(RAW)]
    one = mask()
    got = b"".join(one.feed(RAW[a:b]) for a, b in itertools.pairwise(edges))
    assert got == MASKED


URLS = Redaction.default()


def fed(*reads: bytes, in_body: bool = False) -> list[bytes]:
    one = RawMask(URLS, in_body=in_body)
    return [one.feed(data) for data in reads]


def test_an_authority_that_a_read_tears_is_starred_since_userinfo_may_come() -> None:
    assert fed(b"X: 1\r\nLocation: https://us", b"er:pw@h/a\r\n") == [
        b"X: 1\r\nLocation: https://**",
        b"*****@h/a\r\n",
    ]
    assert fed(b"Location: https://host", b"/a\r\n") == [b"Location: https://****", b"/a\r\n"]
    assert fed(b"Location: https://host/", b"a@b\r\n") == [b"Location: https://host/", b"a@b\r\n"]
    assert fed(b"Location: https:/", b"/me:p", b"w@h\r\n") == [b"Location: https:/", b"/****", b"*@h\r\n"]
    assert fed(b"Location: //", b"h", b"\r\nX: //a b") == [b"Location: //", b"*", b"\r\nX: //a b"]


def test_pairs_of_a_url_are_found_over_reads_before_the_empty_line_only() -> None:
    assert fed(b"Location: /?tok", b"en=ab", b"c&n=1\r\n") == [b"Location: /?tok", b"en=**", b"*&n=1\r\n"]
    assert fed(b"X: /?token=ab\r\n") == [b"X: /?token=ab\r\n"]
    assert fed(b"\r\nLocation: /?token=ab\r\n") == [b"\r\nLocation: /?token=ab\r\n"]
    assert fed(b"Location: /?token=ab\r\n", in_body=True) == [b"Location: /?token=ab\r\n"]


def test_a_folded_line_goes_on_with_the_header_before_it() -> None:
    assert fed(b"X-Api-Key: a\r\n b\r\n\tc\r\nX: d\r\n e\r\n") == [b"X-Api-Key:**\r\n**\r\n**\r\nX: d\r\n e\r\n"]
    assert fed(b"X-Api-Key: a\r\n", b" b\r\n", b"X: c") == [b"X-Api-Key:**\r\n", b"**\r\n", b"X: c"]
    assert fed(b"X-Api-Key : b\r\n") == [b"X-Api-Key :**\r\n"]
    assert fed(b"Location: /?token=a\r\n b&n=1\r\nLocation: x=1\r\n") == [
        b"Location: /?token=*\r\n**&n=1\r\nLocation: x=1\r\n"
    ]


def test_a_folded_line_with_no_header_before_it_is_a_header() -> None:
    assert fed(b" X-Api-Key: a\r\n b\r\n") == [b" X-Api-Key:**\r\n**\r\n"]
    assert fed(b"HTTP/1.1 200 OK\r\n\tX-Api-Key: a\r\n") == [b"HTTP/1.1 200 OK\r\n\tX-Api-Key:**\r\n"]
    assert fed(b"HTTP/1.1 200 OK\r\n", b" ", b" X-Api", b"-Key: a") == [
        b"HTTP/1.1 200 OK\r\n",
        b" ",
        b" X-Api",
        b"-Key:**",
    ]


def test_a_long_secret_is_hidden_to_its_end_however_the_reads_fall() -> None:
    for size, step in ((100, 10), (5_000, 999), (20_000, 1_000), (20_000, 7)):
        raw = b"Location: /?a=1&token=" + b"s" * size + b"\r\nX: yes\r\n"
        reads = [raw[at : at + step] for at in range(0, len(raw), step)]
        got = fed(*reads)
        assert list(map(len, got)) == list(map(len, reads))
        assert b"".join(got) == raw.replace(b"s" * size, b"*" * size).replace(b"ye*", b"yes"), (size, step)


def test_a_name_longer_than_any_header_is_none() -> None:
    long = b"x" * 250 + b"-api-key"
    assert fed(long + b": a\r\n") == [long + b": a\r\n"]
    fits = b"x" * 248 + b"-api-key"
    assert fed(fits + b": a\r\n") == [fits + b":**\r\n"]
    assert fed(fits[:100], fits[100:] + b":", b"a") == [fits[:100], fits[100:] + b":", b"*"]
