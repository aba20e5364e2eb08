"""What the recorder's console says of requests beside the streams."""

from network.door.head import read_request_head
from network.door.refusal import refused
from recorder.notices import LINES, Notices


def test_each_sentence_is_said_once_per_client_and_not_for_ever() -> None:
    lines: list[str] = []
    notices = Notices(lines.append)
    for _ in range(3):
        for client in ("127.0.0.1", "10.0.0.7"):
            notices.refused(refused("http2"), client)
            notices.refused(refused("no-connect"), client)
    assert len(lines) == 4
    assert "10.0.0.7 (http2)" in lines[2]
    for number in range(2 * LINES):
        notices.refused(refused("bad-host", host=str(number)), "127.0.0.1")
    assert len(lines) == LINES


def test_what_was_understood_otherwise_and_what_does_nothing_is_said() -> None:
    lines: list[str] = []
    raw = "GET /你?key=SECRET&chunktape-split=utf8 HTTP/1.1\r\nHost: l\r\n\r\n".encode()
    Notices(lines.append).admitted(read_request_head(raw), "127.0.0.1")
    assert len(lines) == 2
    assert "/%E4%BD%A0" in lines[0]
    assert "chunktape-split" in lines[1]
    assert "SECRET" not in "".join(lines)
