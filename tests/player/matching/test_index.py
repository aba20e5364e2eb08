import json
import time
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import SpecError
from cassettes.model import Request
from cassettes.redaction.redact import Redaction
from network.work import MATCHING
from player.matching import index as matching
from player.matching.index import LONGEST, TOLD, Candidate, Difference, Index, differences, differing
from player.matching.rotation import CLIENTS, PLACES, Selection
from player.matching.subject import FIELDS, LEAVES, Ignored, Subject, show, subject

NO_MASKS = Redaction.none()


def said(
    target: bytes = b"/a",
    body: Any = b"",
    method: str = "POST",
    kind: bytes = b"",
    ignore: tuple[str, ...] = (),
    masks: Redaction = NO_MASKS,
) -> Subject:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = ((b"content-type", kind),) if kind else ()
    return subject(Request(method, target, headers, data), masks, Ignored.of(ignore))


def index(*subjects: Subject) -> Index:
    return Index([Candidate(number, one) for number, one in enumerate(subjects)])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=4), below, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_json_is_compared_by_value_not_by_how_it_is_written(value: Any) -> None:
    compact = said(body=json.dumps(value, separators=(",", ":"), sort_keys=True).encode(), kind=b"application/json")
    spacious = said(body=json.dumps(value, indent=3).encode(), kind=b"application/json")

    assert compact == spacious
    assert differences(compact, spacious) == ()


@given(JSON, JSON)
def test_what_differs_is_told_and_ignoring_it_makes_it_match(one: Any, other: Any) -> None:
    first, second = {"a": one}, {"a": other}
    found = differences(said(body=first), said(body=second))
    options = tuple(difference.option for difference in found)

    assert bool(found) == (said(body=first).fingerprint != said(body=second).fingerprint)
    assert said(body=first, ignore=options) == said(body=second, ignore=options)


@given(JSON, JSON, st.integers(0, 9))
def test_counting_what_differs_is_telling_it(one: Any, other: Any, most: int) -> None:
    first, second = said(body={"a": one, "q": 1}), said(b"/a?x=1", body={"a": other})
    found = differences(first, second)

    assert differing(first, second) == differing(second, first) == len(found)
    assert differences(first, second, most) == found[:most]


def test_a_match_keeps_a_few_differences_and_how_many_there_are() -> None:
    """What the journal keeps of one request was 589 KB."""
    asked = said(body={"x" * 5000: 1, **{f"k{number}": "v" * 5000 for number in range(3000)}})
    found = index(said(body={"other": 1})).find(asked, "default")

    assert found is not None
    assert (len(found.differences), found.differing) == (TOLD, 3002)
    assert sum(len(one.place[1]) + len(str(one.asked)) for one in found.differences) < TOLD * 80
    named = index(said(body={"other": 1})).find(said(body={"x" * 5000: "hidden"}), "default")
    assert named is not None
    assert [len(one.place[1]) for one in named.differences] == [6, LONGEST]
    assert named.differences[1].asked == "..."  # its name may have said that it is a secret
    assert len(str(named.differences[1])) < 300


FORM = b"application/x-www-form-urlencoded"


def test_a_form_of_very_many_fields_and_json_of_very_many_leaves_are_compared_as_a_whole() -> None:
    fields = b"&".join(b"k%d=1" % number for number in range(FIELDS + 1))
    assert list(said(body=fields, kind=FORM).values) == [("body", "")]
    assert len(said(body=fields.rpartition(b"&")[0], kind=FORM).values) == FIELDS
    for count, whole in ((LEAVES, False), (LEAVES + 1, True)):
        one = said(body=b"[" + b",".join([b"1"] * count) + b"]")
        assert (list(one.values) == [("body", "")]) is whole
        assert len(one.values) == (1 if whole else count)


@given(st.lists(st.tuples(st.text(max_size=4), st.text(max_size=4))), st.binary(max_size=12))
def test_a_form_is_read_as_the_standard_library_reads_it(pairs: list[tuple[str, str]], more: bytes) -> None:
    text = urlencode(pairs).encode() + b"&" + more
    read = parse_qsl(text.decode("utf-8", "surrogateescape"), keep_blank_values=True, errors="replace")
    wanted: dict[str, list[str]] = {}
    for name, value in read:
        wanted.setdefault(name, []).append(value)

    assert (
        said(b"/a?" + text.replace(b";", b"")).values
        == {("query", name): tuple(sorted(values)) for name, values in wanted.items()}
        or b";" in text
    )


@pytest.mark.parametrize("filling", [b"&", b"a=1&", b"k=v&k2=%41&", b"%41", b"x"])
def test_a_large_body_takes_no_longer_as_a_form_than_as_octets_however_many_recordings(filling: bytes) -> None:
    """20 MiB took 5 s beside 0.8 s, and as long again for each candidate."""
    body = filling * ((1 << 20) // len(filling))
    recorded = index(*(said(body=b"x=%d" % number, kind=FORM) for number in range(50)))

    def seconds(kind: bytes) -> float:
        began = time.process_time()
        asked = said(body=body, kind=kind)
        assert recorded.find(asked, "default") is not None
        recorded.nearest(asked)
        return time.process_time() - began

    assert seconds(FORM) < 10 * seconds(b"application/octet-stream") + 1


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (b'{"a":1}', b'{"a":1.0}', True),
        (b'{"a":1}', b'{"a":true}', False),
        (b'{"a":0}', b'{"a":false}', False),
        (b'{"a":null}', b"{}", False),
        (b'{"a":[]}', b'{"a":{}}', False),
        (b'{"a":"1"}', b'{"a":1}', False),
        (b'{"a":NaN}', b'{"a":NaN}', True),
        (b"{not json", b"{not json", True),
        (b"{not json", b"{not  json", False),
        (b"[" * 100_000, b"[" * 100_000, True),
        (b"plain", b"plain", True),
    ],
)
def test_bodies_that_are_and_are_not_equal(one: bytes, other: bytes, equal: bool) -> None:
    assert (said(body=one) == said(body=other)) is equal


def test_forms_are_compared_by_field() -> None:
    kind = b"application/x-www-form-urlencoded; charset=utf-8"
    one, other = said(body=b"a=1&b=%E4%BD%A0", kind=kind), said(body=b"b=%e4%bd%a0&a=2", kind=kind)

    assert [str(found) for found in differences(one, other)] == ["body /a"]


def test_a_path_is_compared_decoded() -> None:
    assert said(b"/%E4%BD%A0/a%2Db") == said(b"/%e4%bd%a0/a-b")


def test_masked_values_are_equal_to_anything_and_never_shown() -> None:
    masks = Redaction(("query:key", "field:token"))
    one = said(b"/a?key=***", {"x": {"token": "***"}}, masks=masks)
    other = said(b"/a?key=hunter2", {"x": {"token": [1, 2]}}, masks=masks)

    assert one == other
    assert "hunter2" not in repr(other.values)


def test_values_of_one_name_are_compared_without_regard_to_order() -> None:
    assert said(b"/a?x=1&y=2&x=3") == said(b"/a?x=3&x=1&y=2")
    assert said(b"/a?x=1&x=1") != said(b"/a?x=1")


@pytest.mark.parametrize(
    ("target", "kind", "body"),
    [
        (b"/a?x=1;token=SECRET", b"", b""),
        (b"/a", b"", b"a=b&token=SECRET"),
        (b"/a", b"application/x-www-form-urlencoded", b"a=b;token=SECRET&c=d"),
        (b"/a", b"application/json", b'{"token": "SECRET", "n":'),
        (b"/a", b"application/x-ndjson", b'{"token": "SECRET"}\n{"token":{"k":["SECRET"]}, "b": 1}\n'),
        (b"/a", b"text/plain", b'say "token": "SECRET" **twice**'),
        (b"/a", b"", b'{"u": "b https://a.example/?a=1&sig=SECRET#z", "d": "mysql://u:SECRET@h", "n": 1}'),
        (b"/a", b"", b'{"u": "https:\\/\\/a.example\\/?b=1\\u0026sig=SECRET", "n": 1}'),
        (b"/a", b"", b'{"u": "{\\u0022token\\u0022: \\u0022SECRET\\u0022, \\u0022b\\u0022:1}", "n": 1}'),
        (b"/a", b"", b"<a><b>https://u:SECRET@h/</b>b</a>"),
        (
            b"/a",
            b"multipart/form-data; boundary=BOUNDARY",
            b'--BOUNDARY\r\nContent-Disposition: form-data; name="token"\r\n\r\nSECRET\r\n'
            b'--BOUNDARY\r\nContent-Disposition: form-data; name="q"\r\n\r\n\0\0hi\r\n--BOUNDARY--\r\n',
        ),
    ],
)
def test_redacted_text_of_every_form_equals_any_secret_and_nothing_else(
    target: bytes, kind: bytes, body: bytes
) -> None:
    masks = Redaction.default()

    def with_secret(secret: bytes, boundary: bytes, text: bytes = body) -> Request:
        fields = [data.replace(b"SECRET", secret).replace(b"BOUNDARY", boundary) for data in (target, kind, text)]
        return Request("POST", fields[0], ((b"content-type", fields[1]),) if kind else (), fields[2])

    def compared(request: Request) -> Subject:
        return subject(request, masks, Ignored())

    stored = masks.request(with_secret(b"sk-1234", b"xy"))
    assert b"sk-1234" not in stored.target + stored.body
    live = compared(with_secret(b"another-longer-key", b"z0"))
    assert compared(stored) == live
    assert "another-longer-key" not in repr(live.values)
    for old, new in ((b"b", b"e"), (b"**", b"*"), (b"\0\0", b"\0"), (b'"n"', b'"m"')):
        if old in body:
            assert compared(with_secret(b"k", b"z0", body.replace(old, new))) != live


def test_multipart_is_compared_without_its_boundary_and_with_everything_else() -> None:
    def upload(boundary: bytes, content: bytes) -> Subject:
        body = b"--%b\r\nContent-Disposition: form-data; name=q\r\n\r\n%b\r\n--%b--\r\n" % (boundary, content, boundary)
        return said(b"/a", body, kind=b"multipart/form-data; boundary=" + boundary)

    assert upload(b"b1", b"one") == upload(b"b2", b"one")
    assert upload(b"b1", b"one") != upload(b"b1", b"two")


def test_a_number_that_is_a_secret_equals_any_other_in_lines_of_json() -> None:
    masks = Redaction.default()
    lines = [Request("POST", b"/a", (), b'{"code": %b}\n{}\n' % code) for code in (b"123456", b"98")]
    stored, live = masks.request(lines[0]), lines[1]

    assert stored.body == b'{"code": 111111}\n{}\n'
    assert subject(stored, masks, Ignored()) == subject(live, masks, Ignored())


@pytest.mark.parametrize("text", ["", "query:", "body:", "body:a", "header:x", "x"])
def test_what_can_not_be_ignored(text: str) -> None:
    with pytest.raises(SpecError, match="--ignore"):
        Ignored.of((text,))


def test_an_ignored_pointer_covers_what_is_below_it_and_nothing_beside_it() -> None:
    ignored = Ignored.of(("body:/a", "query:t"))

    assert ignored.skips(("body", "/a"))
    assert ignored.skips(("body", "/a/0/b"))
    assert not ignored.skips(("body", "/ab"))
    assert not ignored.skips(("query", "a"))


def test_the_fewest_differences_win_and_equal_ones_are_a_group() -> None:
    one, two, three = said(b"/a?x=1&y=1"), said(b"/a?x=2&y=2"), said(b"/a?x=3&y=1")
    library = index(one, two, three)

    assert library.find(said(b"/a?x=9&y=2"), "default").group == (1,)  # type: ignore[union-attr]
    assert library.find(said(b"/a?x=9&y=1"), "default").group == (0, 2)  # type: ignore[union-attr]
    assert library.find(said(b"/a?x=9&y=9"), "default").group == (0, 1, 2)  # type: ignore[union-attr]
    assert library.find(said(b"/b"), "default") is None
    assert library.find(said(b"/a", method="GET"), "default") is None


@given(
    st.lists(st.sampled_from([b"/a?x=1", b"/a?x=2", b"/a", b"/b"]), max_size=6),
    st.sampled_from([b"/a?x=1", b"/a?z=1", b"/b"]),
)
def test_the_default_always_plays_what_strict_plays(recorded: list[bytes], asked: bytes) -> None:
    library = index(*map(said, recorded))
    strict, best = library.find(said(asked), "strict"), library.find(said(asked), "default")

    if strict is not None:
        assert best == strict
    assert (best is None) == (not any(target.partition(b"?")[0] == asked.partition(b"?")[0] for target in recorded))


def test_the_nearest_have_the_same_end_of_the_path_first() -> None:
    near = index(said(b"/zzz"), said(b"/v1/chat"), said(b"/v1/chats")).nearest(said(b"/api/v1/chat"))

    assert near[0].index == 1


def test_long_values_are_cut_and_bytes_are_counted() -> None:
    assert show(("string", "x" * 100)) == "x" * 57 + "..."
    assert show(b"abc") == "3 bytes"
    assert show(("1", "2", "3")) == "1, 2, 3"


def test_turns_go_round_per_client_and_group() -> None:
    selection = Selection()
    group, other = (("a", 1), ("a", 2)), (("a", 3),)

    assert [selection.next("x", group) for _ in range(3)] == [0, 1, 0]
    assert selection.next("y", group) == 0
    assert [selection.next("x", other) for _ in range(2)] == [0, 0]
    selection.reset("x")
    assert (selection.next("x", group), selection.next("y", group)) == (0, 1)
    selection.reset()
    assert selection.next("y", group) == 0


def test_clients_seen_longest_ago_are_forgotten() -> None:
    selection = Selection()
    group = (1, 2)
    for number in range(CLIENTS + 1):
        selection.next(str(number), group)

    assert selection.next("0", group) == 0
    assert selection.next(str(CLIENTS), group) == 1


def test_clients_whose_groups_are_large_are_forgotten_sooner() -> None:
    selection = Selection()
    large = tuple(range(PLACES // 2))
    assert [selection.next("first", large), selection.next("first", large)] == [0, 1]
    selection.next("second", large)
    assert selection.next("first", large) == 2
    selection.next("third", (1, 2))
    assert selection.next("first", large) == 3
    assert selection.next("second", large) == 0  # seen longest ago
    selection.reset("first")
    assert selection.next("second", large) == 1


def test_what_is_remembered_of_requests_is_bounded_by_bytes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "KEPT", 100_000)
    index = Index([Candidate(0, Subject("POST", b"/a", {("body", ""): b"recorded"}))])
    for number in range(50):
        body = b"%d" % number * 3000
        for _ in range(2):
            match = index.find(Subject("POST", b"/a", {("body", ""): body}, len(body)), "default")
        assert 12_000 <= index.held <= 100_000
        assert match is not None
        assert match.differences == (Difference(("body", ""), "8 bytes", f"{len(body)} bytes"),)


LABELS = (b"", b"application/json", b"application/x-www-form-urlencoded", b"text/plain", b"application/octet-stream")


@pytest.mark.parametrize(
    "body",
    [
        b'{"q": 1, "api_key": "SECRET"}',
        b"q=1&api_key=SECRET",
        b'{"a": 1}\n{"api_key": "SECRET"}\n',
        b'{"api_key": "SECRET", "n":',
        b'{"biz": "{\\"auth_code\\": \\"SECRET\\", \\"n\\": 1}"}',
        b"data=%7B%22api_key%22%3A%22SECRET%22%7D&n=1",
        b"<xml><sign>SECRET</sign></xml>",
        b'--b\r\nContent-Disposition: form-data; name="m"\r\n\r\n{"api_key": "SECRET"}\r\n--b--\r\n',
        '{"api_key": "SECRET"}'.encode("utf-16"),
        b"hello",
    ],
)
def test_equal_bytes_match_whatever_their_label_says(body: bytes) -> None:
    masks = Redaction.default()
    wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))

    def asked(label: bytes, secret: str) -> Request:
        data = body.replace(
            "SECRET".encode("utf-16-le") if wide else b"SECRET", secret.encode("utf-16-le" if wide else "utf-8")
        )
        return Request("POST", b"/a", ((b"Content-Type", label),) if label else (), data)

    one = subject(asked(LABELS[0], "sk-1234"), masks, Ignored())
    for label in LABELS:
        stored = masks.request(asked(label, "sk-1234"))
        assert b"sk-1234" not in stored.body.replace(b"\0", b"")
        assert subject(stored, masks, Ignored()) == one
        assert subject(asked(label, "another-longer-one"), masks, Ignored()) == one
    if b"1" in body:
        other = asked(LABELS[0], "x")
        assert subject(replace(other, body=other.body.replace(b"1", b"2")), masks, Ignored()) != one


@pytest.mark.parametrize(
    "target",
    [
        b"/a?to=https%3A%2F%2Fb%2F%3Fcode%3DSECRET&x=1",
        b"/a;jsessionid=SECRET/b?x=1",
        b"http://me:SECRET@a.example/b?x=1",
        b"/a?x=1#access_token=SECRET",
        b"/a?to=https://b/?token=SECRET&x=1",
    ],
)
def test_a_target_equals_itself_with_any_secret(target: bytes) -> None:
    masks = Redaction.default()

    def compared(data: bytes) -> Subject:
        return subject(Request("GET", data), masks, Ignored())

    stored = masks.target(target)
    assert b"SECRET" not in stored
    assert compared(stored) == compared(target.replace(b"SECRET", b"k")) == compared(target)
    assert compared(target.replace(b"x=1", b"x=2")) != compared(target) or b"#" in target


def test_the_rules_of_an_old_file_hold_as_they_did() -> None:
    old = Redaction(("header:*token", "query:key", "field:*api-key", "field:code"))
    stored = Request("POST", b"/a?key=***", (), b'{"openai_api_key": "***", "code": "****", "token": "kept"}')
    asked = Request("POST", b"/a?key=x", (), b'{"openai_api_key": "sk-1", "code": "0a1", "token": "kept"}')
    assert subject(stored, old, Ignored()) == subject(asked, old, Ignored())
    assert subject(replace(asked, body=asked.body.replace(b"kept", b"other")), old, Ignored()) != subject(
        stored, old, Ignored()
    )


def library(*rows: tuple[Subject, bool]) -> Index:
    """From (subject, whether the recording has nothing to give back)."""
    return Index([Candidate(number, one, empty) for number, (one, empty) in enumerate(rows)])


def test_recordings_with_nothing_to_give_back_come_last_however_equal_they_are() -> None:
    """Rule 4."""
    same, other = said(b"/a?x=1"), said(b"/a?x=2&y=2&z=2")
    rows = library((same, True), (other, False), (same, True))

    assert rows.find(same, "default").group == (1,)  # type: ignore[union-attr]
    assert rows.find(same, "strict").group == (0, 2)  # type: ignore[union-attr]
    assert rows.find(same, "any").group == (1,)  # type: ignore[union-attr]
    full = library((same, True), (same, False), (other, False))
    for mode in ("default", "strict"):
        assert full.find(same, mode).group == (1,)  # type: ignore[union-attr]
    nothing = library((other, True), (same, True))
    assert nothing.find(same, "default").group == (1,)  # type: ignore[union-attr]
    assert nothing.find(said(b"/a?x=3"), "default").group == (1,)  # type: ignore[union-attr]
    assert nothing.find(same, "any").group == (0, 1)  # type: ignore[union-attr]


def test_any_gives_head_its_own_recordings_and_the_rest_theirs() -> None:
    rows = index(said(method="HEAD"), said(b"/b"), said(method="GET"))

    assert rows.find(said(b"/nowhere", method="PUT"), "any").group == (1, 2)  # type: ignore[union-attr]
    assert rows.find(said(b"/nowhere", method="HEAD"), "any").group == (0,)  # type: ignore[union-attr]
    assert index(said()).find(said(method="HEAD"), "any") is None
    assert index().find(said(), "any") is None


def test_of_near_misses_the_path_counts_first_then_the_method_then_the_places() -> None:
    asked = said(b"/v1/chat?x=1&y=1", method="POST")
    rows = index(
        said(b"/v1/chat?x=1&y=1", method="GET"),  # differs nowhere but in its method
        said(b"/v1/chat?x=2&y=2"),
        said(b"/v1/chat?x=1&y=2"),
        said(b"/v1/chats?x=1&y=1"),
        said(b"/v1/chat?x=9&y=9"),
    )
    near = rows.nearest(asked, limit=5)

    assert [one.index for one in near] == [2, 1, 4, 0, 3]
    assert [one.index for one in rows.nearest(asked)] == [2, 1, 4]
    assert [(one.method, one.path, one.differing) for one in near] == [
        (True, True, 1),
        (True, True, 2),
        (True, True, 2),
        (False, True, 0),
        (True, False, 0),
    ]
    assert near[0].differences == (Difference(("query", "y"), ("2",), ("1",)),)
    many = index(said(b"/a?" + b"&".join(b"k%02d=1" % number for number in range(20)))).nearest(said(b"/a"))
    assert (len(many[0].differences), many[0].differing) == (TOLD, 20)


def test_a_plus_in_a_name_is_a_blank_as_in_a_value() -> None:
    """As browsers and `urllib` write forms and queries."""
    assert said(b"/a?first+name=x+y") == said(b"/a?first%20name=x%20y") != said(b"/a?first%2Bname=x+y")
    assert [str(one) for one in differences(said(b"/a?first+name=1"), said(b"/a"))] == ["query first name"]
    assert said(body=b"first+name=x&b=1") == said(body=b"b=1&first%20name=x")
    assert said(b"/a+b") != said(b"/a%20b")  # a path has no such rule


def test_a_difference_names_the_option_that_lets_it_be() -> None:
    found = differences(said(b"/a?q=1", {"b": {"c": 1}}), said(b"/a?z=1", {"b": {"c": 2}, "a": 1}))
    assert [(one.option, str(one)) for one in found] == [
        ("query:q", "query q"),
        ("query:z", "query z"),
        ("body:/a", "body /a"),
        ("body:/b/c", "body /b/c"),
    ]
    assert (found[0].recorded, found[0].asked) == (("1",), None)
    assert (found[2].recorded, found[2].asked) == (None, ("number", 1))
    (whole,) = differences(said(body=b"one"), said(body=b"two"))
    assert (whole.option, str(whole)) == ("", "body")
    assert (whole.recorded, whole.asked) == (b"one", b"two")
    long = Difference(("query", "n" * 300), None, None)
    assert str(long) == "query " + "n" * 197 + "..."
    assert str(Difference(("query", "n" * 200), None, None)) == "query " + "n" * 200


def test_what_is_compared_where_others_wait_is_little() -> None:
    asked = said(body=[0] * 100)
    few, many = index(*[said(body=[1])] * 10), index(*[said(body=[1])] * 11)
    assert (few.cost(asked).places, many.cost(asked).places) == (1000, 1100)
    assert (few.cheap(asked, "default"), many.cheap(asked, "default")) == (True, False)
    assert many.cheap(asked, "strict")
    assert many.cheap(asked, "any")
    assert many.cheap(said(body=[1]), "default")  # one is equal
    found = many.find(asked, "default")
    assert many.cheap(asked, "default")  # and now it is remembered
    assert many.look(asked, "default") == (found, True)
    assert many.look(asked, "strict") == (None, False)
    large = said(body=b"x" * (MATCHING.bytes + 1))
    assert not index(large).cheap(large, "default")
    assert not index(large).cheap(large, "strict")
    assert index(large).cheap(large, "any")
    assert (index(said(b"/b")).cost(asked).places, len(many)) == (0, 11)


def test_what_is_remembered_is_forgotten_when_a_recording_is_added_and_large_ones_are_not_kept() -> None:
    rows = index(said(b"/a?x=1"))
    asked = said(b"/a?x=2")
    assert rows.find(asked, "default").group == (0,)  # type: ignore[union-attr]
    assert rows.find(asked, "any").group == (0,)  # type: ignore[union-attr]
    assert rows.held == asked.weight + 8
    rows.add(Candidate(1, asked))
    assert rows.held == 0
    assert rows.find(asked, "default").group == (1,)  # type: ignore[union-attr]
    assert rows.find(asked, "any").group == (0, 1)  # type: ignore[union-attr]
    assert rows.find(said(b"/none"), "default") is None
    assert rows.look(said(b"/none"), "default") == (None, True)
    held = rows.held
    wide = said(body=[0] * (matching.KEPT // 4 // 500))  # short, but with as many leaves as would fill a quarter
    assert wide.size < matching.MOST
    assert rows.find(wide, "default") is not None
    assert (rows.held, rows.look(wide, "default")[1]) == (held, False)
    large = said(body=b"x" * matching.MOST)
    rows.find(large, "default")
    assert (rows.held, rows.look(large, "default")[1]) == (held, False)
    for number in range(matching.REMEMBERED + 1):
        rows.find(said(b"/b?%d" % number), "default")
    assert rows.held < held + matching.REMEMBERED * asked.weight
    assert rows.look(said(b"/b?0"), "default") == (None, False)


def test_a_path_is_the_nearer_the_more_of_it_is_the_same() -> None:
    asked = said(b"/v1/chat/completions")
    rows = index(
        said(b"/zzzz"),
        said(b"/v1/chat/completion"),
        said(b"/completions"),  # a prefix is missing
        said(b"/api/v1/chat/completions"),  # one is doubled
        said(b"/v1/chat/completions", method="GET"),
        said(b"/v1/images"),
    )

    assert [one.index for one in rows.nearest(asked, limit=6)] == [4, 2, 3, 1, 5, 0]


def test_a_match_that_is_equal_has_no_differences_and_one_side_of_others_may_be_missing() -> None:
    rows = index(said(b"/a?x=1"), said(b"/a?x=1"))
    equal = rows.find(said(b"/a?x=1"), "default")
    assert equal is not None
    assert (equal.group, equal.differences, equal.differing) == ((0, 1), (), 0)
    found = rows.find(said(b"/a?y=1"), "default")
    assert found is not None
    assert (found.differing, found.differences) == (
        2,
        (Difference(("query", "x"), "1", None), Difference(("query", "y"), None, "1")),
    )
    first, second = said(b"/a?z=1"), said(b"/a?z=22")
    fresh = index(said(b"/a?x=1"), said(b"/a?x=1"))
    for asked in (first, second):
        fresh.find(asked, "default")
    assert fresh.held == first.weight + second.weight + 2 * 8 * 2
    assert index().held == 0
