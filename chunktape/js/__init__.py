"""The JavaScript that stands in for a phone and runs clients: package data, imported by Node only."""
