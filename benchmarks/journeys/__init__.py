"""docs/journeys.md, run from a fresh environment: `page` reads it, `environment` makes one, `walk` types commands."""
