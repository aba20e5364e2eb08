"""From the options of `chunktape play` to the player's settings. Every function raises SpecError for invalid
options.
"""

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from cassettes.errors import SpecError
from cassettes.messages import say
from chunktape import __version__
from chunktape.options import Cutting, Load, PlayOptions, Through
from chunktape.workers.worker import Worker
from player.grammar.use import Use
from player.settings import Settings
from player.spec.scenario import Scenario, parse_scenario, read_option, read_speed
from player.spec.uses import in_order

if TYPE_CHECKING:
    from player.matching.mix import Mix
    from player.schedule.vary import Variation


def play_of(cutting: Cutting) -> Scenario:
    """The session's scenario. Raises SpecError."""
    session = Scenario(
        read_speed(cutting.speed),
        read_option("gap", cutting.gap),
        idle_cap=read_option("idle-cap", cutting.idle_cap) if cutting.idle_cap is not None else "",
        jitter=read_option("jitter", cutting.jitter) if cutting.jitter is not None else "",
    )
    play = parse_scenario(cutting.split, session)
    # together with those of --split, since two of one phase are refused
    rewrites, faults = play.rewrites, play.faults
    if cutting.rewrite or cutting.fault:
        from player.spec.edits import read_faults, read_rewrites

        rewrites, faults = in_order(
            (*rewrites, *read_rewrites(cutting.rewrite)), (*faults, *read_faults(cutting.fault))
        )
    return replace(play, rewrites=_optional(rewrites), faults=_optional(faults))


def _optional(uses: tuple[Use, ...]) -> tuple[Use, ...]:
    """`uses` as those of the session, which leave a body of another kind unchanged."""
    return tuple(replace(use, optional=True) for use in uses)


def settings_of(options: PlayOptions, worker: Worker | None = None) -> Settings:
    """The player's settings. Raises SpecError, also for options that contradict each other."""
    serving, load, play = options.serving, options.load, play_of(options.cutting)
    if load.mix is not None and serving.mode != "any":
        raise SpecError(
            say("--mix chooses for every request, so it needs --match any; found --match {mode}.", mode=serving.mode)
        )
    if load.vary is not None and play.speed is None:
        raise SpecError(say("--vary sets times, and --speed max waits for none: leave one of them out."))
    return Settings(
        play=play,
        joins=options.cutting.writes == "joined",
        match=serving.mode,
        allow_hosts=serving.allow_host,
        allow_origins=serving.allow_origin,
        max_body=serving.max_body << 20,
        version=__version__,
        session_seed=load.session_seed if load.session_seed is not None else str(secrets.randbelow(1 << 32)),
        mix=_mix(load.mix) if load.mix is not None else None,
        vary=_variation(load.vary) if load.vary is not None else None,
        max_streams=load.max_streams,
        max_late=_max_late(load.max_late) if load.max_late is not None else 0,
        worker=worker.number if worker else 0,
        workers=worker.of if worker else 1,
        peers=worker.peers if worker else (),
    )


def _mix(text: str) -> "Mix":
    from player.matching.mix import parse_mix

    return parse_mix(text)


def _max_late(text: str) -> int:
    from chunktape.verdict import read_max_late

    return read_max_late(text)


def _variation(text: str) -> "Variation":
    from player.schedule.vary import parse_vary

    return parse_vary(text)


def refuse_workers(load: Load, option: str) -> None:
    """Raise SpecError with several workers: `option` needs one process that sees all requests."""
    if load.workers > 1:
        raise SpecError(
            say("{option} needs one process that sees every request: leave out {option}, or --workers.", option=option)
        )


def refuse_without_upstream(through: Through) -> None:
    """Raise SpecError for options that need an upstream, where there is none."""
    given = {
        "--record": through.word != "none",
        "--output": through.output,
        "--ca": through.ca,
        "--insecure": through.insecure,
    }
    for option, value in given.items():
        if value:
            raise SpecError(say("{option} needs --upstream URL: without it no request is forwarded.", option=option))
