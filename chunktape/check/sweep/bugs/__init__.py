"""Finds the bug behind a failure.

`blame` finds the one behind a failing plan, `masks` remove the cuts of a plan that a known bug explains, `alike` puts
failures without any cut together that have one cause, and `trim` finds the fewest events that show a failure.
"""
