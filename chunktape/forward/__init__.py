"""`play --upstream`: what no cassette answers goes to the real server, and may be recorded."""
