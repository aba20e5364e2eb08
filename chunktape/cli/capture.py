"""`chunktape capture URL` or `chunktape capture -- curl ...`: one request into a cassette (`chunktape.curl.capture`).

The body goes to standard output, everything else to standard error. Exit codes: 5 there is no server, or it gave no
answer; 130 Ctrl-C.
"""

import asyncio
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cassettes.clock import SECOND
from cassettes.errors import EXIT_CTRL_C, CassetteError, SpecError, UpstreamError
from cassettes.messages import say
from cassettes.messages.reasons import why
from cassettes.printable import safe
from chunktape.cli.common_options import ca_option, insecure_option, new_file_option
from chunktape.cli.write_options import SHARES_SECRETS, mode_options, redaction_of, redaction_options, writing_mode
from chunktape.process import standard_streams
from chunktape.process.terminal import echo
from network.exiting import Unwaited, keep
from network.signals import at_first, take

if TYPE_CHECKING:
    from recorder.session import Progress


class _Pasted(click.Command):
    """Accepts a pasted `curl ...` without `--` before it: its options are curl's."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--" not in args and "curl" in args:
            args.insert(args.index("curl"), "--")
        return super().parse_args(ctx, args)


@click.command(cls=_Pasted)
@click.argument("words", nargs=-1, required=True, metavar="URL | -- curl ...")
@click.option(
    "--request", "-X", "method", metavar="METHOD", help=say("The request's method; GET, or POST with a body.")
)
@click.option(
    "--header", "-H", "headers", multiple=True, metavar="HEADER", help=say("A header, as `Name: value` (repeatable).")
)
@click.option("--data", "-d", metavar="BODY|@FILE", help=say("The body, or @FILE for a file's bytes."))
@new_file_option
@mode_options
@redaction_options
@ca_option
@insecure_option("-k")
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
    from cassettes.redaction.redact import overlooked
    from cassettes.store import CassetteWriter
    from chunktape.curl.capture import capture, interrupted, into, on_terminal
    from chunktape.curl.command import parse
    from chunktape.new_cassette import default_cassette, recorded_header
    from recorder.session import Session
    from recorder.settings import Settings, parse_upstream

    mode, redaction = writing_mode(append, overwrite), redaction_of(redact, keep_secrets)
    asked = parse(_curl(words, method, headers, data), _read)
    upstream = parse_upstream(asked.origin)
    settings = Settings(upstream, ca=ca, insecure=insecure or asked.insecure)
    path = output or default_cassette(upstream)
    if not redaction.rules:
        echo(say(SHARES_SECRETS), err=True)
    before = path.read_bytes() if mode != "create" and path.is_file() else None
    writer = CassetteWriter(path, recorded_header(upstream, redaction), mode)
    session = Session(writer, redaction, on_failure=lambda reason: None)
    advice: list[str] = []
    begin = on_terminal(sys.stdout) if sys.stdout.isatty() else into(sys.stdout.buffer)
    try:
        runner = asyncio.Runner()
        keep(runner)
        progress = runner.run(_interruptible(capture(asked, settings, session, begin, advice.append)))
    except (UpstreamError, SpecError):
        writer.abandon()
        if before is None:
            path.unlink(missing_ok=True)
        else:  # a cassette stays as it was where there is nothing to replace it with, or to add to it
            path.write_bytes(before)
        raise
    if session.failure:
        raise CassetteError(session.failure, path=str(path))
    if sys.stdout.isatty():
        click.echo()
    for line in advice:
        echo(line, err=True)
    echo(
        say(
            "{status}, chunks: {chunks}, bytes: {bytes}, {seconds:.2f} s, ended: {ending}. Recorded into {path}",
            status=progress.status or "---",
            chunks=progress.chunks,
            bytes=progress.size,
            seconds=(progress.ended - progress.started) / SECOND,
            ending=progress.state,
            path=path,
        ),
        err=True,
    )
    for line in overlooked(session.totals.unseen, session.totals.raw):
        echo(line, err=True)
    if interrupted(progress):
        raise SystemExit(EXIT_CTRL_C)
    if not progress.status and not progress.size:
        raise UpstreamError(
            say(
                "{upstream} ended the connection without an answer. Does it speak http, on this port?",
                upstream=asked.origin,
            )
        )


async def _interruptible(request: Coroutine[Any, Any, "Progress"]) -> "Progress":
    """Run `request`; the first signal cancels it, also while it waits for a reader of its output."""
    loop = asyncio.get_running_loop()
    loop.set_default_executor(Unwaited())
    task = asyncio.ensure_future(request)

    def cancel() -> None:
        loop.call_soon_threadsafe(task.cancel)
        standard_streams.break_off()

    take(at_first(cancel))
    return await task


def _curl(words: Sequence[str], method: str | None, headers: Sequence[str], data: str | None) -> Sequence[str]:
    """The words of one curl command, given whole or by our options. Raises SpecError."""
    if words[0].split(maxsplit=1)[0:1] in (["curl"], ["curl.exe"]):
        for option, value in (("-X", method), ("-H", headers), ("-d", data)):
            if value:
                raise SpecError(
                    say(
                        "With `-- curl ...` method, headers and body stand in the curl command; leave out {option}.",
                        option=option,
                    )
                )
        return words
    if len(words) != 1:
        raise SpecError(
            say(
                "capture needs one URL, or `-- curl ...` as pasted from a browser; found {found}.",
                found=" ".join(words)[:60],
            )
        )
    said = ["curl", words[0]]
    said += ["-X", method] if method else []
    for header in headers:
        said += ["-H", header]
    return [*said, "--data-binary", data] if data is not None else said


def _read(name: str) -> bytes:
    try:
        return standard_streams.read_input() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise SpecError(
            say("{file} can't be read: {error}. Check the name behind @.", file=safe(name), error=why(error))
        ) from None
