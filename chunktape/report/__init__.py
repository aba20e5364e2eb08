"""One paste for a bug report, and the way back from a paste to the cassette in it. Nothing is sent anywhere.

In reading order: `shared` (a cassette as it may be shared), `played` (the spec that plays it), `armour` (bytes as lines
of text that survive being pasted, and back), `running` (what a running player saw), `private` (names and paths of the
machine, taken out), `paste` (all of it as Markdown).
"""
