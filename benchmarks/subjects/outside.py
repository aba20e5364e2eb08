"""Servers that we did not write, and an upstream that writes exactly the given pieces, for tests and measurements.
Rules

- A server's listening socket is made here and inherited by it: its port is known and free, and a client that connects
  before it is up waits in the socket's queue. No polling or guessing is needed.
- Each runs in a process group of its own in a temporary folder, and is ended with it, also when the block raises.
"""

import getpass
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from cassettes.clock import now_ns

#: seconds, against hanging only
PATIENCE: Final = 300.0
_HEAD: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"


@contextmanager
def process(command: Sequence[str], folder: Path, handed: Sequence[socket.socket] = (), **more: str) -> Iterator[None]:
    """`command` while the block runs, with `handed` sockets open in it and `more` environment; its output is in
    `folder`."""
    with (folder / "output.txt").open("ab") as sink:
        running = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env={**os.environ, **more},
            pass_fds=[one.fileno() for one in handed],
            start_new_session=True,
        )
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(running.pid, number)
            with suppress(subprocess.TimeoutExpired):
                running.wait(5)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="chunktape-outside-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _listener() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0), backlog=128)


def address(listener: socket.socket) -> str:
    """The URL of a loopback listener."""
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def httpbin() -> Iterator[str]:
    """httpbin under gunicorn; gives its URL."""
    with _folder() as folder, _listener() as listener:
        (folder / "gunicorn.conf.py").write_text(
            f"bind = 'fd://{listener.fileno()}'\nworker_tmp_dir = {str(folder)!r}\ncontrol_socket_disable = True\n",
            encoding="utf-8",
        )
        with process([sys.executable, "-P", "-m", "gunicorn", "httpbin:app"], folder, [listener]):
            yield address(listener)


@contextmanager
def nginx(upstream: str, settings: Mapping[str, str], program: str = "nginx") -> Iterator[dict[str, str]]:
    """One nginx before `upstream`, with one server per entry of `settings` (name to directives); gives their URLs.

    nginx takes over the sockets that the variable NGINX names, as when it replaces its own binary.
    """
    with _folder() as folder:
        listeners = [_listener() for _ in settings]
        try:
            urls = [address(one) for one in listeners]
            servers = "\n".join(
                f"  server {{ listen {url.removeprefix('http://')}; location / {{ proxy_pass {upstream}; {text} }} }}"
                for url, text in zip(urls, settings.values(), strict=True)
            )
            kept = "\n".join(
                f"  {kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            user = f"user {getpass.getuser()};" if os.getuid() == 0 else ""  # else the worker can't write here
            (folder / "nginx.conf").write_text(
                f"daemon off; worker_processes 1; {user} pid {folder}/pid; error_log stderr;\nevents {{}}\n"
                f"http {{\n  access_log off;\n{kept}\n{servers}\n}}\n",
                encoding="utf-8",
            )
            words = [program, "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
            handed = "".join(f"{one.fileno()};" for one in listeners)
            with process(words, folder, listeners, NGINX=handed):
                yield dict(zip(settings, urls, strict=True))
        finally:
            for one in listeners:
                one.close()


class Writer:
    """An upstream that answers every request with `pieces`, one write each; a context manager, `url` is its address.

    `framing`: `chunked` (one transfer chunk per piece), `close` (the same, announced as HTTP/1.0) or `length`.
    `wait(index)` is called before each piece: it may sleep, or wait until a client has what came before.
    """

    def __init__(
        self, pieces: Sequence[bytes], framing: str = "chunked", wait: Callable[[int], None] = lambda index: None
    ) -> None:
        self.pieces, self.framing, self.wait = list(pieces), framing, wait
        self.error: BaseException | None = None
        self._listener: socket.socket | None = None
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self.url = ""

    @property
    def head(self) -> bytes:
        """The response head as it is written."""
        if self.framing == "chunked":
            return _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
        if self.framing == "length":
            return _HEAD + b"Content-Length: %d\r\n\r\n" % sum(map(len, self.pieces))
        return _HEAD.replace(b"HTTP/1.1", b"HTTP/1.0") + b"\r\n"

    def __enter__(self) -> "Writer":
        self._listener = _listener()
        self.url = address(self._listener)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        assert self._listener is not None
        with suppress(OSError):  # wakes accept()
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(PATIENCE)
        self._listener.close()

    def _accept(self) -> None:
        assert self._listener is not None
        while True:
            try:
                link, _ = self._listener.accept()
            except OSError:
                return
            try:
                with link:
                    link.settimeout(PATIENCE)
                    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self._answer(link)
            except (OSError, TimeoutError) as error:  # the next client is served all the same
                self.error = error

    def _answer(self, link: socket.socket) -> None:
        asked = b""
        while b"\r\n\r\n" not in asked:
            data = link.recv(1 << 16)
            if not data:
                return
            asked += data
        link.sendall(self.head)
        for index, piece in enumerate(self.pieces):
            self.wait(index)
            chunked = self.framing == "chunked"
            link.sendall(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
        if self.framing == "chunked":
            link.sendall(b"0\r\n\r\n")
        link.shutdown(socket.SHUT_WR)
        while link.recv(1 << 16):  # until the client closes, too, so that no reset loses our bytes
            pass


def paced(gap_ns: int) -> Callable[[int], None]:
    """Waits so that piece number i goes out i gaps after the first; for measurements only."""
    begun = [0]
    pause = threading.Event()

    def wait(index: int) -> None:
        if index == 0:
            begun[0] = now_ns()
        if (left := begun[0] + index * gap_ns - now_ns()) > 0:
            pause.wait(left / 1e9)

    return wait


class Lockstep:
    """Lets an upstream write a piece only when the client has received the earlier ones: no clock is needed.
    `passed_on` gives how many of the written bytes a client can have by then; by default all of them.
    """

    def __init__(self, pieces: Sequence[bytes], passed_on: Callable[[int], int] = lambda written: written) -> None:
        self._needs = [passed_on(sum(map(len, pieces[:index]))) for index in range(len(pieces))]
        self._got = 0
        self._changed = threading.Condition()

    def got(self, size: int) -> None:
        """The client received `size` more bytes of the body."""
        with self._changed:
            self._got += size
            self._changed.notify_all()

    def __call__(self, index: int) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._got >= self._needs[index], PATIENCE):
                raise TimeoutError(f"expected the client to have {self._needs[index]} bytes, it has {self._got}")
