"""Our own YAML and JSON exports, which come back without loss: `write`, and `read`, which undoes it."""
