"""The cassette: one file, and what it means. Values and files: no asyncio, no socket, no web framework.

A recording becomes values (`model`), secrets are taken out (`redaction`), and records are written to a file (`file`),
through one door (`store`); loading goes the same way back. In reading order: `model` says what a cassette holds,
`headers`, `framing` and `content` what its bytes mean, `http/` how they are sent; `file/` is the format byte by byte,
`store` its door; `redaction/` finds and replaces secrets; `boundaries/` names the places where a body can be cut;
`providers/` writes and reads the streams of the model APIs; `interchange/` reads and writes the files of other tools;
`library/` has the samples. Below all of them stand `errors`, `clock`, `seeds`, `durations`, `printable`, and
`messages/` with the Chinese of every sentence.

Everything public is importable from `chunktape`, and documented only there.
"""
