"""Bytes on one connection: uvicorn's protocol as the player needs it."""
