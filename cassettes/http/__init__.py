"""HTTP/1 as bytes, for everything that reads it: `lines` of heads and trailers, `chunked` bodies."""
