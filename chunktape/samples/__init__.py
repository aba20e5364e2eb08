"""The demo, the small upstream that it records, and a reader of responses."""
