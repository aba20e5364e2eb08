"""Which planned boundaries real clients see."""
