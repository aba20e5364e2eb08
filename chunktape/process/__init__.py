"""The command's own process: what it prints to, and what ends it.

`standard_streams` keeps printing from ending a session, `interrupts` lets a signal give the report so far, `terminal`
breaks lines at the width of the terminal, `loading` imports without garbage collection.
"""
