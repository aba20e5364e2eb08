"""Connections to the upstream: dialled, raced, secured, pooled."""
