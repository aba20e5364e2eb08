"""Which split finds which bug of the decoders of `tests/js`."""
