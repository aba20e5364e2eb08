"""Where a secret can stand: for each place, a request and its response that have one under a given name.

Tests of recording and of importing use it: neither may write a file with the secret.
"""

import gzip
import json
import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

from cassettes.model import Headers
from cassettes.redaction.packed import MAGIC

#: What the issue names, one spelling each; `spellings` has the others.
NAMES = (
    "token", "tokens", "secret", "secrets", "password", "passwd", "pwd", "pass", "passphrase", "api_key", "access_key",
    "auth_key", "signing_key", "master_key", "encryption_key", "private_key", "jwt", "assertion", "credential",
    "credentials", "session", "session_id", "sid", "PHPSESSID", "JSESSIONID", "cookie", "ticket", "signature", "sign",
    "code", "openid", "unionid", "session_key", "encryptedData", "iv", "phoneNumber", "purePhoneNumber", "mobile",
    "bearer", "otp", "csrf_token", "access_token", "refresh_token", "client_secret", "appsecret", "js_code", "paySign",
    "creds", "pswd", "passkey", "enc_key", "tel_number", "new_token", "openai_key", "SAMLResponse",
)  # fmt: skip
SECRET = b"S3CRETvalue"
KEPT = "kEpt"


@dataclass(frozen=True)
class Asked:
    """A request and its response. `raw`: the response is no HTTP. `body_rule`: what `--redact` names."""

    target: bytes = b"/x"
    headers: Headers = ()
    body: bytes = b""
    answer_headers: Headers = ()
    answer: bytes = b"{}"
    trailers: Headers = ()
    raw: bytes = b""
    body_rule: str = ""


def spellings(name: str) -> set[str]:
    """`api_key` as it is, `apiKey`, `ApiKey`, `api-key`, `API_KEY`, `x-api-key`, `api.key`, `apiKey2`, `apikey`, ..."""
    words = [word for word in name.replace("-", "_").split("_") if word]
    camel = words[0] + "".join(word.capitalize() for word in words[1:])
    found = {name, camel, camel[:1].upper() + camel[1:], f"{camel}2", f"my{camel[:1].upper()}{camel[1:]}"}
    for joint in ("_", "-", "."):
        joined = joint.join(words)
        found |= {joined, joined.upper(), f"x{joint}{joined}", "-".join(["X", *(word.capitalize() for word in words)])}
    if len(words) > 1:
        found |= {"".join(words).lower(), "".join(words).upper()}
    return found if name != "code" else {one for one in found if not one.startswith("my")}


def _field(name: str) -> str:
    return json.dumps({"a": KEPT, name: SECRET.decode(), "z": 1})


def leaks(data: bytes) -> bool:
    """Whether the secret is there, in one piece or torn: nothing else has a `3` in it, here as a chunk of one byte."""
    for at in (found.start() for found in re.finditer(re.escape(MAGIC), data)):
        with suppress(zlib.error):
            if SECRET in zlib.decompressobj(31).decompress(data[at:]):
                return True
    return any(piece in data for piece in (SECRET, SECRET.decode().encode("utf-16-le"), b"\xc4\x013"))


def _part(head: str, content: str) -> bytes:
    parts = ((f"form-data; {head}", content), ('form-data; name="a"; filename="a.txt"', KEPT))
    text = "".join(f"--b0\r\nContent-Disposition: {head}\r\n\r\n{content}\r\n" for head, content in parts)
    return f"{text}--b0--\r\n".encode()


def _q(name: str) -> str:
    return f"a={KEPT}&{quote(name)}={SECRET.decode()}"


_FORM = ((b"Content-Type", b"application/x-www-form-urlencoded"),)

#: place -> what has a secret there under `name`
PLACES: dict[str, Callable[[str], Asked]] = {
    "request header": lambda n: Asked(headers=((n.encode(), SECRET), (b"X-A", KEPT.encode()))),
    "response header": lambda n: Asked(answer_headers=((n.encode(), SECRET), (b"X-A", KEPT.encode()))),
    "trailer": lambda n: Asked(trailers=((n.encode(), SECRET), (b"X-A", KEPT.encode()))),
    "query": lambda n: Asked(target=f"/x?{_q(n)}&b=1".encode()),
    "query, name percent-encoded": lambda n: Asked(
        target=b"/x?a=kEpt&" + b"".join(b"%%%02X" % byte for byte in n.encode()) + b"=" + SECRET
    ),
    "query, quoted": lambda n: Asked(target=f'/x?{n}="<{SECRET.decode()}>"&a={KEPT}'.encode()),
    "query behind ;": lambda n: Asked(target=f"/x?a={KEPT};{n}={SECRET.decode()}".encode()),
    "path parameter": lambda n: Asked(target=f"/x;{n}={SECRET.decode()}/{KEPT}".encode()),
    "fragment of a target": lambda n: Asked(target=f"/{KEPT}#{n}={SECRET.decode()}".encode()),
    "URL in a query": lambda n: Asked(target=f"/x?to={quote(f'https://a.example/?{_q(n)}', safe='')}".encode()),
    "JSON in a query": lambda n: Asked(target=f"/x?data={quote(_field(n))}&b=1".encode()),
    "JSON in a query as it is": lambda n: Asked(target=f"/x?data={_field(n).replace(' ', '')}".encode()),
    "JSON in a header": lambda n: Asked(headers=((b"X-Meta", _field(n).encode()),)),
    "absolute-form target": lambda n: Asked(target=f"http://a.example/?{_q(n)}".encode()),
    "userinfo of a target": lambda n: Asked(target=b"http://" + n.encode() + b":" + SECRET + b"@a.example/kEpt"),
    "form": lambda n: Asked(body=_q(n).encode(), headers=_FORM),
    "form with nested names": lambda n: Asked(body=f"a={KEPT}&user[{n}]={SECRET.decode()}".encode(), headers=_FORM),
    "form labelled as JSON": lambda n: Asked(body=_q(n).encode(), headers=((b"Content-Type", b"application/json"),)),
    "form whose first name is odd": lambda n: Asked(body=f"{{a}}={KEPT}&{n}={SECRET.decode()}".encode(), headers=_FORM),
    "JSON": lambda n: Asked(body=_field(n).encode(), headers=((b"Content-Type", b"application/json"),)),
    "JSON labelled as a form": lambda n: Asked(body=_field(n).encode(), headers=_FORM),
    "JSON without a label": lambda n: Asked(body=_field(n).encode()),
    "JSON behind a BOM and blanks": lambda n: Asked(body=b"\xef\xbb\xbf \r\n" + _field(n).encode()),
    "JSON deep inside": lambda n: Asked(body=json.dumps({"a": [{"b": json.loads(_field(n))}]}, indent=1).encode()),
    "object under the name": lambda n: Asked(body=json.dumps({"a": KEPT, n: {"b": [SECRET.decode()]}}).encode()),
    "JSON in a JSON string": lambda n: Asked(body=json.dumps({"data": _field(n), "b": 1}).encode()),
    "JSON in a form value": lambda n: Asked(body=f"data={quote(_field(n))}&b=1".encode(), headers=_FORM),
    "JSON in a form value as it is": lambda n: Asked(body=f"data={_field(n)}".encode(), headers=_FORM),
    "gzip of JSON": lambda n: Asked(
        body=gzip.compress(_field(n).encode()), headers=((b"Content-Encoding", b"gzip"), (b"X-A", KEPT.encode()))
    ),
    "JSON in UTF-16": lambda n: Asked(body=_field(n).encode("utf-16")),
    "NDJSON": lambda n: Asked(body=f'{{"a":1}}\n{_field(n)}\n'.encode()),
    "SSE data": lambda n: Asked(body=f"event: x\ndata: {_field(n)}\n\n".encode()),
    "multipart field": lambda n: Asked(body=_part(f'name="{n}"', SECRET.decode())),
    "multipart JSON": lambda n: Asked(body=_part('name="meta"', _field(n))),
    "multipart without names": lambda n: Asked(
        body=f"--b\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n{_q(n)}\r\n--b--".encode()
    ),
    "XML element": lambda n: Asked(body=f"<xml><a>{KEPT}</a><{n}><![CDATA[{SECRET.decode()}]]></{n}></xml>".encode()),
    "XML within an element": lambda n: Asked(
        body=f"<xml><a>{KEPT}</a><{n}><b><{n}>x</{n}>y</b><c>{SECRET.decode()}</c></{n}></xml>".encode()
    ),
    "JSON in XML": lambda n: Asked(body=f"<x><a>{KEPT}</a><![CDATA[{_field(n)}]]></x>".encode()),
    "JSON in a JSON string, quotes as \\u0022": lambda n: Asked(
        body=json.dumps({"data": _field(n)}).replace('\\"', "\\u0022").encode()
    ),
    "URL in JSON": lambda n: Asked(body=json.dumps({"image_url": {"url": f"https://a.example/x?{_q(n)}"}}).encode()),
    "URL in JSON, escaped": lambda n: Asked(
        body=json.dumps({"u": f"https://a.example/#{_q(n)}"}).replace("/", "\\/").replace("&", "\\u0026").encode()
    ),
    "userinfo of a URL in JSON": lambda n: Asked(
        body=f'{{"a":"kEpt","u":"redis://{n}:{SECRET.decode()}@a.example/0"}}'.encode()
    ),
    "userinfo in a form value": lambda n: Asked(
        body=f"a=kEpt&u={quote(f'https://{n}:{SECRET.decode()}@a.example/')}".encode(), headers=_FORM
    ),
    "userinfo with an @ in a form value": lambda n: Asked(
        body=f"a=kEpt&u={quote(f'https://me:a%40{SECRET.decode()}@a.example/', safe='')}".encode(), headers=_FORM
    ),
    "URL in a form value, encoded twice": lambda n: Asked(
        body=f"a=kEpt&u={quote(quote(f'https://a.example/?{_q(n)}', safe=''), safe='')}".encode(), headers=_FORM
    ),
    "URL in JSON in a JSON string": lambda n: Asked(
        body=json.dumps({"a": json.dumps({"u": f"https://a.example/?{_q(n)}"}).replace("&", "\\u0026")}).encode()
    ),
    "multipart behind text, folded": lambda n: Asked(
        body=f'kEpt\r\n--b\r\nContent-Disposition: form-data; filename="; name=x";\r\n name="{n}"\r\n\r\n'.encode()
        + SECRET
        + b"\r\n--b--\r\n"
    ),
    "query as a header": lambda n: Asked(headers=((b"X-Query-String", _q(n).encode()),)),
    "Cookie": lambda n: Asked(headers=((b"Cookie", b"kEpt=1; " + n.encode() + b"=" + SECRET),)),
    "Set-Cookie": lambda n: Asked(answer_headers=((b"Set-Cookie", n.encode() + b"=" + SECRET + b"; Path=/kEpt"),)),
    "Location query": lambda n: Asked(answer_headers=((b"Location", f"/cb?{_q(n)}".encode()),)),
    "Location query, quoted": lambda n: Asked(
        answer_headers=((b"Location", f'/cb?{n}="{SECRET.decode()}"&a={KEPT}'.encode()),)
    ),
    "Location fragment": lambda n: Asked(answer_headers=((b"Location", f"https://a.example/cb#{_q(n)}".encode()),)),
    "Content-Location": lambda n: Asked(answer_headers=((b"Content-Location", f"/cb?{_q(n)}".encode()),)),
    "Referer": lambda n: Asked(headers=((b"Referer", f"https://a.example/?{_q(n)}".encode()),)),
    "userinfo of Referer": lambda n: Asked(headers=((b"Referer", b"https://me:" + SECRET + b"@a.example/kEpt"),)),
    "Origin": lambda n: Asked(headers=((b"Origin", b"https://me:" + SECRET + b"@a.example"),)),
    "Link": lambda n: Asked(answer_headers=((b"Link", f'</a?{_q(n)}>; rel="next", </b>; rel=last'.encode()),)),
    "Refresh": lambda n: Asked(answer_headers=((b"Refresh", f"5; url=/a?{_q(n)}".encode()),)),
    "X-Forwarded-Uri": lambda n: Asked(headers=((b"X-Forwarded-Uri", f"/a?{_q(n)}".encode()),)),
    "response JSON": lambda n: Asked(answer=_field(n).encode(), body_rule=n),
    "response JSON without a label": lambda n: Asked(answer=b" " + _field(n).encode(), body_rule=n),
    "response SSE": lambda n: Asked(answer=f"data: {_field(n)}\n\n".encode(), body_rule=n),
    "response form": lambda n: Asked(answer=_q(n).encode(), body_rule=n),
    "raw header": lambda n: Asked(raw=f"HTTP/9 ok\nX-A: {KEPT}\n{n}: {SECRET.decode()}\n\n".encode()),
    "raw folded header": lambda n: Asked(
        raw=f"HTTP/9 ok\r\n{n}: a\r\n\t{SECRET.decode()}\r\nX: {KEPT}\r\n\r\n".encode()
    ),
    "raw Location": lambda n: Asked(raw=f"HTTP/9 ok\nLocation: https://a.example/?{_q(n)}\n\n".encode()),
    "raw Location userinfo": lambda n: Asked(raw=b"HTTP/9 ok\nLocation: //me:" + SECRET + b"@a.example/kEpt\n\n"),
    "raw body": lambda n: Asked(raw=f"HTTP/9 ok\n\n{_field(n)}".encode(), body_rule=n),
}
