"""Each wrong client of `clients` fails in its scene, and no right one fails in any.

A right client is stopped at every structural place of its tape: of one with an event of each kind in the normal run, of
the whole torture tape as evidence.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path

import pytest

from chunktape.check import sweep
from chunktape.check.driving.search import find, profiles_of
from chunktape.check.findings import Report
from chunktape.check.life.live import Asked, live
from chunktape.check.life.registry import SCENES
from chunktape.check.life.scene import Lived, Setting
from chunktape.check.places import place
from chunktape.check.runners.node import node_client
from chunktape.check.sweep.effort import Effort
from chunktape.check.sweep.meter import Meter
from chunktape.check.tapes import given
from chunktape.check.values import Judgement
from tests.support.torture import short_torture

CLIENTS = Path(__file__).parent / "clients"
EXAMPLE = Path(__file__).parents[4] / "examples" / "miniprogram"
DECODERS = Path(__file__).parents[3] / "js" / "decoders"

#: wrong client -> the first scene in which it fails, and a word of what is said
WRONG = {
    "at_once_debounced.js": ("at-once", "same text"),
    "abort_goes_on.js": ("abort", "goes on"),
    "abort_module_buffer.js": ("together", ""),
    "abort_shared_flag.js": ("abort", "goes on"),
    "end_twice.js": ("end", "onDone"),
    "late_chunk_shown.js": ("late-chunk", "goes on"),
    "late_chunk_throws.js": ("late-chunk", "TypeError"),
    "late_listener_timer.js": ("late-listener", "before the chunk listener"),
    "listener_bound_again.js": ("listener", "offChunkReceived"),
    "reset_keeps_half.mjs": ("reset", "same text"),
    "restart_old_fail.js": ("restart", "the other answer"),
    "success_body_again.js": ("success-body", "shown again"),
    "success_first_closed.js": ("success-first", "TypeError"),
    "together_one_listener.js": ("together", "shown again"),
    "twice_first_goes_on.js": ("twice", "shown again"),
    "twice_listeners_pile_up.js": ("twice", "shown again"),
    "twice_text_kept.js": ("twice", "shown again"),
}
#: wrong client -> why its line is named, and a part of that line; a text that is only missing has none
LINES = {
    "abort_goes_on.js": ("shown", "onText(text)"),
    "at_once_debounced.js": ("", ""),
    "end_twice.js": ("again", "onDone()"),
    "late_chunk_shown.js": ("shown", "onText(text)"),
    "late_chunk_throws.js": ("thrown", "push(result.data)"),
    "late_listener_timer.js": ("listens", "task.onChunkReceived("),
    "listener_bound_again.js": ("off", "offChunkReceived(chat.onChunk.bind(chat))"),
    "reset_keeps_half.mjs": ("behind", "this.onText("),
    "success_body_again.js": ("shown", "onText(text)"),
    "twice_listeners_pile_up.js": ("shown", "show(text)"),
    "twice_text_kept.js": ("shown", "onText(text)"),
}
#: what they have in common, and one that is about time
OTHERS = ("chat.js", "linear_all_again.mjs", "decoders.py")

pytestmark = pytest.mark.wire


#: whether the tape is the whole one
PARTS = [pytest.param(False, id="sample"), pytest.param(True, id="all", marks=pytest.mark.evidence)]
#: the file of a torture tape, by its name
Tape = Callable[[str], str]


@pytest.fixture(scope="module")
def short(require_tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Tape:
    require_tool("node")
    folder = tmp_path_factory.mktemp("tapes")
    files = {name: str(short_torture(folder, name)) for name in ("torture-lf", "torture-ndjson")}
    return files.__getitem__


@cache
def lived(path: Path, tape: Tape, *, until_it_fails: bool = False) -> list[Lived]:
    """All that is said of a client's life, under each profile, but for its time; or up to the first failure."""
    client = node_client(str(path))
    try:
        run = Meter(Report(path.name), client, Effort(), lambda _: None).run
        tapes = given([tape("torture-ndjson" if "ndjson" in path.name else "torture-lf")])
        loaded = client.load()
        way = find(path.name, loaded, tapes, run)
        found: list[Lived] = []
        for profile in profiles_of(loaded):
            drive = way.drive._replace(profile=profile)
            cuts = sweep.baseline(way.tape.body).cuts
            number = client.body(way.tape.body.data, cuts)
            setting = Setting(way.tape, way.entry, drive, way.reading, client.run(number, cuts, drive))
            for name in SCENES:
                found += live(setting, client, Asked(name), first=profile == profiles_of(loaded)[0])
                if until_it_fails and failed(found):
                    return found
        return found
    finally:
        client.close()


def all_lived(paths: list[Path], tape: Tape, *, until_it_fails: bool = False) -> dict[str, list[Lived]]:
    live_one = partial(lived, tape=tape, until_it_fails=until_it_fails)
    with ThreadPoolExecutor(2) as pool:
        return dict(zip([path.name for path in paths], pool.map(live_one, paths), strict=True))


def failed(found: list[Lived]) -> list[tuple[str, str]]:
    return [(one.scene, one.words) for one in found if one.judgement is Judgement.FAIL]


def test_each_bug_fails_in_its_scene_and_points_to_its_line(short: Tape) -> None:
    assert {path.name for path in CLIENTS.iterdir() if path.is_file()} == {*WRONG, *OTHERS} | {
        path.name for path in CLIENTS.glob("right_*")
    }
    for name, found in all_lived([CLIENTS / name for name in WRONG], short, until_it_fails=True).items():
        scene, words = failed(found)[0]
        assert (scene, WRONG[name][1] in words) == (WRONG[name][0], True), (name, failed(found))
        if name in LINES:
            pointer = next(one.pointer for one in found if one.judgement is Judgement.FAIL)
            named = place(pointer, CLIENTS)
            assert (named.why if named else "") == LINES[name][0], (name, pointer)
            assert LINES[name][1] in (named.text if named else ""), (name, pointer)


def test_a_bug_at_one_single_place_of_the_tape_is_found(short: Tape, tmp_path: Path) -> None:
    client = tmp_path / "one_place.mjs"
    right = (DECODERS / "r01_text_decoder_stream.mjs").as_uri()
    client.write_text(
        f"""import {{ create as right }} from {right!r};
let count = 0; // bytes of the stream before: left behind by a stop at byte 307
export function create(onText) {{
  if (count === 307) onText('?');
  const decoder = right(onText);
  count = 0;
  return {{ push: (bytes) => {{ count += bytes.length; decoder.push(bytes); }}, end: () => decoder.end() }};
}}
""",
        "utf-8",
    )
    (found,) = [one for one in lived(client, short) if one.scene == "abort"]
    assert (found.judgement, found.spec, found.failed) == (Judgement.FAIL, "abort,at=307", 1)
    assert found.tried > 300


@pytest.mark.parametrize("is_whole", PARTS)
def test_no_right_client_is_blamed(short: Tape, is_whole: bool) -> None:
    rights = [*CLIENTS.glob("right_*"), *DECODERS.glob("r0*.mjs"), EXAMPLE / "stream" / "stream.js"]
    for name, found in all_lived(rights, str if is_whole else short).items():
        assert failed(found) == [], name
        assert sum(one.judgement is Judgement.PASS for one in found) > 1, name


def test_what_can_not_be_done_is_not_applicable_and_says_why(short: Tape) -> None:
    plain = {one.scene: one for one in lived(CLIENTS / "right_plain.js", short)}
    assert plain["abort"].judgement is Judgement.NOT_APPLICABLE
    assert "stops it" in plain["abort"].words
    assert "no pieces" in plain["reset"].words
    decoder = {one.scene: one for one in lived(DECODERS / "r01_text_decoder_stream.mjs", short)}
    assert decoder["abort"].stops == "dropped"
    assert "no reset" in decoder["reset"].words
    assert decoder["late-listener"].judgement is Judgement.NOT_APPLICABLE


def test_where_right_clients_differ_is_a_convention(short: Tape) -> None:
    names = ("right_refuses.js", "right_newest.js", "right_one_list.js", "right_task.js")
    found = all_lived([CLIENTS / name for name in names], short)
    said = {(name, one.scene): one.judgement for name, all_ in found.items() for one in all_}
    assert said["right_refuses.js", "together"] is Judgement.CONVENTION
    assert said["right_newest.js", "together"] is Judgement.CONVENTION
    assert said["right_one_list.js", "together"] is Judgement.CONVENTION
    assert said["right_task.js", "late-chunk"] is Judgement.CONVENTION
