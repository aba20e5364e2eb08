"""`chat.completions.create` of openai, over a transport of httpx that answers with the tape."""

from collections.abc import Iterable, Iterator
from typing import Any

import httpx2
import openai

from tests.interop.museum.httpx_tape import transport


def client(pieces: Iterable[bytes]) -> Iterator[Any]:
    http = httpx2.Client(transport=transport(pieces, package=httpx2))
    api = openai.OpenAI(api_key="none", http_client=http, max_retries=0)
    for chunk in api.chat.completions.create(model="any", messages=[], stream=True):
        yield chunk.model_dump()
