"""Capture: a reverse proxy that passes a stream through at once and keeps bytes, boundaries and times."""
