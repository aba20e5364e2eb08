"""What every client's own code sees of every fault and rewrite: `python -m benchmarks.symptoms`, or `make
evidence-symptoms`. The way of the data:

`sample.py` is the stream and the specs, `clients.py` who asks and how it is started (`programs/`), `browser.py` those
that run in Chromium, `measure.py` asks, `words.py` says what was seen in a few words, `page.py` puts it into
`docs/faults.md`.
"""
