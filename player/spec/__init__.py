"""What was asked for, from its text to settled values. Pure."""
