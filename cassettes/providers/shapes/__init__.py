"""What each provider writes on the wire, one module per API."""
