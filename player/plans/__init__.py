"""Schedules and writes, made beside the streams that are under way, kept and shared."""
