"""VCR cassettes: vcrpy's of every release, and its relatives'."""
