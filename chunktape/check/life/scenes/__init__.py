"""The scenes, one per file: steps, and what is said of them."""
