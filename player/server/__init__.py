"""Our own server process: uvicorn with the wire protocol (`server`), and when it collects garbage (`memory`)."""
