"""Sentences of: Splits and plans."""

SENTENCES: dict[str, tuple[str, str]] = {}
