"""VCR cassettes, of every release of vcrpy and of its relatives in other languages. In reading order: `plain_objects`
(the values behind Python's YAML tags), `fields` (URL, status, headers), `body`, `lost` (request bodies that vcrpy wrote
without their bytes), `read`.
"""
