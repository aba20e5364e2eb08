"""`messages.create` of anthropic, over a transport of httpx that answers with the tape."""

from collections.abc import Iterable, Iterator
from typing import Any

import anthropic
import httpx2

from tests.interop.museum.httpx_tape import transport


def client(pieces: Iterable[bytes]) -> Iterator[Any]:
    api = anthropic.Anthropic(
        api_key="none", http_client=httpx2.Client(transport=transport(pieces, package=httpx2)), max_retries=0
    )
    for event in api.messages.create(model="any", max_tokens=1, messages=[], stream=True):
        yield event.model_dump()
