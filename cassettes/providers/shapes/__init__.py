"""What each provider writes on the wire, one module per API: it makes a stream and reads it."""
