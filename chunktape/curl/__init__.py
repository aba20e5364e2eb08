"""One request without an app: a pasted curl command in words (`words`), as a request (`command`), sent and recorded
(`capture`).
"""
