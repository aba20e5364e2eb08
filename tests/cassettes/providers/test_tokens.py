"""`cassettes.providers.tokens`"""

from hypothesis import given
from hypothesis import strategies as st

from cassettes.providers.tokens import tokenise


@given(st.text(st.characters(codec="utf-8")), st.integers(0, 99).map(str))
def test_tokens_are_the_text_and_never_empty(text: str, seed: str) -> None:
    tokens = tokenise(text, seed)
    assert "".join(tokens) == text
    assert all(tokens)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=80))
def test_chinese_comes_in_one_to_four_characters(text: str) -> None:
    assert all(1 <= len(token) <= 4 for token in tokenise(text))


def test_golden() -> None:
    text = "你好，我是一个人工智能助手。Hello there, internationalization 12345 😀\n\n# 标题"
    assert tokenise(text) == (
        "你", "好", "，", "我", "是一个", "人工", "智能", "助", "手", "。", "Hello", " there", ",",
        " interna", "tional", "ization", " 123", "45", " ", "😀", "\n\n", "#", " ", "标题",
    )  # fmt: skip
    assert tokenise(text, "1") != tokenise(text)
