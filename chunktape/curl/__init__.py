"""One request without an app. In reading order: `words` splits a pasted curl command, `options` reads its options,
`command` makes the request of them, `capture` sends and records it.
"""
