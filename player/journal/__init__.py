"""What was asked, matched and sent, counted and told."""
