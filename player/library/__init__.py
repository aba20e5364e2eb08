"""The recordings that are served, and the files that they stand in."""
