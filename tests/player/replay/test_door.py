"""The player's door: its names, and what the journal has of those who were not let in."""

import asyncio

import pytest

from network.door.admission import door_of
from network.door.head import read_request_head
from network.door.refusal import refused
from player.app import PlayerApp
from player.library.library import Library
from player.replay.door import Doorkeeper
from player.settings import Settings
from tests.support.asgi import ask
from tests.support.recordings import cassette, interaction

pytestmark = pytest.mark.portable


def test_a_door_has_the_allowed_names_and_this_end_of_the_connection() -> None:
    keeper = Doorkeeper(PlayerApp(Library([]), Settings(allow_hosts=("Mine.Example.",))).player)
    door = keeper.door(("192.168.1.7", 8799), "http")

    assert (door.names, door.addresses, door.port) == (frozenset({"mine.example"}), ("192.168.1.7",), 8799)
    assert (door_of(None, "http").port, door_of(None, "http").names) == (None, frozenset())


def test_who_is_refused_stands_in_the_journal_without_secrets() -> None:
    app = PlayerApp(Library([]), Settings())
    player = app.player
    head = read_request_head(b"GET http://me:secret@evil.example/a?key=secret HTTP/1.1\r\nHost: l\r\n\r\n")
    Doorkeeper(player).refused(refused("other-origin", target="http://evil.example"), "10.0.0.7", head)
    Doorkeeper(player).refused(refused("tls"), "10.0.0.7", None)
    first, second = (entry.as_json() for entry in player.journal.entries)

    assert (first["method"], first["target"], first["client"]) == ("GET", "http://evil.example/a?", "10.0.0.7")
    assert (first["answer"], first["status"], second["status"]) == ("refused", 421, 400)
    assert (second["method"], second["target"]) == ("---", "")
    assert "secret" not in str(first)
    assert player.journal.active == 0


def test_another_server_hands_over_an_absolute_target_and_it_is_served_in_origin_form() -> None:
    app = PlayerApp(Library([cassette(interaction(target=b"/a?b"))]))
    found = [asyncio.run(ask(app, f"http://127.0.0.1:8799{target}")) for target in ("/a?b", "/@utf8/a?b")]
    elsewhere = asyncio.run(ask(app, "http://127.0.0.1:9/a?b", headers={"host": "127.0.0.1:9"}))

    assert [one.status for one in found] == [200, 200]
    assert (elsewhere.status, elsewhere.json()["error"]["code"]) == (421, "other-origin")
