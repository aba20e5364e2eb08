"""How fast `chunktape check` runs a client, beside a bare loop of Node with the same client and the same pieces."""
