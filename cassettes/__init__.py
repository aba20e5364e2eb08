"""The cassette: one file, and what it means. Values and files, nothing else.

This package knows no asyncio, no socket and no web framework; import-linter holds that in the test run.
Everything public is importable from `chunktape` and documented only there.
"""
