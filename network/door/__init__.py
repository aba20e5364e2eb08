"""Which requests are let in, for both servers, and what is said to the others. Sans-IO."""
