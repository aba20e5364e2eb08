"""Chromium on a page that is not ours tries to set what is played; the same page on this machine may."""

from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from benchmarks.subjects.outside import process
from tests.interop import test_chromium
from tests.interop.sessions import made, playing
from tests.interop.stream import ONE
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

PAGE = Path(__file__).parent / "programs" / "elsewhere.html"


@pytest.mark.parametrize("host", ["elsewhere.example", "rebound.example", "localhost"])
def test_only_a_page_of_this_machine_sets_what_is_played(
    host: str, require_tool: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(test_chromium, "PAGE", PAGE)
    found = Queue[Any]()
    with playing(made(tmp_path / "made.cassette", [ONE])) as player, test_chromium.pages(found) as page:
        name = "127.0.0.1" if host != "rebound.example" else host
        address = f"{page.replace('127.0.0.1', host)}?url={quote(player.replace('127.0.0.1', name), safe='')}"
        command = [require_tool("chromium"), *test_chromium.QUIET, *test_chromium.ALONE]
        command += ["--host-resolver-rules=MAP *.example 127.0.0.1", f"--user-data-dir={tmp_path / 'profile'}", address]
        with process(command, tmp_path, HOME=str(tmp_path), XDG_CONFIG_HOME=str(tmp_path)):
            try:
                seen = found.get(timeout=PATIENCE)
            except Empty:
                pytest.fail(
                    f"the page did not answer: {(tmp_path / 'output.txt').read_text('utf-8', 'replace')[-2000:]}"
                )
        told = httpx.get(f"{player}/@chunktape/settings", trust_env=False, timeout=PATIENCE).json()

    if host == "localhost":
        assert (seen["json"], seen["simple"], seen["delete"], seen["read"], seen["events"]) == (
            200,
            200,
            200,
            200,
            "heard",
        )
        assert told["holds"] is False, "DELETE took it all back"
        return
    assert (told["all"], told["clients"], told["holds"]) == (None, {}, False)
    refused = [name for name, what in seen.items() if str(what).startswith("refused")]
    assert {"json", "simple", "delete", "read", "events"} <= set(refused)
