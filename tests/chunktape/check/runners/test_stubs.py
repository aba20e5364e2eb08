"""`--stub NAME=VALUE`: its grammar, and what a report shows of it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import SpecError
from chunktape.check.runners.stubs import Stub, parse_stub, shown


@pytest.mark.parametrize(
    ("text", "stub"),
    [
        ("storage.token=abc", Stub("storage", ("token",), value="abc")),
        ("storage.user.info={}", Stub("storage", ("user.info",), value={})),
        ("storage.token=a=b==", Stub("storage", ("token",), value="a=b==")),
        ("storage.flag=true", Stub("storage", ("flag",), value=True)),
        ('storage.id="7"', Stub("storage", ("id",), value="7")),
        ("env.VITE_PORT=8080", Stub("env", ("VITE_PORT",), value="8080")),
        ("globalData.user.id=7", Stub("globalData", ("user", "id"), value=7)),
        ("global.uni.$http={}", Stub("global", ("uni", "$http"), value={})),
        ("@/config=null", Stub("module", (), "@/config", None)),
        ("pinia=", Stub("module", (), "pinia", "")),
        ("../utils/request.js={}", Stub("module", (), "../utils/request.js", {})),
        ("axios#defaults.baseURL=http://x", Stub("module", ("defaults", "baseURL"), "axios", "http://x")),
        ("#core/reader#limit=1", Stub("module", ("limit",), "#core/reader", 1)),
        ("storage-lib=x", Stub("module", (), "storage-lib", "x")),
        ("@/a=./not-a-module", Stub("module", (), "@/a", "./not-a-module")),
    ],
)
def test_what_a_stub_says(text: str, stub: Stub) -> None:
    assert parse_stub(text) == stub


def test_a_path_is_a_module_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "fake.ts").write_text("")
    fake = str((tmp_path / "fake.ts").resolve())
    assert parse_stub("@/request=./fake.ts", tmp_path) == Stub("module", (), "@/request", file=fake)
    assert parse_stub("global.uni.$http=./fake.ts", tmp_path) == Stub("global", ("uni", "$http"), file=fake)
    assert parse_stub("storage.a=./fake.ts", tmp_path).value == "./fake.ts"
    assert parse_stub("@/request=./fake.ts", tmp_path).as_json() == {
        "place": "module",
        "path": (),
        "module": "@/request",
        "file": fake,
    }
    with pytest.raises(SpecError, match=r"no file \./gone\.js"):
        parse_stub("@/request=./gone.js", tmp_path)


@pytest.mark.parametrize("text", ["", "x", "=x", "storage=x", "env.=x", "env.a.b=x", "globalData=1", "global=1"])
def test_what_is_no_stub(text: str) -> None:
    with pytest.raises(SpecError, match="--stub"):
        parse_stub(text)


@given(st.text(min_size=1), st.text())
def test_any_other_name_is_an_import(name: str, value: str) -> None:
    plain = name.translate(dict.fromkeys(map(ord, "=#"), "_"))
    stub = (
        parse_stub(f"x{plain}={value}", Path(__file__).parent / "nowhere")
        if not value.startswith(("./", "../", "/"))
        else None
    )
    assert stub is None or (stub.module, stub.path) == (f"x{plain}", ())


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("storage.token=abc", "storage.token=***"),
        ("storage.city=Oslo", "storage.city=Oslo"),
        ("env.VITE_API_KEY=sk-1", "env.VITE_API_KEY=***"),
        ("@/request#defaults.headers.Authorization=Bearer x", "@/request#defaults.headers.Authorization=***"),
        ('@/config={"access_token":"abc","a":1}', '@/config={"access_token":"***","a":1}'),
    ],
)
def test_a_report_shows_no_secret_and_what_it_shows_can_be_given_again(text: str, safe: str) -> None:
    assert shown(text) == safe
    assert parse_stub(safe).path == parse_stub(text).path
