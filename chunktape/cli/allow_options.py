"""The options that let names and pages in. A value that can never match is refused before anything starts."""

from typing import Final
from urllib.parse import urlsplit

import click

from cassettes.errors import SpecError
from cassettes.messages import say
from network.hosts import split_authority

#: the `Origin` of a page without one of its own: of a file or a sandboxed frame, and of a file in an app's web view
_NO_ORIGIN: Final = ("null", "file://")


def _names(ctx: click.Context, option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    for name in given:
        try:
            ascii_name = name if name.isascii() else name.encode("idna").decode("ascii")
        except UnicodeError:
            ascii_name = ""
        if split_authority(ascii_name) is None:
            raise SpecError(
                say(
                    "--allow-host takes a name without scheme and path, such as mock.local; found {found!r}.",
                    found=name,
                )
            )
    return given


def _origins(ctx: click.Context, option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    for origin in given:
        if origin not in _NO_ORIGIN and not _is_origin(origin):
            raise SpecError(
                say(
                    "--allow-origin takes a page's scheme, name and port, such as https://h5.example.com; "
                    "found {found!r}.",
                    found=origin,
                )
            )
    return given


def _is_origin(text: str) -> bool:
    """Whether a browser could send `text` in `Origin` (RFC 6454 section 6.2), but for a slash at its end."""
    try:
        parts = urlsplit(text.removesuffix("/"))
    except ValueError:
        return False
    rest = parts.path or parts.query or parts.fragment
    return bool(parts.scheme) and not rest and split_authority(parts.netloc) is not None


allow_host_option = click.option(
    "--allow-host",
    multiple=True,
    metavar="NAME",
    callback=_names,
    help=say("Serve requests with this name in Host. Repeatable."),
)
allow_origin_option = click.option(
    "--allow-origin",
    multiple=True,
    metavar="ORIGIN",
    callback=_origins,
    help=say("Let pages of this origin read answers (https://h5.example.com). Repeatable."),
)
