"""VCR cassettes, of every release of vcrpy and of its relatives in other languages."""
