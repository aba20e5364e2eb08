"""Connections to the upstream: `dial` (opens one), `route` (directly or by a proxy), `race` (the first address that
answers), `scheme` (whether a server speaks http or https), `connections` (one connection, and the pool), `tls`
(sans-IO), `read_clock` (one time for all reads of a round).
"""
