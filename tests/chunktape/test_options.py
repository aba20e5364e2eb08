"""The options of `play` as a value in groups."""

import click
import pytest

from chunktape.cli.play import command
from chunktape.options import Load, PlayOptions


def test_every_option_of_the_command_has_its_place_and_its_default() -> None:
    with command.make_context("play", []) as context:
        assert PlayOptions.of(context.params) == PlayOptions()
    with command.make_context("play", ["a.cassette", "--workers", "3", "--vary", "tps=1"]) as context:
        options = PlayOptions.of(context.params)
    assert options.serving.files == ("a.cassette",)
    assert options.load == Load(workers=3, vary="tps=1")


def test_a_parameter_that_no_group_has_is_an_error_of_ours() -> None:
    with click.Context(command), pytest.raises(TypeError, match="no group has colour"):
        PlayOptions.of({**command.make_context("play", []).params, "colour": "red"})
