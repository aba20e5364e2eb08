"""Our commands as processes (`process`). It loads the standard library, and the errors and sentences of `cassettes`:
safe in a user's own process.
"""
