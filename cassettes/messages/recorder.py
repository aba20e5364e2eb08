"""Sentences of: The recorder."""

SENTENCES: dict[str, tuple[str, str]] = {}
