"""How a phone reaches this machine: its addresses (`lan`), the sentences about them (`reach`), the page of a recorder
(`hello`).
"""
