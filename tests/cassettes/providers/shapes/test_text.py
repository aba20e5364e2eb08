"""`cassettes.providers.shapes.text`"""

from cassettes.providers import Answer, render


def test_a_token_is_a_piece(answer: Answer) -> None:
    pieces = render("text", answer)
    assert [piece.data.decode() for piece in pieces] == list(answer.tokens)


def test_line_ends_of_the_text(answer: Answer) -> None:
    body = b"".join(piece.data for piece in render("text", answer, eol="crlf"))
    assert body.decode() == answer.text.replace("\n", "\r\n")
