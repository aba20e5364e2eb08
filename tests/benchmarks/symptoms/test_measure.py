"""A sample of what clients show, measured again: the page can't say what isn't so. Rules

- Where the client has the version that was measured, the words must be the same, but for the cause of an error: Node's
  `fetch` reports a reset now as ECONNRESET, now as a closed other side. Of another version, only what it got of the
  stream: the words before the first semicolon.
- If it fails, and the client is right: `make evidence-symptoms`.
"""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.harness.places import FAULTS
from benchmarks.symptoms import page
from benchmarks.symptoms.clients import CLIENTS, Client
from benchmarks.symptoms.measure import measured
from benchmarks.symptoms.sample import TEXT, WORDS, specs_by_name, write
from benchmarks.symptoms.words import Symptom
from cassettes import store
from cassettes.content import events

pytestmark = pytest.mark.wire

SAMPLE = ("truncate", "reset", "close", "crlf")
ASKING = [client for client in CLIENTS if client.short in ("curl", "fetch", "httpx", "oai-p")]
PAGE = FAULTS.read_text("utf-8")


def test_the_sample_stream_is_the_one_that_the_page_describes(tmp_path: Path) -> None:
    chat, got, messages = store.load(write(tmp_path / "a.cassette")).interactions

    found = events(chat.body, "sse")
    assert (len(found), len(WORDS), "".join(WORDS)) == (12, 9, TEXT)
    assert (got.body, got.request.target, got.request.method) == (chat.body, b"/stream", "GET")
    assert messages.request.target == b"/v1/messages"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Symptom]]:
    """client name -> spec -> what it shows now; clients that are not here are left out."""
    work = tmp_path_factory.mktemp("symptoms")
    asked = ["recorded", *(spec for name in SAMPLE for spec in specs_by_name()[name])]
    here = [client for client in ASKING if not client.missing]
    with ThreadPoolExecutor(len(here)) as pool:
        found = pool.map(lambda client: measured(client, asked, work), here)
        return {client.name: one for client, one in zip(here, found, strict=True)}


@pytest.mark.parametrize("client", ASKING, ids=lambda client: client.short)
def test_the_page_says_what_is_seen(
    client: Client, seen: dict[str, dict[str, Symptom]], require_tool: Callable[[str], str]
) -> None:
    if client.missing:
        require_tool(client.missing)
    assert seen[client.name].pop("recorded") == Symptom("the whole answer", "=")
    written, same = page.read(PAGE), page.versions(PAGE)[client.name] == client.version()
    for spec, now in seen[client.name].items():
        assert compared(now.words, same) == compared(written[spec][client.name], same), spec


def compared(words: str, same: bool) -> str:
    return re.sub(r" \(cause `.*?`\)", "", words) if same else words.partition(";")[0]
