"""Connections to the upstream: `dial` (the way there: proxies, TLS), `race` (the first address that answers),
`scheme` (whether a server speaks http or https), `connections` (one connection, and the pool), `tls` (sans-IO),
`read_clock` (one time for all reads of a round).
"""
