"""`python sdk_more.py NAME URL`: the text that a provider's SDK puts together from the stream at URL, as JSON. Rules

- A process of its own: what an SDK warns of when it is imported, or leaves open, is no business of the tests.
- Each asks with another key and another question than was recorded, as an app under test does.
"""

import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

QUESTION: Final = "something else than was recorded"


def gemini(url: str) -> str:
    genai = import_module("google.genai")
    options = genai.types.HttpOptions(base_url=url, api_version="v1beta")
    client = genai.Client(api_key="not-recorded", http_options=options)
    chunks = client.models.generate_content_stream(model="gemini-2.5-flash", contents=QUESTION)
    return "".join(chunk.text or "" for chunk in chunks)


def dashscope(url: str) -> str:
    return "".join(_dashscope(url))


def dashscope_cumulative(url: str) -> str:
    return _dashscope(url)[-1]


def _dashscope(url: str) -> list[str]:
    sdk: Any = import_module("dashscope")
    sdk.base_http_api_url = f"{url}/api/v1"
    answers = sdk.Generation.call(
        api_key="not-recorded",
        model="qwen-any",
        messages=[{"role": "user", "content": QUESTION}],
        result_format="message",
        stream=True,
        incremental_output=True,
    )
    return [answer.output.choices[0].message.content for answer in answers]


def coze(url: str) -> str:
    sdk = import_module("cozepy")
    client = sdk.Coze(auth=sdk.TokenAuth("not-recorded"), base_url=url)
    question = [sdk.Message.build_user_question_text(QUESTION)]
    events = client.chat.stream(bot_id="any", user_id="any", additional_messages=question)
    deltas = [event for event in events if event.event == sdk.ChatEventType.CONVERSATION_MESSAGE_DELTA]
    return "".join(event.message.content for event in deltas)


def ollama(url: str) -> str:
    client = import_module("ollama").Client(host=url)
    parts = client.chat(model="any", messages=[{"role": "user", "content": QUESTION}], stream=True)
    return "".join(part.message.content for part in parts)


READERS: Final[dict[str, Callable[[str], str]]] = {
    "gemini": gemini,
    "dashscope": dashscope,
    "dashscope-cumulative": dashscope_cumulative,
    "coze": coze,
    "ndjson": ollama,
}


if __name__ == "__main__":
    print(json.dumps(READERS[sys.argv[1]](sys.argv[2])))
