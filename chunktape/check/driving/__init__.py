"""How a client is driven: the search for a way, and the adapter that says one."""
