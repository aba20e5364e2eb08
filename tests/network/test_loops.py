"""The event loop of our processes."""

import asyncio
import importlib.util
import sys

import pytest

from network.loops import loop_factory, portable


def test_the_portable_switch_gives_the_standard_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_PORTABLE", "1")
    assert portable()
    assert loop_factory() is asyncio.new_event_loop


@pytest.mark.skipif(importlib.util.find_spec("uvloop") is None, reason="uvloop is not installed")
def test_uvloop_is_used_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHUNKTAPE_PORTABLE", raising=False)
    loop = loop_factory()()
    assert type(loop).__module__.startswith("uvloop")
    loop.close()


def test_without_uvloop_the_standard_loop_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHUNKTAPE_PORTABLE", raising=False)
    monkeypatch.setitem(sys.modules, "uvloop", None)
    assert loop_factory() is asyncio.new_event_loop
