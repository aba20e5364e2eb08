"""`chunktape.curl.command`: the request that curl would send."""

import shutil
import socket
import subprocess
import threading

import pytest

from cassettes.errors import SpecError
from cassettes.model import Request
from chunktape.curl import command
from chunktape.curl.command import CurlRequest
from chunktape.curl.words import split
from tests.support.patience import PATIENCE

CHROME_BASH = r"""curl 'https://api.deepseek.com/chat/completions?stream=1' \
  -H 'accept: text/event-stream' \
  -H 'accept-language: zh-CN,zh;q=0.9' \
  -H 'authorization: Bearer sk-123' \
  -H 'content-length: 9999' \
  -H 'content-type: application/json' \
  -b 'sid=abc; theme=dark' \
  -H 'user-agent: Mozilla/5.0' \
  --data-raw $'{"q":"\u4f60好 it\'s"}' \
  --compressed"""

CHROME_CMD = """curl ^"https://api.example.cn/v1/chat?a=1^&b=2^" ^
  -H ^"accept: text/event-stream^" ^
  -H ^"sec-ch-ua: ^\\^"Chromium^\\^";v=^\\^"130^\\^"^" ^
  --data-raw ^"^{^\\^"q^\\^":^\\^"^你^好^\\^"^}^" ^
  --insecure"""

FIREFOX = """curl 'http://localhost:8080/chat' --compressed -X POST -H 'User-Agent: Mozilla/5.0' \
-H 'Accept: */*' -H 'Accept-Encoding: gzip, deflate, br' -H 'Origin: http://localhost:8080' \
-H 'Connection: keep-alive' --data-raw 'a=1&b=2'"""


def parse(words: list[str], files: dict[str, bytes] = {}) -> CurlRequest:  # noqa: B006 - never changed
    return command.parse(words, files.__getitem__)


def headers(got: CurlRequest) -> dict[bytes, bytes]:
    return {name.lower(): value for name, value in got.request.headers}


def test_chrome_bash() -> None:
    got = parse([CHROME_BASH])
    body = '{"q":"你好 it\'s"}'.encode()
    assert got.origin == "https://api.deepseek.com"
    assert not got.insecure
    assert got.request == Request(
        "POST",
        b"/chat/completions?stream=1",
        (
            (b"Host", b"api.deepseek.com"),
            (b"Content-Length", str(len(body)).encode()),
            (b"accept", b"text/event-stream"),
            (b"accept-language", b"zh-CN,zh;q=0.9"),
            (b"authorization", b"Bearer sk-123"),
            (b"content-type", b"application/json"),
            (b"user-agent", b"Mozilla/5.0"),
            (b"Cookie", b"sid=abc; theme=dark"),
        ),
        body,
    )


def test_chrome_cmd() -> None:
    got = parse([CHROME_CMD])
    assert got.insecure
    assert got.request.target == b"/v1/chat?a=1&b=2"
    assert got.request.body == '{"q":"你好"}'.encode()
    assert headers(got)[b"sec-ch-ua"] == b'"Chromium";v="130"'


def test_firefox() -> None:
    got = parse([FIREFOX])
    assert (got.origin, got.request.method, got.request.body) == ("http://localhost:8080", "POST", b"a=1&b=2")
    assert headers(got)[b"content-type"] == b"application/x-www-form-urlencoded"
    assert headers(got)[b"accept-encoding"] == b"gzip, deflate, br"


def test_one_word_that_is_all_of_a_command() -> None:
    assert parse([FIREFOX]) == parse(split(FIREFOX))


@pytest.mark.parametrize(
    ("words", "method", "target", "body"),
    [
        (["-sSN", "http://h/a b?c#d"], "GET", b"/a%20b?c", b""),
        (["h"], "GET", b"/", b""),
        (["-I", "h"], "HEAD", b"/", b""),
        (["-XPUT", "h", "-d", "a", "-dB"], "PUT", b"/", b"a&B"),
        (["--request=DELETE", "--url", "http://h/x"], "DELETE", b"/x", b""),
        (
            ["-G", "h/s?q=1", "-d", "a=1", "--data-urlencode", "b=你 好"],
            "GET",
            b"/s?q=1&a=1&b=%E4%BD%A0+%E5%A5%BD",
            b"",
        ),
        (["h", "--data-urlencode", "=a&b", "--data-urlencode", "c d"], "POST", b"/", b"a%26b&c+d"),
        (["h", "--data-urlencode", "n@file"], "POST", b"/", b"n=x%0D%0Ay"),
        (["h", "-d", "@file"], "POST", b"/", b"xy"),
        (["h", "--data-binary", "@file"], "POST", b"/", b"x\r\ny"),
        (["h", "--data-raw", "@file"], "POST", b"/", b"@file"),
        (["h", "--json", '{"a":', "--json", "1}"], "POST", b"/", b'{"a":1}'),
        (["h", "--", ""], "GET", b"/", b""),
        (["http://例子.测试/路?问=1"], "GET", b"/%E8%B7%AF?%E9%97%AE=1", b""),
    ],
)
def test_method_target_body(words: list[str], method: str, target: bytes, body: bytes) -> None:
    got = parse(["curl", *words], {"file": b"x\r\ny"}).request
    assert (got.method, got.target, got.body) == (method, target, body)


def test_headers_set_removed_and_empty() -> None:
    got = parse(
        ["curl.exe", "h:81", "-H", "Accept:", "-H", "X-Empty;", "-H", "host: other", "-u", "a:b", "-A", "me", "-e", "r"]
    )
    assert headers(got) == {
        b"x-empty": b"",
        b"host": b"other",
        b"user-agent": b"me",
        b"referer": b"r",
        b"authorization": b"Basic YTpi",
    }
    assert got.origin == "http://h:81"
    json = headers(parse(["curl", "h", "--json", "1"]))
    assert (json[b"accept"], json[b"content-type"]) == (b"application/json", b"application/json")
    assert headers(parse(["curl http://例子.测试:81/"]))[b"host"] == b"xn--fsqu00a.xn--0zwm56d:81"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["wget", "h"], "Expected a curl command"),
        ([], "Expected a curl command"),
        (["curl", "-F", "a=b", "h"], "option -F"),
        (["curl", "--proxy", "p", "h"], "option --proxy"),
        (["curl", "h", "-sSz"], "option -z"),
        (["curl", "h", "-H"], "-H needs a value"),
        (["curl", "h", "--data"], "--data needs a value"),
        (["curl", "-N"], "has no URL"),
        (["curl", "a", "b"], "has 2 URLs"),
        (["curl", "ftp://h/"], "not an http or https URL"),
        (["curl", "http://h:99999/"], "not an http or https URL"),
        (["curl", "http:///x"], "not an http or https URL"),
        (["curl", "ftp://u:S3CRET@h/?token=S3CRET"], r"ftp://\*\*\*@h/\?token=\*\*\*"),
        (["curl", "h", "-H", "Authorization Bearer S3CRET"], "'Authorization ...'"),
        (["curl", "h", "-H", "X-Token: S3CRET\nfoo"], "'X-Token: ...'"),
        (["curl", "h", "-X", "GET /"], "'GET /'"),
        (["curl", "h", "-H", "@headers.txt"], "@headers.txt"),
        (["curl", "h", "-H", "no colon"], "'no ...'"),
        (["curl", "h", "-H", "nocolon"], "'nocolon'"),
        (["curl", "h", "-H", "a: b\r\nc: d"], "value"),
        (["curl", "h", "-b", "jar.txt"], "jar.txt"),
    ],
)
def test_refused_with_a_sentence(words: list[str], message: str) -> None:
    with pytest.raises(SpecError, match=message):
        parse(words)


def _curl_sends(words: list[str]) -> bytes:
    """What the real curl puts on the wire."""
    got = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE)
        port = server.getsockname()[1]

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.settimeout(PATIENCE)
                while b"\r\n\r\n" not in got or len(got) - got.find(b"\r\n\r\n") - 4 < _length(bytes(got)):
                    got.extend(connection.recv(65536))
                connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        command = [
            shutil.which("curl") or "curl",
            "-q",
            "--noproxy",
            "*",
            *(w.replace("PORT", str(port)) for w in words),
        ]
        subprocess.run(command, check=True, timeout=PATIENCE, capture_output=True)
        thread.join(PATIENCE)
    return bytes(got).replace(str(port).encode(), b"PORT")


def _length(head: bytes) -> int:
    lines = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return int(lines[0].partition(b":")[2]) if lines else 0


@pytest.mark.wire
@pytest.mark.parametrize(
    "words",
    [
        ["http://127.0.0.1:PORT/x?y=1", "-H", "A: b", "-d", "q=你", "-d", "r", "-A", "me"],
        ["http://127.0.0.1:PORT", "-G", "--data-urlencode", "q=a b&c", "-H", "Accept:", "-A", "me"],
        ["http://127.0.0.1:PORT/p", "--json", '{"a":1}', "-X", "PUT", "-A", "me", "-u", "n:p"],
    ],
)
def test_like_the_real_curl(words: list[str], require_tool: object) -> None:
    require_tool("curl")  # type: ignore[operator]
    head, _, body = _curl_sends(words).partition(b"\r\n\r\n")
    line, *fields = head.split(b"\r\n")
    got = parse(["curl", *(word.replace("PORT", "1") for word in words)]).request
    assert line == f"{got.method} ".encode() + got.target + b" HTTP/1.1"
    expected = {tuple(field.lower().split(b": ", 1)) for field in fields}
    ours = {(name.lower(), value.lower().replace(b":1", b":port")) for name, value in got.headers}
    assert ours == expected
    assert got.body == body
