"""Sentences of: Import, export and make."""

SENTENCES: dict[str, tuple[str, str]] = {}
