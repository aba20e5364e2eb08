"""`chunktape` and `python -m chunktape`. Errors become one or two lines and an exit code, never a traceback."""

import os
import sys


def main() -> None:
    """Run the command line; exits the process with the code of `cassettes.errors`."""
    try:
        _run()
    except KeyboardInterrupt:  # before a command had its own way to end
        raise SystemExit(130) from None


def _run() -> None:
    import chunktape

    try:
        chunktape.check_parts()
    except ImportError as error:
        sys.stderr.write(f"chunktape: {error}\n")
        raise SystemExit(1) from None
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that can't show a character must not stop us
            stream.reconfigure(errors="backslashreplace")
    from chunktape.cli import chunktape as command

    try:
        command(prog_name="chunktape")
    except BrokenPipeError:  # `chunktape show FILE | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


if __name__ == "__main__":
    main()
