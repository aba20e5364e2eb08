"""Several processes on one port: `worker` is one of them, `pool` is the parent, which starts them, `shared` passes
settings between them.
"""
