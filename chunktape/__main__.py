"""`chunktape` and `python -m chunktape`. Errors become one or two lines and an exit code, never a traceback."""

import os
import signal
import sys
from contextlib import suppress
from typing import Final

#: the commands whose result is a file, a server or an exit code: they succeed although their output was lost
_SAY_IT_ELSEWHERE: Final = frozenset({"record", "play", "make", "import", "verify"})


def main() -> None:
    """Run the command line; exits the process with the code of `cassettes.errors`."""
    with suppress(ValueError):  # raised outside of the main thread, in a program that embeds us and ends in its own way
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: os._exit(130))  # no command has begun, so there is nothing to end
    try:
        _main()
    except KeyboardInterrupt:  # no command had set its own handlers yet
        raise SystemExit(130) from None


def _main() -> None:
    import chunktape

    try:
        chunktape.check_parts()
    except ImportError as error:
        if sys.stderr is not None:
            sys.stderr.write(f"chunktape: {error}\n")
        raise SystemExit(1) from None
    from cassettes.errors import EXIT_CTRL_C, CassetteError, exit_code
    from cassettes.messages import libraries

    libraries.translate()
    from chunktape.process import interrupts, standard_streams

    standard_streams.open_missing()
    standard_streams.guard()
    interrupts.guard()
    try:
        code = _run()
    except KeyboardInterrupt:
        code = EXIT_CTRL_C
    if not code and sys.argv[1:2] and sys.argv[1] not in _SAY_IT_ELSEWHERE:
        with suppress(KeyboardInterrupt):
            sys.stdout.flush()
        if standard_streams.failed():
            code = exit_code(CassetteError(""))
    standard_streams.leave(code)


def _run() -> int:
    import click

    from cassettes.errors import EXIT_CTRL_C
    from chunktape.cli import chunktape as command
    from chunktape.cli.lost_commas import lost_commas

    try:
        if said := lost_commas(sys.argv[1:]):
            raise click.UsageError(said)
        result = command.main(prog_name="chunktape", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return EXIT_CTRL_C
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    main()
