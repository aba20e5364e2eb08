"""The scenes, one per file: steps and a judgement."""
