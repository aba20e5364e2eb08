"""A cassette as it may be shared: without secrets, whatever it was recorded with, and with every offset kept."""

import gzip

from cassettes.model import Cassette, Header, Interaction, Origin
from cassettes.store import loads
from chunktape.report.shared import shared
from tests.support.recordings import END, cassette, interaction

KEY = b"sk-1234567890abcdef"
BODY = b'data: {"access_token":"' + KEY + b'","t":"\xe4\xbd\xa0"}\n\n'


def bare(*interactions: Interaction, header: Header) -> Cassette:
    """A cassette that was recorded with `--keep-secrets`."""
    made = cassette(*interactions)
    return Cassette(made.path, made.version, (header,), made.interactions, size=made.size)


def one(body: bytes = BODY, **different: object) -> Interaction:
    made = interaction([(0, 0, body[:9], END), (10, 1, body[9:], END)])
    asked = type(made.request)(
        "POST",
        b"/v1/chat?api_key=" + KEY,
        (
            (b"Host", b"192.168.1.5:8799"),
            (b"Authorization", b"Bearer " + KEY),
            (b"Referer", b"https://intranet.example/x"),
            (b"X-Shop", KEY),
        ),
        b'{"password":"' + KEY + b'","messages":[]}',
    )
    return type(made)(1, asked, made.head, made.chunks, made.ending)


OWN = Header("chunktape 0.1.0", 1_700_000_000, Origin("recorded", "https://api.example"), ("header:x-shop",))


def test_no_secret_is_in_the_bytes_and_lengths_stay() -> None:
    made = shared(bare(one(), header=OWN))

    for word in (KEY, b"192.168", b"intranet"):
        assert word not in made.data
    after = loads(made.data, "x").interactions[0]
    assert after.chunks.sizes == one().chunks.sizes
    assert after.chunks.times == one().chunks.times
    assert "你".encode() in after.body
    assert loads(made.data, "x").headers[0].started == 0


def test_it_is_done_once_for_all() -> None:
    first = shared(bare(one(), header=OWN))
    second = shared(loads(first.data, "x"))

    assert second.data == first.data


def test_a_file_s_name_is_no_source_and_an_upstream_is() -> None:
    named = Header("chunktape", 1, Origin("made", "/home/ann/secret plan.md"))

    assert shared(bare(one(), header=named)).header.origin.source == ""
    with_user = Header("chunktape", 1, Origin("recorded", "https://ann:pw@api.example/v1"))
    assert shared(bare(one(), header=with_user)).header.origin.source == "https://***@api.example/v1"
    assert shared(bare(one(), header=OWN)).header.origin.source == "https://api.example"


def test_what_could_not_be_looked_into_is_counted() -> None:
    made = one(gzip.compress(BODY))
    assert made.head is not None
    head = type(made.head)(0, 200, b"OK", ((b"Content-Encoding", b"gzip"),))
    encoded = type(made)(1, made.request, head, made.chunks, made.ending)

    assert shared(bare(encoded, header=OWN)).unseen == 1
    assert shared(bare(one(), header=OWN)).unseen == 0


def test_rules_of_a_newer_version_are_left_out() -> None:
    newer = Header("chunktape 9", 1, Origin(), ("moon:phase", "header:x-shop"))

    assert KEY not in shared(bare(one(), header=newer)).data
