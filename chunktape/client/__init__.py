"""Our commands as processes. Standard library only: safe in a user's own process."""
