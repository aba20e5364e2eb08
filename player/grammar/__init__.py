"""The letters of a spec: names, keys, and the kinds of values. Pure."""
