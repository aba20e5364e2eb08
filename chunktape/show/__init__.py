"""A cassette or a plan for eyes: tables, text, JSON, SVG, and the catalogue of splits."""
