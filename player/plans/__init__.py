"""Performances, made beside the streams that are under way, kept and shared by what recordings hold."""
