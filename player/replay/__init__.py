"""Answers requests with recordings: over a wire, through plain ASGI, or by the fast lane."""
