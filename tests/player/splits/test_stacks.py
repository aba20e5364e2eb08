"""What the models of stacks do, in numbers that the notes give."""

from itertools import pairwise

import pytest

from cassettes.clock import MS, SECOND
from player.spec.spec import parse_spec
from player.splits.plan import Body, Plan, arrivals
from player.splits.planner import plan_for
from tests.support.bodies import GOLDEN, recorded, sse


def plan(source: Body, text: str, seed: str = "0") -> Plan:
    split = parse_spec(text).split
    assert split is not None
    return plan_for(source, split, seed)


def sizes(source: Body, text: str) -> list[int]:
    return [end - start for start, end in plan(source, text).spans(len(source.data))]


def zeros(*writes: tuple[int, int]) -> Body:
    """A binary body from (size, ns) of each write."""
    cuts, total = [], 0
    for size, _ in writes:
        total += size
        cuts.append(total)
    times = tuple(at for _, at in writes)
    return Body(bytes(total), b"application/octet-stream", b"", tuple(cuts[:-1]), times, times[-1] + MS)


def test_nginx_sends_whole_buffers_and_the_rest_at_the_end() -> None:
    source = zeros(*((1000, 20 * MS * n) for n in range(1, 11)))
    found = plan(source, "nginx")

    assert sizes(source, "nginx") == [3968, 4096, 1936]
    assert arrivals(source, found) == [80 * MS, 180 * MS, 201 * MS]


def test_nginx_with_gzip_sends_everything_at_the_end() -> None:
    source = zeros((1000, MS), (1000, 2 * MS))

    assert arrivals(source, plan(source, "nginx-gzip")) == [3 * MS]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("okhttp", [8192, 1808, 5000]),
        ("harmony", [10_000, 5000]),
        ("mtu", [1460] * 6 + [1240] + [1460] * 3 + [620]),
        ("tls,size=4096", [4096, 4096, 1808, 4096, 904]),
        ("tls,size=dyn", [1369] * 7 + [417] + [1369] * 3 + [893]),
        ("tls,size=go", [1208, 2416, 3624, 2752, 5000]),
        ("http2,size=8192", [8192, 1808, 5000]),
    ],
)
def test_layers_cut_each_write(text: str, wanted: list[int]) -> None:
    assert sizes(zeros((10_000, 20 * MS), (5000, 40 * MS)), text) == wanted


def test_what_was_read_at_once_is_a_backlog_for_mtu_and_not_for_tls() -> None:
    source = zeros((1000, 20 * MS), (1000, 20 * MS))

    assert sizes(source, "mtu") == [1460, 540]
    assert sizes(source, "tls") == [1000, 1000]


def test_tls_starts_small_again_after_a_second_of_silence() -> None:
    source = zeros((60_000, MS), (60_000, 2 * MS), (2000, 2 * MS + SECOND))

    assert sizes(source, "tls,size=dyn")[-2:] == [1369, 631]


def test_tls_records_grow_after_so_many_and_over_writes() -> None:
    """OpenResty's dynamic records: 40 small ones, 40 middle ones, then whole ones; Go adds a segment each time."""
    small, middle = 40 * 1369, 40 * 4229

    assert sizes(zeros((300_000, MS)), "tls,size=dyn") == [1369] * 40 + [4229] * 40 + [16_384] * 4 + [
        300_000 - small - middle - 4 * 16_384
    ]
    assert sizes(zeros((small, MS), (middle + 20_000, 2 * MS)), "tls,size=dyn")[39:] == [
        *(1369, *[4229] * 40, 16_384, 3616)
    ]
    assert sizes(zeros((150_000, MS)), "tls,size=go") == [
        *(1208 * n for n in range(1, 14)),
        *(16_384, 16_384, 150_000 - 1208 * 91 - 2 * 16_384),
    ]
    assert sizes(zeros((40_000, MS)), "tls") == [16_384, 16_384, 7232]


@pytest.mark.parametrize(("pause", "again"), [(SECOND - 1, False), (SECOND, True)])
def test_tls_is_idle_after_a_whole_second_since_the_last_write(pause: int, again: bool) -> None:
    writes = [(60_000, SECOND), (3000, SECOND + pause), (3000, SECOND + pause + SECOND // 2)]

    found = sizes(zeros(*writes), "tls,size=dyn")

    assert sum(found[41:]) == 66_000 - 40 * 1369 - 4229
    assert (1369 in found[41:]) is again
    if again:
        assert found[-6:] == [1369, 1369, 262] * 2
    else:
        assert found[-2:] == [3000, 3000]


def test_http2_waits_a_millisecond_and_joins() -> None:
    source = zeros((10, 0), (10, MS), (10, 3 * MS))

    assert sizes(source, "http2") == [20, 10]


def test_ios_legacy_holds_the_first_512_bytes() -> None:
    source = GOLDEN["lf"]
    found = plan(source, "wechat-ios-legacy")

    assert found.cuts[0] >= 512
    assert found.cuts == tuple(cut for cut in source.events if cut >= 512)
    json_source = Body(b'{"a":1}\n{"b":2}\n', b"application/json")
    assert plan(json_source, "wechat-ios-legacy").cuts == (8,)


def test_xhr_progress_comes_every_50_ms() -> None:
    source = recorded(sse(["x" * 50] * 100, "\n"), 58, b"text/event-stream", 10 * MS)
    times = arrivals(source, plan(source, "xhr50"))

    assert {after - before for before, after in pairwise(times[:-1])} == {50 * MS}


def test_xhr_of_plain_text_waits_for_1024_bytes() -> None:
    source = recorded(b"a\n" * 1000, 100, b"text/plain", 10 * MS)

    assert plan(source, "xhr50").cuts[0] >= 1024


def test_a_stall_brings_nothing_for_its_time_and_then_the_backlog() -> None:
    source = recorded(sse(["x" * 50] * 10, "\n"), 58, b"text/event-stream", 100 * MS)
    found = plan(source, "stall,at=event:3,for=250ms,read=70")

    assert arrivals(source, found)[:6] == [100 * MS, 200 * MS, 550 * MS, 550 * MS, 550 * MS, 600 * MS]
    assert found.cuts[:5] == (58, 116, 186, 256, 290)


def test_without_loss_and_jitter_a_link_changes_nothing() -> None:
    source = GOLDEN["crlf"]

    assert plan(source, "4g,jitter=0").cuts == source.cuts
    assert plan(source, "4g,jitter=0").holds == ()


def test_loss_merges_what_is_behind_it() -> None:
    """A lost segment comes 90 ms late at least, with the four or more that were sent in the meantime."""
    source = recorded(sse(["x" * 50] * 400, "\n"), 58, b"text/event-stream", 20 * MS)
    found = plan(source, "4g-lossy,loss=20,jitter=0")
    joined = [end - start for start, end in found.spans(len(source.data)) if end - start > 58]

    assert joined
    assert all(size >= 5 * 58 for size in joined[:-1])


def test_cronet_merges_within_its_window_only() -> None:
    source = recorded(sse(["x" * 50] * 100, "\n"), 58, b"text/event-stream", 200 * MS)

    assert plan(source, "wechat-cronet").cuts == source.events


def ticking(count: int) -> Body:
    """A byte each millisecond."""
    return zeros(*((1, number * MS) for number in range(1, count + 1)))


def gaps(source: Body, text: str) -> list[int]:
    """ms between two callbacks; the last one has whatever was left."""
    times = sorted(set(arrivals(source, plan(source, text))))
    return [(after - before) // MS for before, after in pairwise(times)][:-1]


def test_a_callback_of_cronet_takes_1_to_20_ms_and_a_busy_one_30_to_100() -> None:
    """The next window opens with the first byte that comes behind the callback: a millisecond later."""
    source = ticking(30_000)
    quick, busy, some = (gaps(source, f"wechat-cronet,stall={share}") for share in (0, 100, 5))

    assert set(quick) == set(range(2, 22))
    assert set(gaps(source, "wechat-cronet,stall=0,window=3")) == {2, 3, 4}
    assert (min(busy), max(busy)) == (31, 101)
    assert set(some) <= {*range(2, 22), *range(31, 102)}
    assert 0.02 < sum(gap > 30 for gap in some) / len(some) < 0.08


def test_a_busy_callback_of_cronet_brings_all_that_queued_in_reads_of_its_size() -> None:
    source = zeros(*((10, number * MS) for number in range(1, 200)))
    found = plan(source, "wechat-cronet,stall=100,read=64")
    at = arrivals(source, found)
    reads = [(end - start, time) for (start, end), time in zip(found.spans(len(source.data)), at, strict=True)]

    for time in sorted(set(at))[:-1]:
        of_one = [size for size, then in reads if then == time]
        assert of_one[:-1] == [64] * (len(of_one) - 1)
        assert sum(size for size, then in reads if then <= time) == 10 * (time // MS)
    late = zeros((10, 500 * MS), (10, 2000 * MS))
    waits = [
        time - came
        for time, came in zip(arrivals(late, plan(late, "wechat-cronet,stall=100")), late.times, strict=True)
    ]
    assert all(30 * MS <= wait <= 100 * MS for wait in waits)


def test_bytes_in_a_window_leave_other_events_whole() -> None:
    source = recorded(sse(["a", "b", "c"], "\n"), 9, b"text/event-stream")

    assert plan(source, "bytes,window=1,at=2,n=4").cuts == (9, 13, 17, 18)
    assert plan(source, "bytes,window=9,at=9").cuts == source.events


def test_half_plus_joins_a_rest_with_k_events_and_a_half() -> None:
    source = recorded(sse(list("abcdef"), "\n"), 9, b"text/event-stream")

    assert plan(source, "half-plus").cuts == (4, 31)
    assert plan(source, "half-plus", "1").cuts == (13, 40)
    assert plan(source, "half-plus,k=0").cuts == (4, 13, 22, 31, 40, 49)


def test_half_plus_cuts_no_character() -> None:
    source = recorded(sse(["你好你好你好"] * 3, "\n"), 9, b"text/event-stream")

    assert not any(
        "utf8" in name for cut in plan(source, "half-plus").cuts for name in source.boundaries.classes_at(cut)
    )


def test_tail_joins_the_last_events() -> None:
    source = recorded(sse(list("abcdef"), "\n"), 9, b"text/event-stream")

    assert plan(source, "tail,t=2").cuts == source.events[:-1]
    assert plan(source, "tail").cuts == source.events[:-3]


def test_merge_joins_k_events() -> None:
    source = recorded(sse(list("abcdefg"), "\n"), 9, b"text/event-stream")

    assert plan(source, "merge").cuts == (27, 54)
    assert plan(source, "merge,k=1").cuts == source.events


def test_spring_writes_three_pieces_per_event() -> None:
    source = recorded(b"data:a\n\ndata:b\n\n", 9, b"text/event-stream")

    assert plan(source, "spring").pieces(source.data) == [b"data:", b"a", b"\n\n", b"data:", b"b", b"\n\n"]


def test_uniform_sizes_have_about_their_mean() -> None:
    source = Body(bytes(200_000), b"application/octet-stream")

    assert 22 < 200_000 / len(plan(source, "uniform").cuts) < 26
    assert 2.8 < 200_000 / len(plan(source, "uniform,mean=3").cuts) < 3.2


def test_mixed_sizes_reach_from_a_byte_to_16_kib() -> None:
    found = sizes(Body(bytes(2_000_000), b"application/octet-stream"), "mixed")

    assert min(found) == 1
    assert 8192 < max(found) < 16_384
