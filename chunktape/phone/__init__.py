"""How a phone reaches this machine."""
