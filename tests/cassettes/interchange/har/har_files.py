"""HAR entries for the tests of the importer, as Chrome writes them."""

import json
from typing import Any

BODY = 'data: {"t":"你"}\n\nid: 7\nevent: e\ndata: b\n\n'


def entry(**more: Any) -> dict[str, Any]:
    """An entry as Chrome writes it."""
    return {
        "startedDateTime": "2026-01-01T00:00:00.500Z",
        "time": 100,
        "request": {
            "method": "POST",
            "url": "https://api.example.com/v1/chat?key=hidden&q=1#f",
            "httpVersion": "h3",
            "headers": [
                {"name": ":authority", "value": "api.example.com"},
                {"name": "authorization", "value": "Bearer sk-1"},
                {"name": "content-type", "value": "application/json"},
            ],
            "postData": {"mimeType": "application/json", "text": '{"q":"你"}'},
        },
        "response": {
            "status": 200,
            "statusText": "",
            "httpVersion": "h3",
            "headers": [
                {"name": "content-type", "value": "text/event-stream"},
                {"name": "content-encoding", "value": "br"},
                {"name": "content-length", "value": "17"},
            ],
            "content": {"size": 60, "mimeType": "text/event-stream", "text": BODY},
        },
        "timings": {"blocked": 1.5, "dns": -1, "connect": 8.25, "ssl": 5, "send": 0.25, "wait": 50.125, "receive": 900},
        **more,
    }


def har(*entries: Any) -> bytes:
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "WebInspector"}, "entries": entries}}).encode()


MESSAGES = [
    {"type": "message", "time": 1767225600.560125, "eventName": "message", "eventId": "", "data": '{"t":"你"}'},
    {"type": "message", "time": 1767225600.810, "eventName": "e", "eventId": "7", "data": "b"},
]


def with_response(**more: Any) -> dict[str, Any]:
    """An entry whose response differs."""
    made = entry()
    made["response"] |= more
    return made


def with_request(**more: Any) -> dict[str, Any]:
    made = entry()
    made["request"] |= more
    return made
