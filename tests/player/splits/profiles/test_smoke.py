"""The ten of `smoke` find every kind of split bug, and a right client passes them all.

Each decoder below is one bug that mini-program code has; the numbers are those of the catalogue of decoders. Content
bugs (no space behind the colon, comments given to JSON) are not here: no split makes them.
"""

import codecs
import json
from functools import partial

import pytest

from player.splits.plan import Plan
from player.splits.planner import plan_for
from player.splits.profiles.smoke import TEN
from player.splits.split import Split
from tests.support.bodies import GOLDEN


def _utf8() -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder("utf-8")("replace")


class Right:
    """Decodes with a carry, takes whole events, keeps the rest."""

    def __init__(self) -> None:
        self.text, self.done, self.rest, self.utf8 = "", False, "", _utf8()

    def event(self, block: str) -> None:
        for line in block.split("\n"):
            payload = line.removeprefix("data: ")
            if payload == "[DONE]":
                self.done = True
            elif payload != line:
                choices = json.loads(payload)["choices"]
                self.text += choices[0]["delta"]["content"] if choices else ""

    def events(self) -> None:
        while "\n\n" in self.rest:
            block, self.rest = self.rest.split("\n\n", 1)
            self.event(block)

    def push(self, piece: bytes) -> None:
        self.rest += self.utf8.decode(piece)
        self.events()


class FreshDecoder(Right):  # D01
    def push(self, piece: bytes) -> None:
        self.utf8 = _utf8()
        super().push(piece)


class SentinelByEquality(Right):  # D08
    def push(self, piece: bytes) -> None:
        if piece == b"data: [DONE]\n\n":
            self.done = True
        else:
            super().push(piece)

    def event(self, block: str) -> None:
        if block != "data: [DONE]":
            super().event(block)


class SentinelAnywhere(Right):  # D09
    def push(self, piece: bytes) -> None:
        if b"data: [DONE]" in piece:
            self.done = True
        else:
            super().push(piece)


class OneEventPerTurn(Right):  # D13
    def push(self, piece: bytes) -> None:
        self.rest += self.utf8.decode(piece)
        if self.rest.endswith("\n\n"):
            self.event(self.rest.split("\n\n")[0])
            self.rest = ""


class CommentEndsTheLoop(Right):  # D15
    def events(self) -> None:
        while "\n\n" in self.rest:
            block, self.rest = self.rest.split("\n\n", 1)
            if block.startswith(":"):
                self.rest = ""
            self.event(block)


class CarryTakesOneEvent(Right):  # D21
    def push(self, piece: bytes) -> None:
        carried = bool(self.rest)
        self.rest += self.utf8.decode(piece)
        *blocks, self.rest = self.rest.split("\n\n")
        for block in blocks[:1] if carried else blocks:
            self.event(block)


class CarryOverwritten(Right):  # D22
    def __init__(self) -> None:
        super().__init__()
        self.carry = b""

    def push(self, piece: bytes) -> None:
        data = self.carry + piece
        try:
            data.decode()
            whole = len(data)
        except UnicodeDecodeError as error:
            whole = error.start
        self.carry = piece[-(len(data) - whole) :] if whole < len(data) and len(piece) > 1 else data[whole:][-1:]
        self.rest += data[:whole].decode()
        self.events()


class BlankPieceDropped(Right):  # D23
    def push(self, piece: bytes) -> None:
        if piece.strip():
            super().push(piece)


class LooksLikeAnEvent(Right):  # D24
    def push(self, piece: bytes) -> None:
        if piece.startswith(b"data: "):
            self.rest = ""
        super().push(piece)


BUGS = (
    *(FreshDecoder, SentinelByEquality, SentinelAnywhere, OneEventPerTurn, CommentEndsTheLoop),
    *(CarryTakesOneEvent, CarryOverwritten, BlankPieceDropped, LooksLikeAnEvent),
)


def _outcome(decoder: type[Right], plan: Plan) -> object:
    client = decoder()
    try:
        for piece in plan.pieces(GOLDEN["lf"].data):
            client.push(piece)
    except Exception as error:
        return type(error)
    return client.text, client.done


_plan = partial(plan_for, GOLDEN["lf"])


@pytest.mark.parametrize("decoder", BUGS)
def test_every_bug_is_found_by_one_of_the_ten(decoder: type[Right]) -> None:
    right = _outcome(Right, _plan(Split("event")))

    assert _outcome(decoder, _plan(Split("event"))) == right, "the control group must pass: it is no split bug"
    assert any(_outcome(decoder, _plan(Split("smoke"), str(seed))) != right for seed in range(len(TEN)))


def test_a_right_client_passes_all_ten_and_byte_by_byte() -> None:
    plans = [_plan(Split("smoke"), str(seed)) for seed in range(len(TEN))]

    assert {_outcome(Right, plan) for plan in (*plans, _plan(Split("bytes")))} == {
        _outcome(Right, _plan(Split("event")))
    }


@pytest.mark.parametrize(
    ("decoder", "profile"),
    [
        (FreshDecoder, "utf8,all=1"),
        (CarryTakesOneEvent, "half-plus"),
        (LooksLikeAnEvent, "lookalike,all=1"),
        (BlankPieceDropped, "lines,all=1"),
        (SentinelAnywhere, "tail"),
        (SentinelByEquality, "sentinel,all=1"),
    ],
)
def test_the_profile_that_is_made_for_a_bug_finds_it(decoder: type[Right], profile: str) -> None:
    plan = _plan(Split("smoke"), str(tuple(TEN).index(profile)))

    assert _outcome(decoder, plan) != _outcome(Right, plan)
