"""Sentences of: The player."""

SENTENCES: dict[str, tuple[str, str]] = {}
