"""How a phone reaches this machine: its addresses (`lan`), what is said of them (`reach`), the page of a recorder
(`hello`).
"""
