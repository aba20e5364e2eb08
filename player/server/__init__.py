"""Our own server process: uvicorn with the wire protocol, and its memory."""
