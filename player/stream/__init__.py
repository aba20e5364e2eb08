"""A response while it is played: one scheduler, one timer, and the streams that they step."""
