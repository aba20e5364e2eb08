"""The site of the documents: `make docs` builds it into `build/site`, in English and Chinese.

Read in this order: `nav.py` (which pages, in which order), `headings.py` (the anchors of a page), `links.py` (what a
link means on the site), `pages.py` (the pages of one language), `__main__.py` (lays them out, runs the generator).
`docs/design.md` says why the generator is Zensical.
"""
