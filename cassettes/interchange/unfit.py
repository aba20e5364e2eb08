"""The error for a file that can't be imported: one sentence that names it, and its path."""

from cassettes.errors import CassetteError
from cassettes.messages import say


def unfit(words: str, file: object, **values: object) -> CassetteError:
    """The error that says `words`, a sentence with `{file}` and the fields of `values`."""
    return CassetteError(say(words, file=file, **values), path=str(file))


def nothing(file: str) -> CassetteError:
    """The error for a file that holds no response."""
    return unfit(
        "{file} holds no HTTP response, so there is nothing to import. Record it again with one request at least.", file
    )


def without_bodies(count: int) -> str:
    """The note about so many requests whose body is not in the file."""
    return say(
        "Requests whose body was not saved: {count}. They are imported without it, so play them with --match any.",
        count=count,
    )
