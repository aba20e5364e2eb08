"""What a player is told once, at start. A plain value; nothing here reads the environment."""

from dataclasses import dataclass, field

from player.plays import Play


@dataclass(frozen=True, slots=True)
class Config:
    """`match`: `default`, `strict` or `any`. `max_body`: bytes. `version`: of the tool, for the health endpoint."""

    play: Play = field(default_factory=Play)
    match: str = "default"
    allow_hosts: tuple[str, ...] = ()
    allow_origins: tuple[str, ...] = ()
    max_body: int = 32 << 20
    #: s without a byte of an announced body before the request is given up (408)
    body_seconds: float = 30.0
    version: str = ""
    #: the seed that a session's first request without one takes; the following ones take the next
    session_seed: str = "0"
