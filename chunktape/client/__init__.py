"""Our commands as processes (`process`). Standard library only: safe in a user's own process."""
