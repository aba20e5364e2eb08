"""The grammar: what is read, what is printed, what is refused and where."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import SpecError
from player.faults.registry import FAULTS
from player.grammar.parameters import Choice, Count, Duration, EventNumber, Flag, Kind, Offsets, Span
from player.grammar.spec_text import NoSpec, nearest
from player.grammar.use import Use
from player.spec.spec import LIMIT, Spec, brief, parse_spec, plan_id
from player.splits.registry import ALIASES, FIRST, PROFILES
from player.splits.split import Split


def _values(kind: Kind) -> st.SearchStrategy[str]:
    match kind:
        case Count(low=low, high=high):
            return st.integers(low, high).map(str)
        case Flag():
            return st.sampled_from(("0", "1"))
        case Choice():
            return st.sampled_from(kind.options)
        case Span(low=low, high=high):
            return st.lists(st.integers(low, high), min_size=1, max_size=2).map(
                lambda ends: "..".join(map(str, sorted(ends)))
            )
        case Duration():
            return st.integers(1, 3600).map(lambda n: f"{n}s") | st.integers(1, 3_600_000).map(lambda n: f"{n}ms")
        case EventNumber():
            return st.integers(1, 10**9).map(lambda n: f"event:{n}")
        case Offsets():
            return st.sets(st.integers(1, 10**9), min_size=1, max_size=5).map(lambda s: ":".join(map(str, sorted(s))))
    raise AssertionError(kind)


@st.composite
def specs(draw: st.DrawFn) -> str:
    """The text of a legal spec, its parameters in any order."""
    name = draw(st.sampled_from(list(PROFILES)))
    kinds: dict[str, st.SearchStrategy[str]] = {key: _values(kind) for key, kind in PROFILES[name].parameters.items()}
    kinds |= {"add": _values(Offsets()), "drop": _values(Offsets()), "v": st.just("1")}
    kinds |= {"seed": st.from_regex(r"[A-Za-z0-9._~:\-你好é/]{1,8}", fullmatch=True)}
    kinds |= {"body": st.from_regex(r"[0-9a-f]{8}", fullmatch=True)}
    keys = draw(st.lists(st.sampled_from(list(kinds)), unique=True))
    parts = [",".join([name, *(f"{key}={quote(draw(kinds[key]))}" for key in keys)])]
    parts += draw(
        st.lists(
            st.sampled_from(("stall,at=event:12,for=5s", "reset,at=byte:7", "truncate,nth=3", "crlf")),
            max_size=3,
            unique=True,
        )
    )
    paces = (["speed,x=0.50", "gap,ms=20"], ["gap,ms=device"], ["speed,idle-cap=1500ms", "gap,ms=5,jitter=3,seed=a"])
    parts += draw(st.sampled_from(([], ["speed,x=2"], *paces)))
    return "+".join(parts)


@given(specs())
def test_what_is_printed_reads_the_same(text: str) -> None:
    spec = parse_spec(text)

    assert parse_spec(str(spec)) == spec
    assert str(parse_spec(str(spec))) == str(spec)


@given(specs())
def test_percent_encoding_and_spaces_change_nothing(text: str) -> None:
    """A path is encoded whole; a form turns the plus into a space, and a space may be encoded again."""
    printed = str(parse_spec(text))

    assert parse_spec(quote(printed, safe="")) == parse_spec(printed)
    assert parse_spec(printed.replace("+", " ")) == parse_spec(printed)
    assert parse_spec(printed.replace("+", "%20")) == parse_spec(printed)
    assert parse_spec(printed.replace("+", "%2B")) == parse_spec(printed)


@given(specs(), st.sampled_from(("'", '"', "%27", "%22")))
def test_a_shell_that_leaves_the_quotes_on_changes_nothing(text: str, quote_sign: str) -> None:
    """cmd.exe knows no single quotes; a person copies what the documents show."""
    assert parse_spec(f"{quote_sign}{text}{quote_sign}") == parse_spec(text)


@given(st.text(max_size=60) | st.text(alphabet="utf8,=+stal:%21 merge", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        spec = parse_spec(text)
    except SpecError:
        return
    assert parse_spec(str(spec)) == spec


def test_the_example_of_the_architecture() -> None:
    spec = parse_spec("utf8,seed=7+stall,at=event:12,for=5s+speed,x=2")

    assert spec == Spec(Split("utf8", seed="7"), (), (Use("stall", (("at", "event:12"), ("for", "5s"))),), "2")
    assert str(spec) == "utf8,seed=7+stall,at=event:12,for=5s+speed,x=2"


def test_stall_is_a_split_first_and_a_fault_behind() -> None:
    assert parse_spec("stall,at=event:2").split == Split("stall", (("at", "event:2"), ("for", "3s"), ("read", "32768")))
    assert parse_spec("recorded+stall,at=event:2").faults == (Use("stall", (("at", "event:2"), ("for", "5s"))),)


def test_a_spec_may_be_faults_alone() -> None:
    assert parse_spec("reset,at=byte:100+speed,x=max") == Spec(None, (), (Use("reset", (("at", "byte:100"),)),), "max")


def test_the_printed_form_names_defaults_that_decide() -> None:
    assert str(parse_spec("uniform")) == "uniform,mean=24"
    assert str(parse_spec("utf8,v=1,seed=042,all=1")) == "utf8,all=1,seed=42,v=1"
    assert str(parse_spec("utf8,all=0")) == "utf8"


def test_an_alias_is_read_and_not_printed() -> None:
    assert all(str(parse_spec(alias)).startswith(name) for alias, name in ALIASES.items())


def test_a_seed_may_be_any_text() -> None:
    split = parse_spec("utf8,seed=%E4%BD%A0%E5%A5%BD").split

    assert split is not None
    assert split.seed == "h670d9743542cae3e"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["Character 1", "name"]),
        ("utf9", ["Character 1", "'utf9'", "`utf8`", "--profiles"]),
        ("wechat-andriod", ["`wechat-android`"]),
        ("zzzzzz", ["Character 1", "no split, rewrite or fault"]),
        ("utf8+stal", ["Character 6", "no rewrite or fault", "`stall`"]),
        ("utf8+merge", ["Character 6", "one split"]),
        ("utf8+speed,x=2+reset", ["Character 16", "order"]),
        ("utf8+gap,ms=1+speed,x=2", ["Character 15", "order"]),
        ("utf8+gap,ms=1+gap,ms=2", ["Character 15", "twice"]),
        ("utf8+", ["Character 6", "name"]),
        ("Merge", ["Character 1", "'Merge'", "Did you mean `merge`?"]),
        ("UTF8,seed=1", ["Character 1", "Did you mean `utf8`?"]),
        ("utf8+Stall", ["Character 6", "Did you mean `stall`?"]),
        ("utf8,seed=", ["Character 11", "any text without , + = and %", "''"]),
        ("utf8,seed=a=b", ["Character 11", "any text without", "'a=b'"]),
        ("utf8,add=9:9", ["Character 10", "must increase", "9 stands behind 9"]),
        ("explicit,cuts=" + "1" * LIMIT, ["1024", "POST", "/@chunktape/plans", "/@id=<id>/"]),
        ("id=0123456789abcdef", ["0123456789abcdef", "POST", "/@chunktape/plans"]),
        ("utf8,", ["Character 6", "key=value"]),
        ("utf8,all", ["Character 6", "key=value", "'all'"]),
        ("utf8,al=1", ["Character 6", "`all`", "It takes: all, add, drop, seed, body, v"]),
        ("utf8,all=2", ["Character 10", "0 | 1", "'2'"]),
        ("utf8,all=1,all=1", ["Character 12", "twice"]),
        ("bytes,n=0", ["Character 9", "1..65536"]),
        ("bytes,n=", ["Character 9", "value"]),
        ("bytes,n=1 0", ["Character 11", "'0'"]),
        ("bytes,n=５", ["Character 9"]),
        ("merge,k=5..2", ["Character 9", "A..B"]),
        ("tls,size=9", ["16384 | 4096 | dyn | go"]),
        ("stall,for=5", ["Character 11", "1ms..3600s"]),
        ("stall,for=0s", ["1ms"]),
        ("stall,at=12", ["event:1"]),
        ("explicit,cuts=9:3", ["Character 15", "must increase", "3 stands behind 9"]),
        ("explicit,cuts=9:x", ["Character 15", "268:949"]),
        ("explicit,cuts=0", ["> 0"]),
        ("utf8,body=12", ["[0-9a-f]{8}"]),
        ("utf8,v=2", ["up to v=1", "v=2"]),
        ("utf8,v=01", ["v=01"]),
        ("speed", ["speed,x=...", "max"]),
        ("speed,x=0", ["0.001"]),
        ("speed,x=0.0", ["0.001"]),
        ("gap,ms=soon", ["0..60000 | auto | device | xhr | assured"]),
        ("gap,ms=60001", ["60000"]),
        ("gap,jitter=0", ["`jitter` takes 1..60000"]),
        ("speed,idle-cap=2", ["Character 16", "2s or 2ms"]),
        ("reset,p=20%", ["Character 9", "'20%'", "Write 0.2."]),
        ("reset,at=share:12.5%,times=1", ["Character 16", "'12.5%'", "Write 0.125."]),
        ("reset,p=20%25", ["Character 9", "'20%'", "Write 0.2."]),
        ("utf8 reset at=event:5", ["Character 12", "'at=event:5'", "`reset,at=event:5`"]),
        ("crlf+cr", ["`crlf` and `cr`", "same stage (lines)"]),
        ("reset+close", ["`reset` and `close`", "same phase (end)"]),
        ("crlf,times=1", ["Character 6", "no gates"]),
        ("gap,x=2", ["gap,ms=...", "jitter"]),
        ("'utf8", ["Character 1", "name"]),
        ("'", ["Character 1"]),
        ("%zz", ["Character 1", "percent"]),
        ("utf8%", ["Character 5", "percent"]),
        ("utf8%FF", ["percent"]),
        ("UTF8", ["Character 1", "name"]),
        ("id=0123456789abcdef", ["id=0123456789abcdef"]),
        ("explicit,cuts=" + ":".join(map(str, range(1, 500))), ["1024", "1901"]),
    ],
)
def test_what_is_wrong_is_said_where_it_is(text: str, words: list[str]) -> None:
    with pytest.raises(SpecError) as caught:
        parse_spec(text)

    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize("text", ["me", "Me", "", "@"])
def test_a_text_that_was_never_meant_as_a_spec_is_told_from_a_bad_one(text: str) -> None:
    with pytest.raises(NoSpec):
        parse_spec(text, {})
    with pytest.raises(SpecError) as caught:
        parse_spec("utf8+" + text, {})
    assert not isinstance(caught.value, NoSpec)


def test_a_long_plan_is_called_by_its_id() -> None:
    text = "explicit,cuts=" + ":".join(map(str, range(1, 500)))

    assert brief(text) == f"id={plan_id(text)}"
    assert len(plan_id(text)) == 16
    assert str(parse_spec(brief(text), {plan_id(text): text})) == text
    assert brief("utf8") == "utf8"


def test_the_limit_counts_decoded_characters() -> None:
    text = "utf8,seed=" + "a" * (LIMIT - 10)

    assert parse_spec(quote(text, safe="").replace("a", "%61")) == parse_spec(text)
    with pytest.raises(SpecError):
        parse_spec(text + "a")


def test_no_name_is_taken_twice() -> None:
    assert not set(ALIASES) & set(PROFILES)
    assert set(FAULTS) & set(PROFILES) == {"stall"}
    assert set(FIRST) <= set(PROFILES)


def test_nearest_gives_up_on_what_is_like_nothing() -> None:
    assert nearest("uft8", PROFILES) == "utf8"
    assert nearest("qqqqqq", PROFILES) == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "utf8+sped,x=2",
            "Character 6: no rewrite or fault is called 'sped'. Did you mean `speed`?",
        ),
        ("utf8+gapp,ms=2", "Character 6: no rewrite or fault is called 'gapp'. Did you mean `gap`? Behind"),
        ("utf8+wechat-andriod", "Character 6: no rewrite or fault is called 'wechat-andriod'. Behind the split"),
        ("utf8+wechat-android", "Character 6: `wechat-android` is a split, and a spec has one split"),
        ("qqqqqq", "Character 1: no split, rewrite or fault is called 'qqqqqq'. `chunktape plan"),
        ("utf8+reset,at=end+close+QQQQQQ", "Character 25: expected"),
        ("utf8+speed,x=2+reset", "Character 16: `reset` is in the wrong place"),
        ("utf8+speed,x=2+speed,x=3", "Character 16: `speed` is in the wrong place"),
        ("utf8+gap,ms=1+speed,x=3", "Character 15: `speed` is in the wrong place"),
        ("utf8+reset+speed", "Character 12: expected `speed,x=...` with 0.001..999999 | max; it also takes idle-cap="),
        ("utf8+gap,x=1", "Character 6: expected `gap,ms=...` with 0..60000 | auto | device | xhr | assured; it also"),
        ("utf8,all=1,nn=2", "Character 12:"),
        ("utf8,all=1,all=2", "Character 12: `all` is given twice"),
        ("utf8,all=1,seed", "Character 12: expected `key=value`, found 'seed'"),
        ("utf8,all=1,A=2", "Character 12: expected `key=value`, found 'A=2'"),
        ("bytes,n=1,at=x", "Character 14: `at` takes 1..1000000, found 'x'"),
        ("utf8,all=1,body=12", "Character 17: `body` takes [0-9a-f]{8}, found '12'"),
        ("utf8,all=1,v=9", "Character 14: this chunktape knows `utf8` up to v=1, the spec asks for v=9"),
        ("utf8,v=0", "Character 8: this chunktape knows `utf8`"),
        ("utf8,seed=%FF", "Character 11: expected percent-encoded UTF-8"),
        ("utf8,seed=%4", "Character 11: expected percent-encoded UTF-8"),
        ("%41%zz%FF", "Character 4: expected percent-encoded UTF-8"),
    ],
)
def test_every_error_counts_its_characters_and_names_what_it_found(text: str, sentence: str) -> None:
    with pytest.raises(SpecError) as caught:
        parse_spec(text)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("utf8+reset,at=evnt:5", "| head | end, found 'evnt:5'. Did you mean `event:5`?"),
        ("utf8+reset,at=tme:5", "found 'tme:5'. Did you mean `time:3s`?"),
        ("utf8+reset,at=edn", "found 'edn'. Did you mean `end`?"),
        ("utf8+gap,ms=devcie", "found 'devcie'. Did you mean `device`?"),
        ("utf8+reset,at=event:x", "found 'event:x'."),
        ("utf8+reset,at=qqqq:5", "found 'qqqq:5'."),
    ],
)
def test_a_value_that_is_nearly_one_is_told_which(text: str, end: str) -> None:
    with pytest.raises(SpecError) as caught:
        parse_spec(text)
    assert str(caught.value).endswith(end)


def test_values_are_written_in_one_way() -> None:
    for text, printed in (
        ("recorded+speed,x=2.50", "recorded+speed,x=2.5"),
        ("recorded+speed,x=10", "recorded+speed,x=10"),
        ("recorded+speed,x=1.000", "recorded+speed,x=1"),
        ("recorded+speed,x=max", "recorded+speed,x=max"),
        ("recorded+gap,ms=007", "recorded+gap,ms=7"),
        ("recorded+gap,ms=60000", "recorded+gap,ms=60000"),
        ("recorded+gap,ms=0,jitter=60000,seed=07", "recorded+gap,ms=0,jitter=60000,seed=7"),
        ("speed,idle-cap=1500ms,x=2", "speed,x=2,idle-cap=1500ms"),
        ("event,drop=9,add=3:5,body=0123abcd,seed=1", "event,add=3:5,drop=9,seed=1,body=0123abcd"),
    ):
        assert str(parse_spec(text)) == printed
    assert not Split("event").names_offsets
    assert Split("event", add=(1,)).names_offsets
    assert Split("event", drop=(1,)).names_offsets
    assert Split("explicit", (("cuts", "1"),)).names_offsets


def test_quotes_are_taken_off_in_pairs_only() -> None:
    assert parse_spec("'utf8'") == parse_spec('"utf8"') == parse_spec("utf8")
    for text in ("'utf8\"", "utf8'", "''"):
        with pytest.raises(SpecError):
            parse_spec(text)
    assert brief("x" * LIMIT) == "x" * LIMIT
    assert brief("x" * (LIMIT + 1)) == f"id={plan_id('x' * (LIMIT + 1))}"
