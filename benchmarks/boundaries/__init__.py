"""What real clients see of planned boundaries."""
