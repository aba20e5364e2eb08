"""`play --upstream`: what no cassette answers goes to the real server, and may be recorded.

`session` puts it together, `forwarder` is the player's `on_miss`, `clients` writes the answers, `taping` says what
`--record` means.
"""
