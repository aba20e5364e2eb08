"""Which proxy is used."""

import pytest

from cassettes.errors import SpecError
from recorder.settings import parse_upstream
from recorder.upstream.route import Route, find_route


def test_proxies_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://us%40r:pw@proxy.example:3128")
    monkeypatch.setenv("https_proxy", "proxy.example:3129")
    monkeypatch.setenv("no_proxy", "direct.example, api.example:8443, fd00::1")
    basic = b"Basic dXNAcjpwdw=="
    assert find_route(parse_upstream("http://a.example")) == Route("proxy.example", 3128, True, basic)
    assert find_route(parse_upstream("https://a.example")) == Route("proxy.example", 3129, True)
    assert find_route(parse_upstream("https://direct.example")) == Route("direct.example", 443)
    assert find_route(parse_upstream("https://api.example:8443")) == Route("api.example", 8443)
    assert find_route(parse_upstream("https://api.example")) == Route("proxy.example", 3129, True)
    assert find_route(parse_upstream("https://[fd00::1]:8443")) == Route("fd00::1", 8443)
    assert find_route(parse_upstream("http://127.0.0.1:1")) == Route("127.0.0.1", 1)
    monkeypatch.setenv("https_proxy", "socks5://me:secret@proxy.example:1080")
    with pytest.raises(SpecError, match="socks5") as caught:
        find_route(parse_upstream("https://a.example"))
    assert "secret" not in str(caught.value)
