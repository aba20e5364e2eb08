"""Plays the scenes of a client's life. Rules

- Scenes are played on the first tape only, under each profile: their results do not depend on the bytes.
- A scene at offsets is played at places of different boundary classes, or at every structural one; all are counted,
  and the first that fails is reported. `--scene abort,at=268` plays one.
- Where the client has no way to do what a scene asks for, the scene is not applicable, and says why.
- Its time is measured once, under the first profile.
- After a scene that never returned no other one is played; nor is any under a profile where the client fails without a
  scene, since that failure is reported already.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from cassettes.errors import SpecError
from cassettes.messages import say, sentence
from chunktape.check.explain import sampled
from chunktape.check.life.judging import thrown, whole
from chunktape.check.life.linear import TIMES, timed
from chunktape.check.life.registry import SCENES
from chunktape.check.life.scene import PASS, Listeners, Lived, Played, Scene, Setting
from chunktape.check.life.source import pointed
from chunktape.check.places import Pointer
from chunktape.check.runners.short_form import run_of
from chunktape.check.values import Client, Judgement
from player.splits.exhaust import structural

#: places at which a scene is played under a profile that is not the client's first one
_OTHERS: Final = 4
#: bytes of tape that a scene which is played everywhere may take in all, unless the check is a deep one
_PLAYED: Final = 8_000_000
#: judgements, the worst last: a scene that is played at several places gets the worst one
_BADNESS: Final = (
    Judgement.PASS,
    Judgement.NOT_APPLICABLE,
    Judgement.CONVENTION,
    Judgement.NOT_JUDGED,
    Judgement.FAIL,
)
#: the scene without an event: one answer, from its start to its end
_ALONE: Final = Scene(
    "alone", "", lambda _, __: [(act, 0, None) for act in ("ask", "feed", "end")], lambda _, __, ___: PASS
)
#: act that a client can't do -> why the scene is not applicable
_MISSING: Final = {
    "stop": sentence("nothing that it returns, takes or exports stops it"),
    "reset": sentence("it has no reset"),
    "ask": sentence("its decoder is one object, which has one stream"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A scene that is asked for by name, perhaps at one place."""

    name: str
    at: int | None = None

    def check_place(self, setting: Setting) -> None:
        """Raise SpecError where its place is not inside the tape."""
        if self.at is not None and not 0 < self.at < setting.size:
            raise SpecError(
                say(
                    "--scene {name},at={at}: {tape} has {size} bytes, so a place is from 1 to {last}.",
                    name=self.name,
                    at=self.at,
                    tape=setting.tape.name,
                    size=setting.size,
                    last=setting.size - 1,
                )
            )


def parse_scene(text: str) -> Asked:
    """`abort,at=268`. Raises SpecError."""
    name, comma, rest = text.partition(",")
    scene = SCENES.get(name)
    if scene is None and name not in TIMES:
        raise SpecError(
            say("There is no scene {name!r}. Known: {known}.", name=name, known=", ".join((*SCENES, *TIMES)))
        )
    if not comma:
        return Asked(name)
    at = rest.removeprefix("at=")
    if scene is None or not scene.places or at == rest or not at.isdecimal():
        form = f"{name},at=268" if scene is not None and scene.places else name
        raise SpecError(say("{text!r} is not a scene: expected {form!r}.", text=text, form=form))
    return Asked(name, int(at))


def live(
    setting: Setting, client: Client, asked: Asked | None = None, *, first: bool = True, deep: bool = False
) -> Iterator[Lived]:
    """Play every scene, or the one that is asked for. `first`: this is the first profile of the client; `deep`: a scene
    that is played everywhere is played so on a long tape as well.
    """
    if asked is None and setting.baseline.error and setting.tape.want.ended == "complete":
        words = say("one event per piece it ends in an error: mend that first")
        for name in (*SCENES, *(TIMES if first else ())):
            yield Lived(name, setting.drive.profile, Judgement.NOT_JUDGED, words)
        return
    failed: set[str] = set()
    for scene in [one for one in SCENES.values() if asked is None or asked.name == one.name]:
        if asked is not None and asked.at is not None:
            places = [asked.at]
        else:
            places = (
                places_of(setting, scene, most_places(setting, scene, first=first, deep=deep)) if scene.places else []
            )
        if scene.behind in failed:
            words = say("`{scene}` fails: mend that first", scene=scene.behind)
            yield Lived(scene.name, setting.drive.profile, Judgement.NOT_JUDGED, words)
            continue
        found = _lived(setting, client, scene, places)
        yield found
        if found.judgement is Judgement.FAIL:
            failed.add(scene.name)
        if found.lost:
            return
    for name in TIMES if first else ():
        if asked is None or asked.name == name:
            judgement, words, pointer = timed(setting, client, name)
            yield Lived(name, setting.drive.profile, judgement, words, pointer=pointer)


def _lived(setting: Setting, client: Client, scene: Scene, places: list[int]) -> Lived:
    profile = setting.drive.profile
    if absent := scene.absent(setting):
        return Lived(scene.name, profile, Judgement.NOT_APPLICABLE, absent)
    worst = Lived(scene.name, profile, Judgement.PASS)
    failed = 0
    if scene.tears:
        setting = _torn(setting, client)
    for tried, (place, played) in enumerate(play(setting, client, scene, places or [0]), start=1):
        if played.missing:
            return Lived(scene.name, profile, Judgement.NOT_APPLICABLE, say(_MISSING[played.missing]))
        if scene.listens and not played.lost and not played.listeners.on:
            words = say("it asks through no task that has chunk listeners")
            return Lived(scene.name, profile, Judgement.NOT_APPLICABLE, words)
        found = thrown(setting, played) if played.lost else scene.judge(setting, played, place)
        failed += found.judgement is Judgement.FAIL
        if _BADNESS.index(found.judgement) > _BADNESS.index(worst.judgement):
            worst = replace(worst, judgement=found.judgement, words=found.words, at=place if scene.places else None)
        worst = replace(worst, tried=tried, failed=failed, stops=played.stops, lost=bool(played.lost))
        if played.lost:
            break
    if worst.judgement is Judgement.FAIL and not worst.lost:
        worst = replace(worst, pointer=_pointed(setting, client, scene, worst.at or 0))
    return worst


def _pointed(setting: Setting, client: Client, scene: Scene, at: int) -> Pointer | None:
    """The client's own line behind the failure of a scene, which is played once more and traced."""
    traced = replace(setting, drive=setting.drive._replace(trace=True))
    ((_, played),) = play(traced, client, scene, [at])
    return None if played.lost else pointed(setting, scene, played, at)


def most_places(setting: Setting, scene: Scene, *, first: bool, deep: bool) -> int:
    """At how many places a scene is played at most."""
    if not first:
        return _OTHERS
    if not scene.everywhere:
        return scene.places
    return setting.size if deep else max(scene.places, _PLAYED // max(1, setting.size))


def places_of(setting: Setting, scene: Scene, most: int) -> list[int]:
    """Every structural place where the scene wants it, a place of each boundary class and the end of an event, or ends
    of events only; at most `most` of them.
    """
    if scene.at_events:
        return sampled(setting.cuts, most)
    if scene.everywhere and most > scene.places:
        return sampled(structural(setting.tape.body), most)
    boundaries = setting.tape.body.boundaries
    start = setting.cuts[0] if setting.cuts else 0
    found = {
        next((at for at in positions if at > start), positions[0])
        for one in boundaries.present()
        if (positions := boundaries.positions(one))
    }
    return sampled(sorted(one for one in {*found, *setting.cuts[:1]} if 0 < one < setting.size), most)


def _torn(setting: Setting, client: Client) -> Setting:
    """The setting with each event cut behind its first byte and in the middle, or in the middle only, if the client
    reads that; else the setting unchanged.
    """
    starts = (0, *setting.cuts)
    middles = {(start + end) // 2 for start, end in zip(starts, (*setting.cuts, setting.size), strict=True)}
    for cuts in ({*middles, *(start + 1 for start in starts)}, middles):
        torn = replace(setting, torn=tuple(sorted({*setting.cuts, *cuts} - {0, setting.size})))
        ((_, alone),) = play(torn, client, _ALONE, [0])
        if alone.answers and not alone.error and whole(setting, alone.answers[0]).judgement is Judgement.PASS:
            return torn
    return setting


def play(setting: Setting, client: Client, scene: Scene, places: list[int]) -> Iterator[tuple[int, Played]]:
    """Lead the client through a scene, once for each place; one that never comes back is the last."""
    asked = (
        {**scene.wishes, "cuts": setting.cuts, "steps": scene.steps(setting, at), "at": at if scene.places else 0}
        for at in places
    )
    body = client.body(setting.tape.body.data, setting.cuts)
    found = client.perform("play", body, setting.drive, asked)
    yield from zip(places, map(_played, found), strict=False)  # one that is lost is the last


def _played(found: Mapping[str, Any]) -> Played:
    if "lost" in found:
        return Played(lost=found["lost"])
    parts = found.get("parts", ())
    return Played(
        tuple(run_of(part, tuple(part["cuts"]), None) for part in parts),
        tuple(part.get("mark", 0) for part in parts),
        found.get("error", ""),
        found.get("stops", ""),
        found.get("missing", ""),
        listeners=Listeners(**found.get("listeners", {})),
        places=found.get("places", {}),
    )
