"""One paste for a bug report, and the way back from a paste to the cassette in it. Nothing is sent anywhere.

In reading order: `shared` (a cassette that may be shared), `played` (the spec that plays it), `armour` (bytes as lines
of text that survive being pasted, and back), `running` (the journal of a running player), `private` (takes out names
and paths of the machine), `paste` (all of it as Markdown).
"""
