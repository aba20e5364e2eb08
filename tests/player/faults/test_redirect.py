"""`redirect`: where the client is sent, by a reference that keeps the prefix of its request."""

from urllib.parse import urljoin

import pytest

from cassettes.errors import SpecError
from player.spec.perform import perform
from player.spec.spec import parse_spec
from tests.support.recordings import END, interaction


@pytest.mark.parametrize(
    ("target", "location"),
    [
        (b"/v1/chat/completions", b"./completions"),
        (b"/v1/models/gemini:stream?alt=sse", b"./gemini:stream?alt=sse"),
        (b"/", b"./"),
        (b"/a/?x=/b", b"./?x=/b"),
        (b"*", b"./"),
        ("/a/你?x=好".encode(), b"./%E4%BD%A0?x=%E5%A5%BD"),
        (b"/a\r\nSet-Cookie: x", b"./a%0D%0ASet-Cookie:%20x"),
    ],
)
def test_a_loop_leads_to_where_the_client_was(target: bytes, location: bytes) -> None:
    one = interaction([(1, 1, b"data: a\n\n", END)], target=target)
    performed = perform(one, "utf8+redirect")
    assert performed.head is not None
    assert (performed.head.status, performed.head.reason) == (307, b"Temporary Redirect")
    assert performed.head.headers == ((b"Location", location), (b"Content-Length", b"0"))
    assert performed.body == b""
    if target.startswith(b"/") and b"%" not in location:
        asked = "http://127.0.0.1:8799/@redirect" + target.decode()
        assert urljoin(asked, location.decode()) == asked


def test_a_path_has_colons_for_slashes() -> None:
    one = interaction([(1, 1, b"data: a\n\n", END)])
    performed = perform(one, "recorded+redirect,code=302,to=:v2:chat.x")
    assert performed.head is not None
    assert (performed.head.status, performed.head.values(b"location")) == (302, [b"/v2/chat.x"])
    for wrong in ("v2", "/v2", ":a%b", "self:"):
        with pytest.raises(SpecError):
            parse_spec(f"recorded+redirect,to={wrong}")
    with pytest.raises(SpecError, match="takes 307"):
        parse_spec("recorded+redirect,code=300")
