"""Measures what every client's own code sees of every fault and rewrite: `python -m benchmarks.symptoms`, or `make
evidence-symptoms`. The way of the data:

`sample.py` has the stream and the specs, `clients.py` the clients and how they are started (`programs/`), `browser.py`
those that run in Chromium; `measure.py` asks, `words.py` puts the results into a few words, `page.py` writes them into
`docs/faults.md`.
"""
