"""One family of profiles per module: each profile stands beside the function that cuts.

`targeted` aims at characters, lines, fields, JSON and the end (`turns` says how); `adversarial` at all of them at once.
`plain` aims at nothing; `sizes` cuts by numbers of bytes, `merges` puts events together. The others model software and
networks on the way: `proxies`, `layers` (TLS, HTTP/2, segments), `links` (a mobile network), `windows` (clients that
gather bytes for a while). `smoke` takes ten of them in turn.
"""
