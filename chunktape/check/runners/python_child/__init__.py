"""The process in which a client's Python function runs; `runners/python.py` starts it by the path of `__main__`.

Nothing else of chunktape is imported here. `serving` reads questions and writes answers, whose protocol is that of
`chunktape/js/host.mjs`; `host` loads and runs the client, `driving` calls it, `world` collects what it says, `trace`
finds its lines, `stuck` that of a run that never comes back, and `life` plays scenes with it.
"""
