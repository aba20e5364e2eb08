"""The HTML page of a check: its template, style and script, and the drawing of a plan's pieces (`plans`)."""
