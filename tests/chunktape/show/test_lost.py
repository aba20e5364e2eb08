"""What was masked, said by name."""

from cassettes.model import Chunks, Ending, EndKind, Interaction, Request, ResponseHead
from chunktape.show.lost import masked


def one(request: Request, *answer: tuple[bytes, bytes]) -> Interaction:
    return Interaction(1, request, ResponseHead(0, 200, b"OK", answer), Chunks(), Ending(EndKind.COMPLETE))


def test_the_names_of_what_was_masked_are_told_once() -> None:
    asked = Request("GET", b"/a?api_key=***&x=1&sign=***", ((b"Authorization", b"***"), (b"X", b"1")))

    found = masked([one(asked, (b"Set-Cookie", b"sid=***; Path=/")), one(asked)])

    assert found == "secrets masked: authorization, set-cookie, api_key, sign"


def test_nothing_is_told_of_what_was_not_there_and_many_names_shortly() -> None:
    assert (
        masked([])
        == masked([one(Request("GET", b"/"))])
        == "secrets are masked: none in headers and queries, those in bodies are not counted"
    )
    many = Request("GET", b"/?" + b"&".join(b"k%d=***" % number for number in range(99)))
    assert masked([one(many)]).endswith("k7, …")


def test_a_name_moves_no_cursor() -> None:
    assert "\x1b" not in masked([one(Request("GET", b"/?\x1b[2J=***"))])
