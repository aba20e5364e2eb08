"""The file format, byte by byte. In reading order: `records` (one record as bytes), `codec` (its fields as values),
`order` (how records may follow one another), `appender` (makes the records of a session), `writer` (appends them to a
file, under `lock`), `loader` (reads a file back, and finds where its tail is torn), `growing` (an interaction whose
records come one by one), `salvage` (whether sound records stand behind a break: then it is damage, and no torn tail).
"""
