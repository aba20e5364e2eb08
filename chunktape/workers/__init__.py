"""Several processes on one port: `worker` is one of them as it sees itself, `pool` is the parent, which starts them."""
