"""The demo (`demo`, shown by `screen`), the small `upstream` that it records, `reader` for responses, and `sessions`,
which records the library's chats.
"""
