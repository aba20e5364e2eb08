"""python ask.py KIND LIMIT_MS: curl, httpx and the SDKs in Python ask for each line `NAME<TAB>BASE` of standard input,
and one JSON object a line says what the client's code saw: see `benchmarks/symptoms/words.py`."""

import base64
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

QUESTION: Any = [{"role": "user", "content": "Say something."}]
Seen = dict[str, Any]


def with_curl(base: str, limit: float) -> Seen:
    with tempfile.TemporaryDirectory() as folder:
        body = Path(folder) / "body"
        command = ["curl", "-sSN", "--noproxy", "*", "--max-time", str(limit), "-o", str(body), "-w", "%{http_code}"]
        command += ["-H", "Content-Type: application/json", "-d", "{}", f"{base}/v1/chat/completions"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seen: Seen = {"status": int(done.stdout or 0), "body": _coded(body.read_bytes() if body.exists() else b"")}
    if done.returncode:
        seen["error"] = [done.stderr.strip().splitlines()[-1]]
    return seen


def with_httpx(base: str, limit: float) -> Seen:
    import httpx

    seen, body = Seen(), bytearray()
    try:
        with (
            httpx.Client(trust_env=False, timeout=limit) as client,
            client.stream("POST", f"{base}/v1/chat/completions", json={}) as response,
        ):
            seen["status"] = response.status_code
            for piece in response.iter_bytes():
                body += piece
    except (httpx.HTTPError, OSError, ValueError) as error:
        seen["error"] = _chain(error)
    return seen | {"body": _coded(bytes(body))}


def with_openai(base: str, limit: float) -> Seen:
    import openai

    words, seen = list[str](), Seen()
    try:
        with openai.OpenAI(api_key="k", base_url=f"{base}/v1", timeout=limit) as client:
            for chunk in client.chat.completions.create(model="any", messages=QUESTION, stream=True):
                words += [chunk.choices[0].delta.content or ""] if chunk.choices else []
    except Exception as error:
        seen["error"] = _chain(error)
    return seen | {"words": words}


def with_anthropic(base: str, limit: float) -> Seen:
    import anthropic

    words, seen = list[str](), Seen()
    try:
        with (
            anthropic.Anthropic(api_key="k", base_url=base, timeout=limit) as client,
            client.messages.stream(model="any", max_tokens=100, messages=QUESTION) as stream,
        ):
            for word in stream.text_stream:
                words.append(word)
            stream.get_final_message()
    except Exception as error:
        seen["error"] = _chain(error)
    return seen | {"words": words}


def _coded(body: bytes) -> str:
    return base64.b64encode(body).decode("ascii")


def _chain(error: BaseException) -> list[str]:
    """The error as its reader sees it, then its causes."""
    found = list[str]()
    cause: BaseException | None = error
    while cause is not None and len(found) < 2:
        text = str(cause).strip().partition("\n")[0]
        found.append(f"{type(cause).__name__}: {text}" if text else type(cause).__name__)
        cause = cause.__cause__
    return found


KINDS: dict[str, Callable[[str, float], Seen]] = {
    "curl": with_curl,
    "httpx": with_httpx,
    "openai": with_openai,
    "anthropic": with_anthropic,
}


def main(kind: str, limit_ms: str) -> None:
    """Run four jobs at a time, so that one that hangs does not delay the others."""
    ask, limit = KINDS[kind], int(limit_ms) / 1000
    jobs = [line.rstrip("\n").split("\t") for line in sys.stdin]
    with ThreadPoolExecutor(4) as pool:
        for (name, _), seen in zip(jobs, pool.map(lambda job: ask(job[1], limit), jobs), strict=True):
            print(json.dumps({"name": name} | seen), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
