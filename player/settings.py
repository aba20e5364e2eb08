"""The settings of a player, given once at the start. A plain value; nothing here reads the environment."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from player.spec.scenario import Scenario

if TYPE_CHECKING:
    from player.matching.mix import Mix
    from player.schedule.vary import Variation


@dataclass(frozen=True, slots=True)
class Settings:
    """`match`: `default`, `strict` or `any`. `max_body`: bytes. `version`: of the tool, for the health endpoint."""

    play: Scenario = field(default_factory=Scenario)
    match: str = "default"
    #: at `--speed max`, or when it is late, the player may send several chunks in one write
    joins: bool = True
    allow_hosts: tuple[str, ...] = ()
    allow_origins: tuple[str, ...] = ()
    max_body: int = 32 << 20
    #: s without a byte of an announced body before the request is given up (408)
    body_seconds: float = 30.0
    version: str = ""
    #: the seed from which mix and variation are drawn
    session_seed: str = "0"
    mix: "Mix | None" = None
    vary: "Variation | None" = None
    #: responses at once before a request is answered with 429; 0 is no limit
    max_streams: int = 0
    #: ns; a response with a later write counts as late; 0 is no limit
    max_late: int = 0
    #: this process among several that serve one port, from 1; 0: it is the only one
    worker: int = 0
    workers: int = 1
    #: where these processes listen for each other, in the order of their numbers
    peers: tuple[tuple[str, int], ...] = ()

    @property
    def place(self) -> dict[str, object]:
        """The worker's number for control answers, which concern this worker alone; empty for the only process."""
        return {"worker": {"number": self.worker, "of": self.workers}} if self.worker else {}
