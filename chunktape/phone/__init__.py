"""How a phone reaches this machine: its addresses (`lan`), the lines about them with the QR code that a phone scans
(`reach`), and the page of a recorder to which the code leads (`hello`).
"""
