"""HAR 1.2: what browsers and proxies save, read and written. In reading order: `nodes` (the parsed document, each value
with its place), `bodies` and `times` (the bytes and times of an entry), `entries` (one entry), `own` (what our exports
add), `zipped` (Playwright's zip), `read`, `write`.
"""
