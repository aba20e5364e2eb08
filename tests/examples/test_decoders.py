"""The set of decoders: each buggy one fails on exactly what it says, each right one on nothing.

Rules: a split bug passes where every chunk is one event, and fails on its witness plan; a content bug passes on a
plain stream and fails on its witness body however that is cut; a right decoder passes every single cut of every body,
every pair of cuts of a short one, every 3-byte, 1-byte and random cutting.
"""

import base64
import itertools
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

Cuts = tuple[int, ...]
SIGNS = ".xes"


def event(text: str, eol: str = "\n") -> bytes:
    data = json.dumps({"choices": [{"delta": {"content": text}}]}, ensure_ascii=False, separators=(",", ":"))
    return f"data: {data}{eol}{eol}".encode()


@dataclass(frozen=True)
class Body:
    """A stream as its events (each with its blank line), and the answer in it."""

    events: tuple[bytes, ...]
    expected: str
    dialect: str = "sse"
    plans: dict[str, Cuts] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        return b"".join(self.events)

    @property
    def ends(self) -> Cuts:
        """Where one event ends and the next begins."""
        return tuple(itertools.accumulate(len(part) for part in self.events))[:-1]

    def at(self, needle: str | bytes, inside: int = 0) -> int:
        """The offset `inside` the first occurrence of `needle`."""
        return self.body.index(needle.encode() if isinstance(needle, str) else needle) + inside

    def with_cuts(self, *cuts: int) -> Cuts:
        return tuple(sorted({*self.ends, *cuts}))


def of(*pieces: str, eol: str = "\n") -> Body:
    return Body((*(event(piece, eol) for piece in pieces), f"data: [DONE]{eol}{eol}".encode()), "".join(pieces))


PIECES = ("你好", "é，世界", "👍🏽", 'a\n"b"\\', "价格¥12.50", "x}{y", "再见。")
PLAIN = of("你好", "é，世界", "价格", "emoji 没有", "再见。")
RICH = of(*PIECES)
LOOKALIKE = of("见 data: x", "还有", "[DONE] 在文中", "data:", "完")
FEFF = of("a\ufeffb", "c")
EMOJI = of("好👍", "a")
UNICODE_ENDS = of("一\u2028二\u0085三", "四")
CRLF = of(*PIECES, eol="\r\n")
CR = of(*PIECES, eol="\r")
NO_SPACE = Body(tuple(part.replace(b"data: ", b"data:") for part in RICH.events), RICH.expected)
BOM = Body((b"\xef\xbb\xbf" + RICH.events[0], *RICH.events[1:]), RICH.expected)
COMMENTS = Body((b": keep-alive\n\n", *RICH.events[:3], b":\n\n: x\n\n", *RICH.events[3:]), RICH.expected)
BRACES = of("一 }}} 二", "三")
LONGER = of(*("长" * 6 for _ in range(8)))
BIG = of(*("长" * 1000 for _ in range(60)))


def named(eol: str = "\n") -> Body:
    """Anthropic's shape: a name before each event's data, in two data lines."""
    parts = []
    for number, piece in enumerate(PIECES):
        data = json.dumps({"type": "content_block_delta", "delta": {"text": piece}}, ensure_ascii=False)
        head, _, tail = data.partition(", ")
        lines = [f"id: {number}", "event: content_block_delta", f"data: {head},", f"data: {tail}", "", ""]
        parts.append(eol.join(lines).encode())
    return Body(tuple(parts), "".join(PIECES))


def one_line_named() -> Body:
    parts = []
    for piece in PIECES:
        data = json.dumps({"type": "content_block_delta", "delta": {"text": piece}}, ensure_ascii=False)
        parts.append(f"event: content_block_delta\ndata: {data}\n\n".encode())
    return Body(tuple(parts), "".join(PIECES))


NAMED = one_line_named()
MULTILINE = named()
MULTILINE_CRLF = named("\r\n")
NDJSON = Body(
    tuple((json.dumps({"message": {"content": piece}}, ensure_ascii=False) + "\n").encode() for piece in PIECES),
    "".join(PIECES),
    "ndjson",
)
NDJSON_NO_LF = Body((*NDJSON.events[:-1], NDJSON.events[-1].rstrip(b"\n")), NDJSON.expected, "ndjson")

RIGHT_BODIES = {
    "plain": PLAIN,
    "rich": RICH,
    "crlf": CRLF,
    "cr": CR,
    "no space": NO_SPACE,
    "bom": BOM,
    "comments": COMMENTS,
    "named": NAMED,
    "multiline": MULTILINE,
    "multiline crlf": MULTILINE_CRLF,
    "look-alike": LOOKALIKE,
    "feff": FEFF,
    "unicode ends": UNICODE_ENDS,
    "ndjson": NDJSON,
    "ndjson without lf": NDJSON_NO_LF,
}


def half_plus(body: Body) -> Cuts:
    """Half an event, then its rest with one and a half more, and so on."""
    starts = (0, *body.ends)
    return tuple(start + len(body.events[number]) // 2 for number, start in enumerate(starts) if number % 2 == 0)


def every(body: Body, step: int = 1) -> Cuts:
    return tuple(range(step, len(body.body), step))


def split_bug(body: Body, cuts: Cuts, sign: str = "x") -> tuple[Body, Cuts, str]:
    return body, cuts, sign


# Each split bug with the plan that must show it, and how it shows.
WITNESSES = {
    "d01": split_bug(PLAIN, PLAIN.with_cuts(PLAIN.at("好", 1))),
    "d02": split_bug(PLAIN, PLAIN.with_cuts(PLAIN.at("好", 1))),
    "d03": split_bug(PLAIN, PLAIN.with_cuts(PLAIN.at("好"))),
    "d05": split_bug(MULTILINE_CRLF, MULTILINE_CRLF.with_cuts(MULTILINE_CRLF.at(",\r\n", 2)), "e"),
    "d07": split_bug(PLAIN, (), "e"),
    "d08": split_bug(PLAIN, PLAIN.with_cuts(PLAIN.at("DONE", 2)), "e"),
    "d09": split_bug(PLAIN, PLAIN.ends[:-1]),
    "d10": split_bug(PLAIN, PLAIN.with_cuts(PLAIN.at("好"))),
    "d11": split_bug(PLAIN, PLAIN.ends[1:]),
    "d12": split_bug(PLAIN, PLAIN.with_cuts(PLAIN.at("，", 2))),
    "d13": split_bug(PLAIN, PLAIN.ends[1:]),
    "d15": split_bug(COMMENTS, COMMENTS.ends[1:]),
    "d17": split_bug(PLAIN, PLAIN.with_cuts(PLAIN.at("好", 1))),
    "d18": split_bug(EMOJI, EMOJI.with_cuts(EMOJI.at("👍", 3))),
    "d19": split_bug(PLAIN, PLAIN.with_cuts(PLAIN.at("\n\n"))),
    "d20": split_bug(NAMED, NAMED.with_cuts(NAMED.at("data:"))),
    "d21": split_bug(PLAIN, half_plus(PLAIN)),
    "d22": split_bug(PLAIN, PLAIN.with_cuts(PLAIN.at("好", 1), PLAIN.at("好", 2))),
    "d23": split_bug(PLAIN, PLAIN.with_cuts(PLAIN.at("\n\n")), "e"),
    "d24": split_bug(LOOKALIKE, LOOKALIKE.with_cuts(LOOKALIKE.at("data: x")), "e"),
    "d25": split_bug(LONGER, tuple(end + LONGER.at("长", 1) for end in (0, *LONGER.ends[:-1])), "s"),
    "d26": split_bug(LONGER, tuple(end + 5 for end in LONGER.ends), "s"),
    "d27": split_bug(BIG, (), "e"),
    "d28": split_bug(PLAIN, PLAIN.with_cuts(PLAIN.at("\n\n", 1)), "e"),
    "d29": split_bug(PLAIN, PLAIN.with_cuts(PLAIN.at("好"), PLAIN.at("好", 3))),
    "d30": split_bug(PLAIN, PLAIN.ends[1:]),
    "d32": split_bug(RICH, RICH.with_cuts(RICH.at('\\"', 1))),
    "d33": split_bug(PLAIN, PLAIN.with_cuts(2)),
    "d34": split_bug(BOM, BOM.with_cuts(2)),
    "d35": split_bug(FEFF, FEFF.with_cuts(FEFF.at("\ufeff"))),
    "d36": split_bug(PLAIN, PLAIN.with_cuts(PLAIN.at("好", 2))),
    "d37": split_bug(RICH, RICH.with_cuts(RICH.at("\\n", 1))),
    "d38": split_bug(PLAIN, PLAIN.with_cuts(3)),
    "d39": split_bug(COMMENTS, COMMENTS.ends[1:]),
    "d44": split_bug(NDJSON, NDJSON.with_cuts(5), "e"),
}
# No single cut finds these, whichever event it falls into.
NEEDS_MORE_THAN_ONE_CUT = ("d09", "d13", "d15", "d21", "d22", "d29", "d30")

CONTENT = {
    "d04": CRLF,
    "d06": NO_SPACE,
    "d14": COMMENTS,
    "d16": MULTILINE,
    "d31": BRACES,
    "d40": LOOKALIKE,
    "d41": UNICODE_ENDS,
    "d42": EMOJI,
    "d43": BOM,
    "d45": NDJSON_NO_LF,
}

#: "d01" -> "d01_fresh_text_decoder"
_NAMES = {path.stem[:3]: path.stem for path in (Path(__file__).parents[1] / "js/decoders").glob("[dr][0-9]*.mjs")}


@pytest.fixture
def check(run_js: Callable[..., Any]) -> Callable[..., Any]:
    """`check([(body, plans), ...])` gives run_vectors' reports, one per body, of these decoders or of this kind."""

    def run(vectors: Iterable[tuple[Body, Iterable[Cuts]]], *decoders: str, kind: str = "") -> Any:
        given = [
            {
                "body_base64": base64.b64encode(body.body).decode(),
                "expected_text": body.expected,
                "dialect": body.dialect,
                "plans": [{"name": f"plan {number}", "cuts": cuts} for number, cuts in enumerate(plans)],
            }
            for body, plans in vectors
        ]
        chosen = ("--decoders", ",".join(_NAMES[decoder[:3]] for decoder in decoders)) if decoders else ()
        return run_js("run_vectors.mjs", *chosen, *(("--kind", kind) if kind else ()), stdin=json.dumps(given))

    return run


def verdict(report: Any, decoder: str) -> str:
    """The signs of the decoder whose name begins like this."""
    (signs,) = [signs for name, signs in report["results"].items() if name.startswith(f"{decoder}_")]
    assert set(signs) <= set(SIGNS)
    return str(signs)


def names(report: Any, kind: str) -> list[str]:
    return [entry["name"] for entry in report["decoders"] if entry["kind"] == kind]


def test_the_set_is_complete_and_every_bug_has_its_witness(check: Callable[..., Any]) -> None:
    sse, ndjson = check([(PLAIN, [PLAIN.ends]), (NDJSON, [NDJSON.ends])])
    split = {name[:3] for report in (sse, ndjson) for name in names(report, "split")}
    content = {name[:3] for report in (sse, ndjson) for name in names(report, "content")}
    assert split == set(WITNESSES)
    assert content == set(CONTENT)
    assert len(split) + len(content) >= 24
    assert len(names(sse, "right")) >= 4
    bugs = [entry["bug"] for report in (sse, ndjson) for entry in report["decoders"] if entry["kind"] != "right"]
    assert len(set(bugs)) == len(bugs), "one bug class each"


def test_right_decoders_pass_every_single_cut_of_every_body(check: Callable[..., Any]) -> None:
    bodies = list(RIGHT_BODIES.values())
    reports = check(
        (
            (body, [(), body.ends, half_plus(body), every(body), every(body, 3), *((cut,) for cut in every(body))])
            for body in bodies
        ),
        kind="right",
    )
    for name, report in zip(RIGHT_BODIES, reports, strict=True):
        assert names(report, "right")
        for decoder in names(report, "right"):
            assert set(report["results"][decoder]) == {"."}, (name, report["failures"][decoder])


def test_right_decoders_pass_every_pair_of_cuts(check: Callable[..., Any]) -> None:
    bodies = [
        of("好", "👍"),
        Body((b'\xef\xbb\xbfdata:{"choices":\r\ndata: [{"delta":{"content":"\xe5\xa5\xbd"}}]}\r\n\r\n',), "好"),
        Body((NDJSON.events[0], NDJSON.events[2]), PIECES[0] + PIECES[2], "ndjson"),
    ]
    reports = check(((body, itertools.combinations(every(body), 2)) for body in bodies), kind="right")
    for report in reports:
        assert names(report, "right")
        assert len(report["plans"]) > 1500
        for decoder in names(report, "right"):
            assert set(report["results"][decoder]) == {"."}, report["failures"][decoder]


def test_a_split_bug_passes_event_by_event_and_fails_on_its_witness(check: Callable[..., Any]) -> None:
    reports = check((body, [body.ends, cuts]) for body, cuts, _ in WITNESSES.values())
    found = {decoder: verdict(report, decoder) for decoder, report in zip(WITNESSES, reports, strict=True)}
    assert found == {decoder: f".{sign}" for decoder, (_, _, sign) in WITNESSES.items()}


def test_some_split_bugs_pass_every_single_cut(check: Callable[..., Any]) -> None:
    for body in (PLAIN, COMMENTS):
        (report,) = check([(body, (body.with_cuts(cut) for cut in every(body)))], *NEEDS_MORE_THAN_ONE_CUT)
        for decoder in NEEDS_MORE_THAN_ONE_CUT:
            assert set(verdict(report, decoder)) == {"."}, report["failures"]


def test_carry_then_first_event_only_passes_the_usual_tests(check: Callable[..., Any]) -> None:
    # Whole, event by event, byte by byte, merged in twos: why half-plus is among the profiles.
    (report,) = check([(PLAIN, [(), PLAIN.ends, every(PLAIN), PLAIN.ends[1::2], half_plus(PLAIN)])])
    assert verdict(report, "d21") == "....x"


def test_utf8_bugs_fail_at_every_cut_inside_a_character_and_nowhere_else(check: Callable[..., Any]) -> None:
    inside = {at for at in every(PLAIN) if 0x80 <= PLAIN.body[at] < 0xC0}
    bugs = ("d01", "d02", "d12", "d17")
    (report,) = check([(PLAIN, (PLAIN.with_cuts(cut) for cut in every(PLAIN)))], *bugs)
    for decoder in bugs:
        failed = {at for at, sign in zip(every(PLAIN), verdict(report, decoder), strict=True) if sign != "."}
        assert failed == inside


def test_a_content_bug_passes_a_plain_stream_and_fails_on_its_own(check: Callable[..., Any]) -> None:
    plain = {decoder: NDJSON if body.dialect == "ndjson" else PLAIN for decoder, body in CONTENT.items()}
    on_plain = check((body, [body.ends, (), every(body)]) for body in plain.values())
    on_own = check((body, [body.ends, (), every(body)]) for body in CONTENT.values())
    for decoder, good, bad in zip(CONTENT, on_plain, on_own, strict=True):
        assert verdict(good, decoder) == "...", good["failures"]
        assert "." not in verdict(bad, decoder), decoder
        assert "s" not in verdict(bad, decoder), decoder


def test_a_failure_says_what_was_expected_and_shown(check: Callable[..., Any]) -> None:
    body, cuts, _ = WITNESSES["d01"]
    (report,) = check([(body, [body.ends, cuts])], "d01_fresh_text_decoder")
    assert list(report["results"]) == ["d01_fresh_text_decoder"]
    failure = report["failures"]["d01_fresh_text_decoder"]
    assert (failure["plan"], failure["verdict"]) == ("plan 1", "x")
    assert failure["detail"].startswith('from character 1: expected "好é，世界')
