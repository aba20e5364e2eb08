"""Runs a client: `child` (a process that runs it, and the watchdog) over `pipe`, with plans and answers in their
`short_form`; `node` and `python` (which process), `build` (a bundle, where it is needed), `stubs` (the values of
`--stub`). What runs in these processes is `chunktape/js/` and the package `python_child`.
"""
