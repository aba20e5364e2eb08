"""VCR cassettes: vcrpy's from its first release on (also by pytest-recording), betamax's, Ruby VCR's, go-vcr's. Rules

- YAML or JSON: a mapping with `interactions` or `http_interactions`, or vcrpy 0.x's list. `safe_yaml` reads it,
  `fields` and `body` say what its fields and bodies stand for.
- A body that is no longer in the Content-Encoding of its headers loses that coding, and the length that goes with it;
  a body that really is in it keeps both.
- A body that had to be written again counts as made, that of a request, too.
"""

from typing import Any, Final

from cassettes.errors import CassetteError
from cassettes.headers import content_codings, joined
from cassettes.interchange.build import Imported, Response, interaction, origin, request
from cassettes.interchange.codings import still_in
from cassettes.interchange.safe_yaml import load_yaml
from cassettes.interchange.unfit import nothing, unfit, without_bodies
from cassettes.interchange.vcr.body import NoBodyError, NotBase64Error, body_of, value_of
from cassettes.interchange.vcr.fields import WrongField, headers_of, method_of, shown, status_of, url_of
from cassettes.interchange.vcr.lost import LOST
from cassettes.messages import say, sentence
from cassettes.model import Headers, Interaction, Request

#: vcrpy writes 1; betamax and Ruby's VCR write none; go-vcr, whose requests have a `url`, writes 1 and 2
_VERSIONS: Final = ("1", "1.0")
#: the keys under which the status of a response may stand
_STATUS: Final = frozenset({"status", "status_code", "code"})


def read(data: bytes, name: str) -> Imported:
    """The interactions of a VCR cassette. Raises CassetteError."""
    entries = _entries(load_yaml(data, name), name)
    interactions: list[Interaction] = []
    made_requests = made_responses = lost = 0
    for number, entry in enumerate(entries, 1):
        place = f"interactions[{number - 1}]"
        try:
            asking, answering = _sides(entry, name, number)
            asked, asked_made = _request(asking, f"{place}.request", name)
            got, got_made = _response(answering, asked.method, f"{place}.response")
        except WrongField as wrong:
            raise unfit(wrong.said, name, place=wrong.place, found=wrong.found) from None
        lost += value_of(asking) is LOST
        made_requests, made_responses = made_requests + asked_made, made_responses + got_made
        interactions.append(interaction(number, asked, got))
    if not interactions:
        raise nothing(name)
    made = made_requests + made_responses
    notes: list[str] = []
    if made:
        notes.append(
            say("Bodies that stand in the file as parsed values, written again with made bytes: {count}.", count=made)
        )
    if lost:
        notes.append(without_bodies(lost))
    note = f"bodies made from values: {made_requests} of requests, {made_responses} of responses" if made else ""
    return Imported(origin("vcr", name, real_bytes=not made, note=note), tuple(interactions), tuple(notes))


def _entries(value: object, name: str) -> list[Any]:
    """The list of interactions. Raises CassetteError for a document that is not a VCR cassette."""
    if isinstance(value, list) and value and all(isinstance(one, dict) and "request" in one for one in value):
        return value  # vcrpy 0.x
    entries = value.get("interactions", value.get("http_interactions")) if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(entries, list) or "chunktape" in value:
        raise unfit(
            "{file} is not a VCR cassette: there is no list `interactions`. "
            "`chunktape import --help` names the importers.",
            name,
        )
    version = value.get("version")
    asked = [one.get("request") for one in entries if isinstance(one, dict)]
    is_go = version == 2 and any(isinstance(one, dict) and "url" in one for one in asked)
    if version is not None and shown(version).strip("'") not in _VERSIONS and not is_go:
        raise unfit(
            "{file} is a VCR cassette of version {found}; version 1 can be read, and go-vcr's 2. Record it again.",
            name,
            found=shown(version),
        )
    return entries


def _sides(entry: object, name: str, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The request and the response of an entry. Raises CassetteError where it has none, or no status."""
    sides = entry if isinstance(entry, dict) else {}
    asked, got = sides.get("request"), sides.get("response")
    if not isinstance(asked, dict) or not isinstance(got, dict) or _STATUS.isdisjoint(got):
        raise unfit(
            "{file}: interaction {number} has no request, or no response with a status. Remove it or record it again.",
            name,
            number=number,
        )
    return asked, got


def _request(asked: dict[str, Any], place: str, name: str) -> tuple[Request, bool]:
    headers = headers_of(asked, place)
    body, made = _body(asked, headers, place, response=False)
    method, url = method_of(asked, place), url_of(asked, place)
    try:
        return request(method, url, headers, body, f"{name}: {place}"), made
    except CassetteError as error:  # the sentence names the entry, `path` the whole file
        raise CassetteError(str(error), path=name) from None


def _response(got: dict[str, Any], method: str, place: str) -> tuple[Response, bool]:
    code, reason = status_of(got, place)
    headers = headers_of(got, place)
    body, made = _body(got, headers, place, response=True)
    if method != "HEAD" and code not in (204, 304):
        headers = _without_false_codings(headers, body)
    return Response(code, reason, headers, body), made


def _body(side: dict[str, Any], headers: Headers, place: str, *, response: bool) -> tuple[bytes, bool]:
    try:
        return body_of(side, headers, response=response)
    except NotBase64Error as error:
        raise WrongField(
            sentence(
                "{file}: {place} is not valid base64: it begins with {found}. Correct it there, or record it again."
            ),
            f"{place}.body",
            error.args[0],
        ) from None
    except NoBodyError as error:
        raise WrongField(
            sentence(
                "{file}: {place} should be text or `!!binary`, found {found}. Correct it there, or record it again."
            ),
            f"{place}.body",
            error.args[0],
        ) from None


def _without_false_codings(headers: Headers, body: bytes) -> Headers:
    """The headers without a Content-Encoding that the body is not in."""
    codings = content_codings(headers)
    left = still_in(body, codings, joined(headers, b"content-type"))
    if left == codings:
        return headers
    kept: list[tuple[bytes, bytes]] = []
    for key, value in headers:
        if key.lower() not in (b"content-encoding", b"content-length"):
            kept.append((key, value))
        elif key.lower() == b"content-encoding" and left:
            kept.append((key, b", ".join(left)))
            left = []
    return tuple(kept)
