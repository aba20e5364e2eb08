"""Which bytes leave when. Pure: from an interaction to a schedule, from a schedule to writes."""
