"""The stream of each provider, one module per API, which makes and reads it."""
