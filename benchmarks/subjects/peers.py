"""The C writer and the other tools as subjects. Rules

- Each serves the same schedule in its fastest configuration, with logging and journals off where it has them.
- Where a tool can't keep boundaries or times, its result is taken as it is; the table says what it kept.
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Final

from benchmarks.harness.install import Tools
from benchmarks.harness.places import PROGRAMS
from benchmarks.harness.schedule import Schedule
from benchmarks.harness.servers import BenchmarkError, Subject, free_port

LIMIT: Final = "C writer"
_STREAM: Final = {"Content-Type": "text/event-stream"}


def _text(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def limit(tools: Tools, schedule: Path, path: str = "/timed", *, name: str = LIMIT, stamp: bool = False) -> Subject:
    """The C writer: one thread, epoll, prepared frames, deadlines in ns. `/once` sends a response in one write."""
    port = free_port()
    command = (str(tools.writer), "--schedule", str(schedule), "--port", str(port))
    return Subject(name, (*command, "--stamp") if stamp else command, port, path)


def node(schedule: Path, path: str = "/timed") -> Subject:
    """The player in twelve lines of Node."""
    port = free_port()
    command = ("node", str(PROGRAMS / "node_player.js"), str(schedule), str(port))
    return Subject("node http", command, port, path, realtime=False)


# ------------------------------------------------------------------------------------------- nginx

_NGINX: Final = """
daemon off; user root; worker_processes 1; error_log {place}/error.log; pid {place}/nginx.pid; {load}
events {{ worker_connections 8192; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type text/event-stream;
  client_body_temp_path {place}/body; proxy_temp_path {place}/proxy; fastcgi_temp_path {place}/fastcgi;
  uwsgi_temp_path {place}/uwsgi; scgi_temp_path {place}/scgi;
  {http}
  server {{ listen 127.0.0.1:{port} backlog=4096; {server} }}
}}
"""


def _nginx(place: Path, name: str, server: str, path: str, *, http: str = "", load: str = "") -> Subject:
    place.mkdir(parents=True, exist_ok=True)
    port = free_port()
    text = _NGINX.format(place=place, port=port, http=http, server=server, load=load)
    file = _text(place / "nginx.conf", text)
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    return Subject(name, (program, "-p", str(place), "-e", f"{place}/error.log", "-c", file), port, path)


def nginx_static(work: Path, schedule: Schedule) -> Subject:
    """nginx with the same body as a static file (Content-Length, sendfile)."""
    place = work / "nginx-static"
    place.mkdir(parents=True, exist_ok=True)
    (place / "body").mkdir(exist_ok=True)
    (place / "timed").write_bytes(b"x" * schedule.size)
    return _nginx(place, "nginx static", f"root {place};", "/timed")


def nginx_echo(tools: Tools, schedule: Schedule) -> Subject:
    """nginx with its echo module: a sleep (whole ms, each after the last) and a flush per chunk."""
    lines, now_ms = [], 0
    for at, size in schedule.rows:
        if (wait := round(at) - now_ms) > 0:
            lines.append(f"echo_sleep {wait / 1000:.3f};")
            now_ms += wait
        lines.append(f"echo -n {'x' * size}; echo_flush;")
    server = "location /timed { " + "\n".join(lines) + " }"
    load = f"load_module {tools.echo_module};"
    return _nginx(tools.work / "nginx-echo", "nginx echo", server, "/timed", load=load)


def nginx_proxy(work: Path, upstream: int, path: str) -> Subject:
    """nginx as a reverse proxy that buffers nothing and records nothing."""
    http = f"upstream up {{ server 127.0.0.1:{upstream}; keepalive 1024; keepalive_requests 100000000; }}"
    through = 'proxy_pass http://up; proxy_buffering off; proxy_http_version 1.1; proxy_set_header Connection "";'
    server = f"location / {{ {through} }}"
    return _nginx(work / "nginx-proxy", "nginx proxy_pass", server, path, http=http)


# ------------------------------------------------------------------------------------------- mocks


def aimock(tools: Tools, work: Path, schedule: Schedule, *, timed: bool) -> Subject:
    """aimock with a fixture of as many events as the schedule has chunks, and its recorded times."""
    place = work / "aimock"
    place.mkdir(parents=True, exist_ok=True)
    fixture: dict[str, object] = {
        "match": {"userMessage": "hello"},
        "response": {"content": "x" * 20 * max(1, len(schedule.rows) - 2)},
    }
    if timed:
        fixture["recordedTimings"] = {
            "ttftMs": schedule.rows[0][0],
            "interChunkDelaysMs": schedule.gaps_ms(),
            "totalDurationMs": schedule.last_ms,
        }
    file = _text(place / "fixture.json", json.dumps({"fixtures": [fixture]}))
    ask = {"model": "gpt-4", "stream": True, "messages": [{"role": "user", "content": "hello"}]}
    body = _text(place / "request.json", json.dumps(ask))
    port = free_port()
    program = str(tools.modules / "@copilotkit" / "aimock" / "dist" / "cli.js")
    command = ("node", program, "--port", str(port), "--fixtures", file, "--chunk-size", "20", "--log-level", "silent")
    request = ("--body", body, "--header", "Content-Type: application/json")
    return Subject("aimock", command, port, "/v1/chat/completions", "sse", request, realtime=False)


def wiremock(tools: Tools, work: Path, schedule: Schedule, *, timed: bool) -> Subject:
    """WireMock: as many equal parts as the schedule has chunks, spread evenly over its length."""
    place = work / ("wiremock-timed" if timed else "wiremock-max")
    (place / "mappings").mkdir(parents=True, exist_ok=True)
    response: dict[str, object] = {"status": 200, "headers": _STREAM, "body": "x" * schedule.size}
    if timed:
        response["chunkedDribbleDelay"] = {
            "numberOfChunks": len(schedule.rows),
            "totalDuration": round(schedule.last_ms),
        }
    mapping = {"request": {"method": "GET", "url": "/timed"}, "response": response}
    _text(place / "mappings" / "timed.json", json.dumps(mapping))
    port = free_port()
    jar = next((tools.modules / "wiremock" / "build").glob("*.jar"), None)
    if jar is None:
        raise BenchmarkError("the npm package wiremock has no jar")
    options = ("--root-dir", str(place), "--bind-address", "127.0.0.1", "--container-threads", "1000")
    command = ("java", "-jar", str(jar), "--port", str(port), "--no-request-journal", "--disable-banner", *options)
    return Subject("wiremock", command, port, realtime=False)


def mountebank(tools: Tools, work: Path, schedule: Schedule) -> Subject:
    """mountebank with the whole body as one answer."""
    place = work / "mountebank"
    place.mkdir(parents=True, exist_ok=True)
    port, admin = free_port(), free_port()
    answer = {"statusCode": 200, "headers": {**_STREAM, "Connection": "keep-alive"}, "body": "x" * schedule.size}
    imposter = {"port": port, "protocol": "http", "host": "127.0.0.1", "stubs": [{"responses": [{"is": answer}]}]}
    file = _text(place / "imposters.json", json.dumps({"imposters": [imposter]}))
    program = str(tools.modules / "mountebank" / "bin" / "mb")
    quiet = ("--nologfile", "--loglevel", "error", "--localOnly", "--pidfile", str(place / "mb.pid"))
    command = ("node", program, "start", "--configfile", file, "--port", str(admin), *quiet)
    return Subject("mountebank", command, port, realtime=False)


_FLOW: Final = """
import sys
from mitmproxy import http, io
from mitmproxy.test import tflow
out, port, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
request = http.Request.make("GET", f"http://127.0.0.1:{port}/timed")
response = http.Response.make(200, b"x" * size, {"Content-Type": "text/event-stream"})
with open(out, "wb") as file:
    io.FlowWriter(file).add(tflow.tflow(req=request, resp=response))
"""


def _mitmdump(tools: Tools, name: str, upstream: int, path: str, *options: str) -> Subject:
    port = free_port()
    mode = ("--mode", f"reverse:http://127.0.0.1:{upstream}")
    command = (str(tools.python.with_name("mitmdump")), "-q", "--listen-host", "127.0.0.1", "-p", str(port), *mode)
    confined = ("--set", f"confdir={tools.work / 'peers' / 'mitmproxy'}")
    return Subject(name, (*command, *confined, *options), port, path)


def mitmproxy_replay(tools: Tools, work: Path, schedule: Schedule) -> Subject:
    """mitmproxy's server replay of a flow with the same body."""
    flows, upstream = work / "mitmproxy.flows", free_port()
    made = subprocess.run(
        [str(tools.python), "-c", _FLOW, str(flows), str(upstream), str(schedule.size)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise BenchmarkError(f"mitmproxy wrote no flow: {made.stderr.strip()[-200:]}")
    replay = ("--server-replay", str(flows), "--set", "server_replay_reuse=true")
    loose = ("--set", "server_replay_ignore_host=true", "--set", "server_replay_ignore_port=true")
    lazy = ("--set", "connection_strategy=lazy")
    return _mitmdump(tools, "mitmproxy", upstream, "/timed", *replay, *loose, *lazy)


def mitmproxy_record(tools: Tools, work: Path, upstream: int, path: str) -> Subject:
    """mitmproxy as a reverse proxy that streams and stores what passes."""
    stored = ("-w", str(work / "mitmproxy.recorded"), "--set", "store_streamed_bodies=true")
    return _mitmdump(tools, "mitmproxy", upstream, path, *stored, "--set", "stream_large_bodies=1")
