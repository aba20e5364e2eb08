"""`chunktape record`: options in, a recorder that runs until Ctrl-C. The recorder itself is in `recorder`.

Exit codes: 0 stopped by Ctrl-C or SIGTERM; 2 the words make no sense, or the port is taken; 4 the file can't be
written, at the start or later.
"""

import asyncio
import gc
import signal
from types import FrameType

import click
from rich.console import Console

import chunktape
from cassettes.clock import wall_clock_ns
from cassettes.errors import CassetteError, SpecError
from cassettes.messages import say
from cassettes.model import Header, Origin
from cassettes.redaction.redact import Redaction
from cassettes.store import CassetteWriter, Mode
from chunktape.cli.standard_streams import tell
from chunktape.client.process import write_ready_file
from chunktape.naming import default_cassette
from chunktape.phone import reach
from chunktape.phone.hello import hello
from network.hosts import allowed_names, is_loopback
from network.leaving import Stop, Unwaited, keep
from network.listen import DEFAULT_PORT
from network.loops import loop_factory, switch_often
from recorder.console import View
from recorder.server import Recorder
from recorder.session import Recording
from recorder.settings import DEFAULT_MAX_BODY, MAX_BODY_LIMIT, Settings, parse_upstream


@click.command(help=say("recorder.help"))
@click.argument("upstream_url", metavar="UPSTREAM_URL")
@click.option("--output", "-o", metavar="FILE", help=say("recorder.help_output"))
@click.option("--append", is_flag=True, help=say("recorder.help_append"))
@click.option("--overwrite", is_flag=True, help=say("recorder.help_overwrite"))
@click.option("--host", default="127.0.0.1", show_default=True, help=say("recorder.help_host"))
@click.option("--port", type=click.IntRange(0, 65535), help=say("recorder.help_port", port=DEFAULT_PORT))
@click.option("--ready-file", metavar="FILE", help=say("recorder.help_ready_file"))
@click.option("--allow-host", metavar="NAME", multiple=True, help=say("recorder.help_allow_host"))
@click.option("--redact", metavar="RULE", multiple=True, help=say("recorder.help_redact"))
@click.option("--keep-secrets", is_flag=True, help=say("recorder.help_keep_secrets"))
@click.option("--keep-encoding", is_flag=True, help=say("recorder.help_keep_encoding"))
@click.option("--drain", is_flag=True, help=say("recorder.help_drain"))
@click.option("--ca", metavar="FILE", default="", help=say("recorder.help_ca"))
@click.option("--insecure", is_flag=True, help=say("recorder.help_insecure"))
@click.option(
    "--max-body",
    metavar="MIB",
    type=click.IntRange(1, MAX_BODY_LIMIT >> 20),
    default=DEFAULT_MAX_BODY >> 20,
    show_default=True,
    help=say("recorder.help_max_body"),
)
def command(
    upstream_url: str,
    output: str | None,
    append: bool,
    overwrite: bool,
    host: str,
    port: int | None,
    ready_file: str | None,
    allow_host: tuple[str, ...],
    redact: tuple[str, ...],
    keep_secrets: bool,
    keep_encoding: bool,
    drain: bool,
    ca: str,
    insecure: bool,
    max_body: int,
) -> None:
    if append and overwrite:
        raise SpecError(say("recorder.append_or_overwrite"))
    if keep_secrets and redact:
        raise SpecError(say("recorder.keep_or_redact"))
    settings = Settings(
        parse_upstream(upstream_url),
        host=host,
        port=DEFAULT_PORT if port is None else port,
        port_is_exact=port is not None,
        allow_hosts=allowed_names(allow_host),
        keep_encoding=keep_encoding,
        drain=drain,
        ca=ca,
        insecure=insecure,
        max_body=max_body << 20,
    )
    redaction = Redaction.none() if keep_secrets else Redaction.default(redact)
    mode: Mode = "append" if append else "overwrite" if overwrite else "create"
    path = output or str(default_cassette(settings.upstream))
    runner = asyncio.Runner(loop_factory=loop_factory())
    keep(runner)
    failure = runner.run(_record(settings, redaction, path, mode, ready_file))
    if failure:
        raise CassetteError(failure, path=path)


async def _record(settings: Settings, redaction: Redaction, path: str, mode: Mode, ready_file: str | None) -> str:
    """Record until a signal comes; gives the sentence why recording stopped early, or an empty one."""
    asyncio.get_running_loop().set_default_executor(Unwaited())
    view = View(Console(highlight=False, markup=False, emoji=False))
    recorder = Recorder(settings)
    await recorder.bind()
    try:
        upstream = settings.upstream
        origin = Origin("recorded", upstream.url)
        header = Header(f"chunktape {chunktape.__version__}", wall_clock_ns(), origin, redaction.rules)
        writer = CassetteWriter(path, header, mode)
        recording = Recording(writer, redaction, on_failure=view.failed, on_end=view.ended)
        stopped = _stop_signal()
        await recorder.serve(recording, hello, view.noticed)
        tell(lambda: _greet(view, settings, recorder, path, redaction))
        gc.collect()
        gc.freeze()  # what lives as long as the process need not be looked at again: shorter pauses
        switch_often()  # the thread that works on a large request holds up nobody
        if ready_file is not None:
            write_ready_file(ready_file, recorder.url)
        view.follow(recording)
        view.start()
        await stopped.wait()
    finally:
        await recorder.stop()
    tell(lambda: view.summary(path, recorder.url))
    return recording.failure


def _greet(view: View, settings: Settings, recorder: Recorder, path: str, redaction: Redaction) -> None:
    view.say(say("recorder.started", upstream=settings.upstream.url, path=path), "bold")
    if settings.port not in (0, recorder.settings.port):
        view.say(say("recorder.moved", taken=settings.port, port=recorder.settings.port), "bold red")
    view.say(say("recorder.replace", upstream=settings.upstream.url, url=recorder.url))
    if not redaction.rules:
        view.say(say("recorder.warn_secrets"), "bold yellow")
    if settings.insecure and settings.upstream.tls:
        view.say(say("recorder.warn_insecure"), "bold yellow")
    if not is_loopback(settings.host):
        reach.tell(view.console, settings.host, recorder.settings.port, who="forward.who_record")
    view.say(say("recorder.how_to_stop"))


def _stop_signal() -> asyncio.Event:
    """An event that Ctrl-C and SIGTERM set; a second one ends the process."""
    loop, event, stop = asyncio.get_running_loop(), asyncio.Event(), Stop()

    def asked(number: int, frame: FrameType | None) -> None:
        if stop.asked():
            loop.call_soon_threadsafe(event.set)

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):  # the last one on Windows, for Ctrl-Break and for our own demo
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), asked)
    return event
