"""Every command that writes a cassette reads the same words in the same way."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from cassettes.errors import SpecError
from chunktape.cli.capture import command as capture
from chunktape.cli.import_ import command as import_
from chunktape.cli.make import command as make
from chunktape.cli.record import command as record
from chunktape.cli.write_options import redaction_of, writing_mode


def test_what_two_flags_mean() -> None:
    assert [writing_mode(*one) for one in ((False, False), (True, False), (False, True))] == [
        "create", "append", "overwrite",
    ]  # fmt: skip
    assert not redaction_of((), True).rules
    assert redaction_of(("header:x-mine",), False).rules
    with pytest.raises(SpecError, match="--keep-secrets and --redact exclude each other"):
        redaction_of(("header:x-mine",), True)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (capture, ["http://127.0.0.1:9/"]),
        (record, ["http://127.0.0.1:9"]),
        (make, ["a.md", "--like", "openai"]),
        (import_, ["sse", "a.sse"]),
    ],
    ids=["capture", "record", "make", "import"],
)
def test_append_and_overwrite_exclude_each_other(command: object, words: list[str], tmp_path: Path) -> None:
    for name in ("a.md", "a.sse"):
        (tmp_path / name).write_text("data: hello\n\n", encoding="utf-8")
    output = tmp_path / "out.cassette"
    rest = ["--append", "--overwrite", "--output", str(output)]
    words = [str(tmp_path / word) if word.startswith("a.") else word for word in words]
    done = CliRunner().invoke(command, [*words, *rest])  # type: ignore[arg-type]
    assert isinstance(done.exception, SpecError)
    assert "--append and --overwrite exclude each other" in str(done.exception)
    assert not output.exists()
