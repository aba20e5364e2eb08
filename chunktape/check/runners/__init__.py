"""Runs a client: `child` (a process that runs it, and the watchdog) over `pipe`, with the answers of `told`; `node` and
`python` (which process), `build` (a bundle, where it is needed), `stubs` (the values of `--stub`). `python_host` and
`python_life` are what the child of `python` runs; those of `node` lie in `chunktape/js/`.
"""
