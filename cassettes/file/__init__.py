"""The file format, byte by byte. In reading order: `records` (one record as bytes), `codec` (its fields as values),
`order` (how records may follow one another), `writer` (appends them, under `lock`), `loader` (reads a file back),
`growing` (an interaction whose records come one by one), `salvage` (whether an end is torn or damaged).
"""
