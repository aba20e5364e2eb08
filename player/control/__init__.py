"""The endpoints under `/@chunktape/`."""
