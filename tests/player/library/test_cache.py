from player.library.cache import Cache


def test_what_was_used_last_stays_within_the_limit() -> None:
    kept: Cache[str] = Cache(6, len)
    made = []

    def get(value: str) -> str:
        def make() -> str:
            made.append(value)
            return value * 3

        return kept.get(value, make)

    for value in "abacab":
        assert get(value) == value * 3

    assert made == ["a", "b", "c", "b"]
    assert kept.held == 6
    assert "a" in kept
    assert "c" not in kept


def test_what_is_beyond_the_limit_stays_until_the_next() -> None:
    kept: Cache[str] = Cache(2, len)

    assert kept.get("a", lambda: "long") == "long"
    assert kept.get("a", lambda: "new") == "long"
    assert kept.get("b", lambda: "b") == "b"
    assert "a" not in kept
    assert kept.held == 1
