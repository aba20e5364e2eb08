"""What the player answers to bytes that are no request that it can read. Pure."""

from http import HTTPStatus

from cassettes.messages import say
from cassettes.model import ResponseHead
from player import answers
from player.heads import head_bytes


def refusal(status: int, code: str, **values: object) -> bytes:
    """A whole response whose connection ends with it; `code` names its sentence, too."""
    response = answers.error(status, code, say(f"player.{code}", **values))
    head = ResponseHead(0, status, HTTPStatus(status).phrase.encode())
    return head_bytes(head, [*response.raw_headers, (b"connection", b"close")]) + bytes(response.body)
