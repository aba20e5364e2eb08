"""Replay: serves recorded interactions with their bytes, boundaries and times, or with any other legal split."""
