"""Sentences about cassette files."""

SENTENCES: dict[str, tuple[str, str]] = {}
