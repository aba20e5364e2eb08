"""Which recording answers a request. Pure: a request in comparable form, an index, turns, a mix."""
