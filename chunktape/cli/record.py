"""`chunktape record`: makes a recorder of its options and runs it until Ctrl-C. The recorder itself is in `recorder`.

Exit codes: 0 stopped by a signal (`network.signals`); 2 the words make no sense, or the port is taken; 4 the file can't
be written, at the start or later.
"""

import asyncio
import gc
from pathlib import Path

import click
from rich.console import Console

from cassettes.errors import CassetteError
from cassettes.messages import say, sentence
from cassettes.redaction.redact import Redaction
from cassettes.store import CassetteWriter, Mode
from chunktape.cli import common_options as common
from chunktape.cli.allow_options import allow_host_option
from chunktape.cli.write_options import SHARES_SECRETS, mode_options, redaction_of, redaction_options, writing_mode
from chunktape.client.process import write_ready_file
from chunktape.new_cassette import default_cassette, recorded_header
from chunktape.phone.hello import hello
from chunktape.process.standard_streams import tell
from network.exiting import Unwaited, keep
from network.hosts import allowed_names, is_loopback
from network.listen import DEFAULT_PORT, PortTaken
from network.loops import loop_factory, switch_often
from network.signals import at_first, take
from recorder.console import View
from recorder.server import Recorder
from recorder.session import Session
from recorder.settings import MAX_BODY_LIMIT, Settings, parse_upstream


@click.command()
@click.argument("upstream_url", metavar="UPSTREAM_URL")
@common.new_file_option
@mode_options
@common.host_option
@common.port_option
@common.ready_file_option
@allow_host_option
@redaction_options
@click.option("--keep-encoding", is_flag=True, help=say("Let the upstream compress; by default it is asked not to."))
@click.option("--drain", is_flag=True, help=say("When the app leaves a stream, read it on to its end."))
@common.ca_option
@common.insecure_option()
@common.max_body_option(MAX_BODY_LIMIT >> 20)
def command(
    upstream_url: str,
    output: Path | None,
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
    mode, redaction = writing_mode(append, overwrite), redaction_of(redact, keep_secrets)
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
    path = str(output or default_cassette(settings.upstream))
    runner = asyncio.Runner(loop_factory=loop_factory())
    keep(runner)
    failure = runner.run(_record(settings, redaction, path, mode, ready_file))
    if failure:
        raise CassetteError(failure, path=path)


async def _record(settings: Settings, redaction: Redaction, path: str, mode: Mode, ready_file: str | None) -> str:
    """Record until a signal comes. Returns a sentence that says why recording stopped early, or an empty one."""
    asyncio.get_running_loop().set_default_executor(Unwaited())
    view = View(Console(highlight=False, markup=False, emoji=False))
    recorder = Recorder(settings)
    try:
        await recorder.bind()
    except PortTaken as error:
        from chunktape.doctor.ports import with_holder

        raise with_holder(error) from None
    try:
        if recorder.settings.port == settings.upstream.port:
            from chunktape.forward.itself import refuse_itself  # the addresses of this machine, by ctypes

            refuse_itself(settings.upstream, settings.host, settings.upstream.port)
        elsewhere = list[str]()
        if settings.port not in (0, recorder.settings.port):
            from chunktape.doctor.ports import moved

            elsewhere = moved(settings.port, recorder.settings.port)  # before it serves: it may take seconds
        writer = CassetteWriter(path, recorded_header(settings.upstream, redaction), mode)
        session = Session(writer, redaction, on_failure=view.failed, on_end=view.ended)
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        take(at_first(lambda: loop.call_soon_threadsafe(stopped.set)))
        await recorder.serve(session, hello, view.noticed)
        tell(lambda: _greet(view, settings, recorder, path, redaction, elsewhere))
        gc.collect()
        gc.freeze()  # objects that live as long as the process are not visited again: shorter pauses
        switch_often()  # the thread that works on a large request delays no stream
        if ready_file is not None:
            write_ready_file(ready_file, recorder.url)
        view.follow(session)
        view.start()
        await stopped.wait()
    finally:
        await recorder.stop()
    tell(lambda: view.summary(path, recorder.url))
    return session.failure


def _greet(
    view: View, settings: Settings, recorder: Recorder, path: str, redaction: Redaction, elsewhere: list[str]
) -> None:
    view.say(say("Recording {upstream} into {path}", upstream=settings.upstream.url, path=path), "bold")
    for number, line in enumerate(elsewhere):
        view.say(line, "" if number else "bold red")
    view.say(say("In the app, replace  {upstream}  by  {url}", upstream=settings.upstream.url, url=recorder.url))
    if not redaction.rules:
        view.say(say(SHARES_SECRETS), "bold yellow")
    if settings.insecure and settings.upstream.tls:
        view.say(
            say("Warning: --insecure trusts any certificate; who sits in between can read and change everything."),
            "bold yellow",
        )
    if not is_loopback(settings.host):
        from chunktape.phone import reach  # the addresses of this machine, by ctypes

        reach.tell(
            view.console,
            settings.host,
            recorder.settings.port,
            warning=sentence(
                "Warning: everyone on the networks of these addresses can use the upstream through this recorder now."
            ),
        )
    view.say(say("Ctrl-C stops and sums up."))
