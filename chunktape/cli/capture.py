"""`chunktape capture URL` or `chunktape capture -- curl ...`: one request into a cassette. See `chunktape.capture`.

The body goes to standard output, everything else to standard error. Exit codes: 5 there is no server; 130 Ctrl-C.
"""

import asyncio
import signal
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from cassettes.clock import SECOND, wall_clock_ns
from cassettes.errors import EXIT_CTRL_C, CassetteError, SpecError, UpstreamError
from cassettes.messages import say
from chunktape.cli import standard_streams
from network.leaving import Stop, Unwaited, keep

if TYPE_CHECKING:
    from recorder.session import Stream


class _Pasted(click.Command):
    """Lets a pasted `curl ...` stand without `--` before it: its options are curl's."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--" not in args and "curl" in args:
            args.insert(args.index("curl"), "--")
        return super().parse_args(ctx, args)


@click.command(cls=_Pasted, help=say("forward.help_capture"))
@click.argument("words", nargs=-1, required=True, metavar="URL | -- curl ...")
@click.option("--request", "-X", "method", metavar="METHOD", help=say("forward.help_method"))
@click.option("--header", "-H", "headers", multiple=True, metavar="HEADER", help=say("forward.help_header"))
@click.option("--data", "-d", metavar="BODY|@FILE", help=say("forward.help_body"))
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help=say("recorder.help_output"))
@click.option("--append", is_flag=True, help=say("recorder.help_append"))
@click.option("--overwrite", is_flag=True, help=say("recorder.help_overwrite"))
@click.option("--redact", metavar="RULE", multiple=True, help=say("recorder.help_redact"))
@click.option("--keep-secrets", is_flag=True, help=say("recorder.help_keep_secrets"))
@click.option("--ca", metavar="FILE", default="", help=say("recorder.help_ca"))
@click.option("--insecure", "-k", is_flag=True, help=say("recorder.help_insecure"))
def command(
    words: tuple[str, ...],
    method: str | None,
    headers: tuple[str, ...],
    data: str | None,
    output: Path | None,
    append: bool,
    overwrite: bool,
    redact: tuple[str, ...],
    keep_secrets: bool,
    ca: str,
    insecure: bool,
) -> None:
    import chunktape
    from cassettes.model import Header, Origin
    from cassettes.redaction.redact import Redaction
    from cassettes.store import CassetteWriter
    from chunktape.capture import capture, interrupted, into, on_terminal
    from chunktape.cli.import_ import writing_mode
    from chunktape.curl.command import parse
    from chunktape.naming import default_cassette
    from recorder.session import Recording
    from recorder.settings import Settings, parse_upstream

    if append and overwrite:
        raise SpecError(say("recorder.append_or_overwrite"))
    if keep_secrets and redact:
        raise SpecError(say("recorder.keep_or_redact"))
    asked = parse(_curl(words, method, headers, data), _read)
    upstream = parse_upstream(asked.origin)
    settings = Settings(upstream, ca=ca, insecure=insecure or asked.insecure)
    redaction = Redaction.none() if keep_secrets else Redaction.default(redact)
    path = output or default_cassette(upstream)
    header = Header(
        f"chunktape {chunktape.__version__}", wall_clock_ns(), Origin("recorded", upstream.url), redaction.rules
    )
    if not redaction.rules:
        click.echo(say("recorder.warn_secrets"), err=True)
    new = not path.exists()
    writer = CassetteWriter(path, header, writing_mode(append, overwrite))
    recording = Recording(writer, redaction, on_failure=lambda reason: None)
    begin = on_terminal(sys.stdout) if sys.stdout.isatty() else into(sys.stdout.buffer)
    try:
        runner = asyncio.Runner()
        keep(runner)
        stream = runner.run(_interruptible(capture(asked, settings, recording, begin)))
    except (UpstreamError, SpecError):
        writer.abandon()
        if new:
            path.unlink(missing_ok=True)
        raise
    if recording.failure:
        raise CassetteError(recording.failure, path=str(path))
    if sys.stdout.isatty():
        click.echo()
    click.echo(
        say(
            "forward.captured",
            status=stream.status or "---",
            chunks=stream.chunks,
            bytes=stream.size,
            seconds=(stream.ended - stream.started) / SECOND,
            ending=stream.state,
            path=path,
        ),
        err=True,
    )
    totals = recording.totals
    if totals.unseen:
        click.echo(say("recorder.summary_encoded", count=totals.unseen), err=True)
    if totals.raw:
        click.echo(say("recorder.summary_raw", count=totals.raw), err=True)
    if interrupted(stream):
        raise SystemExit(EXIT_CTRL_C)


async def _interruptible(request: Coroutine[Any, Any, "Stream"]) -> "Stream":
    """`request`, which the first Ctrl-C or SIGTERM cancels, also while it waits for a reader of what it prints."""
    loop, stop = asyncio.get_running_loop(), Stop()
    loop.set_default_executor(Unwaited())
    task = asyncio.ensure_future(request)

    def asked(number: int, frame: FrameType | None) -> None:
        if stop.asked():
            loop.call_soon_threadsafe(task.cancel)
            standard_streams.break_off()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, asked)
    return await task


def _curl(words: Sequence[str], method: str | None, headers: Sequence[str], data: str | None) -> Sequence[str]:
    """The words of one curl command, whichever way it was said. Raises SpecError."""
    if words[0].split(maxsplit=1)[0:1] in (["curl"], ["curl.exe"]):
        for option, value in (("-X", method), ("-H", headers), ("-d", data)):
            if value:
                raise SpecError(say("forward.capture_mixed", option=option))
        return words
    if len(words) != 1:
        raise SpecError(say("forward.capture_words", found=" ".join(words)[:60]))
    said = ["curl", words[0]]
    said += ["-X", method] if method else []
    for header in headers:
        said += ["-H", header]
    return [*said, "--data-binary", data] if data is not None else said


def _read(name: str) -> bytes:
    if name == "-" and sys.stdin is None:
        raise SpecError(say("formats.curl_file", file=name, error=say("cli.stream_closed")))
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise SpecError(say("formats.curl_file", file=name, error=error.strerror or error)) from None
