"""How each provider says that something failed: JSON by status, and the event in the middle of a stream. Rules

- A shape is named as `cassettes.providers.read` names it; one that is not known here gets a form that most relays use.
- Types, codes and sentences are those of the APIs' documents; where one has none for a status, its nearest is said.
- Nothing here has a clock: headers with a time of day are left out.
- The makers of shapes take the errors that they write from here.
"""

from typing import Any, Final, NamedTuple

from cassettes.model import Headers

#: RFC 9110 section 15 and the registry; Python's own table changes with its version
_REASONS: Final = {
    200: "OK",
    204: "No Content",
    301: "Moved Permanently",
    302: "Found",
    303: "See Other",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    529: "Overloaded",
}


class Failure(NamedTuple):
    """What a provider says of one status. `payload`: the JSON value; `headers`: what it sends beside it; `streamed`:
    the JSON value of the event in a stream; `event`, `comment`: the name of that event and a comment in it, empty for
    none; `ends`: nothing follows it, not even what says that the answer is over.
    """

    payload: dict[str, Any]
    streamed: dict[str, Any]
    headers: Headers = ()
    event: str = ""
    comment: str = ""
    ends: bool = True


def reason(status: int) -> bytes:
    """The reason phrase of `status`."""
    return _REASONS.get(status, "Error").encode()


def failure(shape: str, status: int = 0) -> Failure:
    """What a provider of that `shape` says of `status`; 0 is what it says most often in the middle of a stream."""
    return _FAILURES.get(shape, _generic)(status or _USUAL.get(shape, 500))


#: the status that stands behind most errors in the middle of a stream
_USUAL: Final = {"anthropic": 529, "gemini": 503}

_OPENAI_SAYS: Final = {
    400: ("invalid_request_error", "invalid_value", "Invalid value for 'messages'."),
    401: ("invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
    402: ("insufficient_quota", "insufficient_balance", "Insufficient Balance"),
    403: ("invalid_request_error", "unsupported_country_region_territory", "Country or region not supported"),
    404: ("invalid_request_error", "model_not_found", "The model does not exist or you have no access to it."),
    429: ("requests", "rate_limit_exceeded", "Rate limit reached for requests per min (RPM): Limit 500, Used 500."),
    503: ("server_error", "server_overloaded", "The server is overloaded or not ready yet."),
}
_OPENAI_FAILED: Final = (
    "server_error",
    "server_error",
    "The server had an error while processing your request. Sorry about that!",
)
_OPENAI_LIMITS: Final = ((b"x-ratelimit-limit-requests", b"500"), (b"x-ratelimit-remaining-requests", b"0"))


def _openai_error(status: int) -> dict[str, Any]:
    kind, code, message = _OPENAI_SAYS.get(status, _OPENAI_FAILED)
    return {"message": message, "type": kind, "param": None, "code": code}


def _openai(status: int) -> Failure:
    value = {"error": _openai_error(status)}
    return Failure(value, value, _OPENAI_LIMITS if status == 429 else ())


def _assistants(status: int) -> Failure:
    return _openai(status)._replace(event="error")


def _responses(status: int) -> Failure:
    error = _openai_error(status)
    streamed = {"type": "error", "code": error["code"], "message": error["message"], "param": None}
    return _openai(status)._replace(streamed=streamed, event="error")


_ANTHROPIC_SAYS: Final = {
    400: ("invalid_request_error", "messages: at least one message is required"),
    401: ("authentication_error", "invalid x-api-key"),
    402: ("billing_error", "There's an issue with your billing or payment information."),
    403: ("permission_error", "Your API key does not have permission to use the specified resource."),
    404: ("not_found_error", "The requested resource was not found."),
    413: ("request_too_large", "Request exceeds the maximum allowed number of bytes."),
    429: ("rate_limit_error", "Your account has hit a rate limit."),
    504: ("timeout_error", "Request timed out"),
    529: ("overloaded_error", "Overloaded"),
}
_ANTHROPIC_LIMITS: Final = (
    (b"anthropic-ratelimit-requests-limit", b"50"),
    (b"anthropic-ratelimit-requests-remaining", b"0"),
)


def _anthropic(status: int) -> Failure:
    kind, message = _ANTHROPIC_SAYS.get(status, ("api_error", "Internal server error"))
    streamed = {"type": "error", "error": {"type": kind, "message": message}}
    whole = streamed | {"request_id": "req_011CMadeByChunktape"}
    return Failure(whole, streamed, _ANTHROPIC_LIMITS if status == 429 else (), "error")


_GEMINI_SAYS: Final = {
    400: ("INVALID_ARGUMENT", "Request contains an invalid argument."),
    401: ("UNAUTHENTICATED", "Request had invalid authentication credentials."),
    403: ("PERMISSION_DENIED", "The caller does not have permission"),
    404: ("NOT_FOUND", "Requested entity was not found."),
    429: ("RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
    503: ("UNAVAILABLE", "The model is overloaded. Please try again later."),
    504: ("DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
}


def _gemini(status: int) -> Failure:
    name, message = _GEMINI_SAYS.get(status, ("INTERNAL", "An internal error has occurred."))
    value = {"error": {"code": status, "message": message, "status": name}}
    return Failure(value, value)


_DASHSCOPE_SAYS: Final = {
    400: ("InvalidParameter", "Required parameter(s) missing or invalid, please check the request parameters."),
    401: ("InvalidApiKey", "Invalid API-key provided."),
    402: ("Arrearage", "Access denied, please make sure your account is in good standing."),
    403: ("AccessDenied", "Access denied."),
    404: ("ModelNotFound", "Model can not be found."),
    408: ("RequestTimeOut", "Request timed out, please try again later."),
    429: ("Throttling.RateQuota", "Requests rate limit exceeded, please try again later."),
    504: ("RequestTimeOut", "Request timed out, please try again later."),
}


def _dashscope(status: int) -> Failure:
    code, message = _DASHSCOPE_SAYS.get(status, ("InternalError.Algo", "Inference error, try again."))
    value = {"code": code, "message": message, "request_id": "00000000-7e8d-497d-bee9-000000000000"}
    return Failure(value, value, (), "error", f"HTTP_STATUS/{status}")


_OLLAMA_SAYS: Final = {
    404: "model 'qwen3:8b' not found",
    503: "server busy, please try again.  maximum pending requests exceeded",
}


def _ollama(status: int) -> Failure:
    value = {"error": _OLLAMA_SAYS.get(status, "an error was encountered while running the model")}
    return Failure(value, value)


def _cohere(status: int) -> Failure:
    message = reason(status).decode().lower()
    streamed = {"type": "message-end", "delta": {"error": message, "finish_reason": "ERROR"}}
    return Failure({"message": message}, streamed, (), "message-end")


_COZE_SAYS: Final = {
    401: (4100, "authentication is invalid"),
    402: (4028, "The free quota of the API is used up."),
    403: (4101, "The token you entered is incorrect."),
    429: (4013, "Request has exceeded rate limit. Please try again later."),
}


def _coze(status: int) -> Failure:
    code, message = _COZE_SAYS.get(status, (5000, "event interval error"))
    streamed = {"status": "failed", "last_error": {"code": code, "msg": message}}
    return Failure({"code": code, "msg": message}, streamed, event="conversation.chat.failed", ends=False)


_DIFY_SAYS: Final = {
    400: ("invalid_param", "Arg user must be provided."),
    401: ("unauthorized", "Access token is invalid"),
    404: ("not_found", "Conversation Not Exists."),
    429: ("rate_limit_error", "Too many requests. Please try again later."),
}


def _dify(status: int) -> Failure:
    code, message = _DIFY_SAYS.get(status, ("completion_request_error", "[models] Server Unavailable Error"))
    value = {"code": code, "message": message, "status": status}
    return Failure(value, {"event": "error", **value})


def _generic(status: int) -> Failure:
    value = {"error": {"message": reason(status).decode(), "code": status}}
    return Failure(value, value)


_FAILURES: Final = {
    "openai": _openai,
    "openai-completions": _openai,
    "openai-responses": _responses,
    "openai-assistants": _assistants,
    "anthropic": _anthropic,
    "gemini": _gemini,
    "dashscope": _dashscope,
    "ollama": _ollama,
    "cohere": _cohere,
    "coze": _coze,
    "dify": _dify,
}
