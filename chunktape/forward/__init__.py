"""`play --upstream`: requests that no cassette answers go to the real server, and may be recorded.

`session` puts it together, `forwarder` is the player's `on_miss`, `clients` writes the answers, `taping` decides what
`--record` records. `itself` refuses an upstream that is the server itself, for `record` as well.
"""
