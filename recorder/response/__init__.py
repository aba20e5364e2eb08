"""One response's bytes in, its records out. Sans-IO."""
