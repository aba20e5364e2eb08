"""Makes the performances of settled requests without delaying the streams under way. Rules

- A body above `network.work.MAKING` is planned and framed in a thread, one after the other, so that the second request
  for it finds the first one's result and the loop goes on meanwhile. A small one is done at once.
- A performance with a seed that was drawn for one request, of a split, a fault or a rewrite, is not kept: no later
  request draws the same seed.
"""

from typing import Any

from network.work import RETIMING, Cost
from player.library.recordings import Recording
from player.plans.background import Background, cost_of
from player.plans.bodies import Bodies
from player.plans.performances import Form, Performances, Ready
from player.plans.settling import Settling
from player.plans.specs import Specs
from player.schedule.edits import Edit
from player.spec.scenario import Scenario
from player.spec.settle import Settled, Settler


class Plans:
    """The plans of one player, and what they are made with."""

    def __init__(self, session_seed: str, share: tuple[int, int] = (1, 1), *, joins: bool = True) -> None:
        """`share`: (number, of) of this worker among those of the session; `joins`: as in `Performances`."""
        self.background = Background()
        self.settler = Settler(session_seed, share)
        self.specs = Specs(self.settler.memory, self.background)
        self.bodies = Bodies(self.background)
        self.settling = Settling(self.settler, self.bodies, self.background)
        self.made = Performances(joins=joins)

    async def ready(self, recording: Recording, choice: Settled, form: Form, late: Edit | None = None) -> Ready[Any]:
        """The performance of `recording` in the form of a way out, after the edit `late` of its times.

        Raises SpecError for a plan that does not fit its body.
        """
        if late is not None and choice.play.faults:  # these faults depend on the stream's own times
            return await self._make(recording, choice, form, late)
        made = self.made.find(recording, choice.play, form) or await self._make(recording, choice, form)
        if late is None:
            return made
        schedule = (await self.ready(recording, choice, Form.STEPS)).sent
        return made.at(await self.background.run(lambda: late(schedule), cost_of(recording.interaction), RETIMING))

    def ready_now(self, recording: Recording, play: Scenario, form: Form, late: Edit | None = None) -> Ready[Any]:
        """The same for a recording with its recorded cuts, made in this call if it is not kept."""
        made = self.made.find(recording, play, form)
        if made is None:
            made = self.made.keep(recording, play, form, self.made.make(recording, play, form))
        return made if late is None else made.at(late(self.ready_now(recording, play, Form.STEPS).sent))

    async def _make(self, recording: Recording, choice: Settled, form: Form, late: Edit | None = None) -> Ready[Any]:
        play, one = choice.play, recording.interaction
        body = self.bodies.of(recording, play) if play.recut else None
        data = body.data if body is not None else one.body if play.rewrites or play.faults else b""
        cost = Cost(len(data), len(one.chunks))
        made = await self.background.run(lambda: self.made.make(recording, play, form, body, late), cost)
        return made if choice.drawn or late is not None else self.made.keep(recording, play, form, made)
