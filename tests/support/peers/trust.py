"""Certificates for servers of tests."""

import ssl
from pathlib import Path

import trustme


def issued(folder: Path, *names: str) -> tuple[ssl.SSLContext, str]:
    """A server's context for `names` (127.0.0.1 and localhost by default), and the file of the CA to trust."""
    authority, file = trustme.CA(), folder / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(names or ("127.0.0.1", "localhost", "::1"))).configure_cert(context)
    return context, str(file)
