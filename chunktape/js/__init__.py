"""The JavaScript that stands in for a phone and runs clients: package data, imported by Node only.

`chunktape check` starts `host.mjs`. Its questions come as frames (`answers/`), `client.mjs` loads the client and runs
it, in a realm (`realms.mjs`) that has what a platform has. In reading order: `loader.mjs` and `loading/` (a client's
files, imports and fresh instances), `building/` (a bundle of what is not plain JavaScript), `entries/` (the ways to
call a client, its callbacks and its state), `wx.mjs` (`wx.request` and its listeners) and `platform/` (the platforms'
other objects: `uni`, `Taro`, `swan`, `fetch`, storage, pages), `world/` (one run: the tape's pieces, virtual time, the
rests between two pieces), `life/` (scenes and the stopwatch), `tracing/` and `where.mjs` (the client's own lines),
`processes/` (nothing stays behind). `sandbox.mjs` and `http.mjs` run the examples against a real server.
"""
