"""The errors of each provider: JSON by status, and the event in the middle of a stream. Rules

- Shapes have the names of `cassettes.providers.read`, and `deepseek`, which is read as `openai`. An unknown shape gets
  a form that most relays use.
- Types, codes and sentences come from the APIs' documents, from their source (Dify, Ollama) or from published answers
  (Coze); where an API has none for a status, its nearest one is used. Written from memory, since no source was found:
  Coze's 4013, DeepSeek's "Server overloaded", the codes of a 402 in OpenAI's form.
- Headers with a time of day are left out: nothing here reads a clock.
- The makers in `shapes/` take their errors from here.
"""

from typing import Any, Final, NamedTuple

from cassettes.model import Headers

#: RFC 9110 section 15 and the registry; Python's own table changes with its version
_REASONS: Final = {
    200: "OK",
    201: "Created",
    202: "Accepted",
    203: "Non-Authoritative Information",
    204: "No Content",
    205: "Reset Content",
    206: "Partial Content",
    300: "Multiple Choices",
    301: "Moved Permanently",
    302: "Found",
    303: "See Other",
    304: "Not Modified",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    407: "Proxy Authentication Required",
    408: "Request Timeout",
    409: "Conflict",
    410: "Gone",
    411: "Length Required",
    412: "Precondition Failed",
    413: "Content Too Large",
    414: "URI Too Long",
    415: "Unsupported Media Type",
    416: "Range Not Satisfiable",
    417: "Expectation Failed",
    418: "I'm a teapot",
    421: "Misdirected Request",
    422: "Unprocessable Content",
    423: "Locked",
    424: "Failed Dependency",
    425: "Too Early",
    426: "Upgrade Required",
    428: "Precondition Required",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    451: "Unavailable For Legal Reasons",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    505: "HTTP Version Not Supported",
    507: "Insufficient Storage",
    508: "Loop Detected",
    511: "Network Authentication Required",
    529: "Overloaded",
}


class Failure(NamedTuple):
    """A provider's error for one status. `payload`: the JSON value; `headers`: the headers sent with it; `streamed`:
    the JSON value of the event in a stream; `event`, `comment`: the name of that event and a comment in it, empty for
    none; `ends`: nothing follows it, not even the provider's mark of the end.
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


def _named(status: int) -> str:
    """The sentence for a client's error for which an API has none of its own."""
    return f"{status} {reason(status).decode()}"


def _other(status: int, failed: str) -> str:
    """For a 5xx `failed`, the API's sentence for all its failures; else the name of `status`."""
    return failed if status >= 500 else _named(status)


def failure(shape: str, status: int = 0) -> Failure:
    """The error of a provider of that `shape` for `status`; 0 stands for its most frequent error in the middle of a
    stream.
    """
    return _FAILURES.get(shape, _generic)(status or _USUAL.get(shape, 500))


#: the status of a provider's most frequent error in the middle of a stream, where it is not 500
_USUAL: Final = {"anthropic": 529, "deepseek": 503, "dify": 400, "gemini": 503}

_OPENAI_SAYS: Final = {
    400: ("invalid_request_error", "invalid_value", "Invalid value for 'messages'."),
    401: ("invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
    402: ("insufficient_quota", "insufficient_balance", "Insufficient Balance"),
    403: ("invalid_request_error", "unsupported_country_region_territory", "Country or region not supported"),
    404: ("invalid_request_error", "model_not_found", "The model does not exist or you have no access to it."),
    429: ("requests", "rate_limit_exceeded", "Rate limit reached for requests per min (RPM): Limit 500, Used 500."),
    503: ("server_error", "server_overloaded", "The server is overloaded or not ready yet."),
}
_OPENAI_FAILED: Final = "The server had an error while processing your request. Sorry about that!"
_RESPONSES_FAILED: Final = "An error occurred while processing your request."
_OPENAI_LIMITS: Final = ((b"x-ratelimit-limit-requests", b"500"), (b"x-ratelimit-remaining-requests", b"0"))


def _openai_error(status: int, failed: str = _OPENAI_FAILED) -> dict[str, Any]:
    usual = ("server_error", "server_error") if status >= 500 else ("invalid_request_error", None)
    kind, code, message = _OPENAI_SAYS.get(status, (*usual, _other(status, failed)))
    return {"message": message, "type": kind, "param": None, "code": code}


def _openai(status: int) -> Failure:
    value = {"error": _openai_error(status)}
    return Failure(value, value, _OPENAI_LIMITS if status == 429 else ())


def _assistants(status: int) -> Failure:
    return _openai(status)._replace(event="error")


def _responses(status: int) -> Failure:
    error = _openai_error(status, _RESPONSES_FAILED)
    streamed = {"type": "error", "error": {key: error[key] for key in ("type", "code", "message", "param")}}
    return _openai(status)._replace(streamed=streamed, event="error")


def _deepseek(status: int) -> Failure:
    overloaded = {"message": "Server overloaded", "code": "server_error"} if status == 503 else {}
    value = {"error": _openai_error(status) | overloaded}
    return Failure(value, value)


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
    usual = "invalid_request_error" if status < 500 else "api_error"
    kind, message = _ANTHROPIC_SAYS.get(status, (usual, _other(status, "Internal server error")))
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
    value = {"error": _OLLAMA_SAYS.get(status, _other(status, "an error was encountered while running the model"))}
    return Failure(value, value)


def _cohere(status: int) -> Failure:
    message = (reason(status).decode() if status in _REASONS else _named(status)).lower()
    streamed = {"type": "message-end", "delta": {"error": message, "finish_reason": "ERROR"}}
    return Failure({"message": message}, streamed, (), "message-end")


_COZE_SAYS: Final = {
    401: (4100, "authentication is invalid"),
    402: (
        4028,
        "Your free quota has been used up. "
        "Please upgrade to a paid plan to continue: https://console.volcengine.com/coze-pro",
    ),
    403: (4101, "The token you entered is incorrect"),
    429: (4013, "Request has exceeded rate limit. Please try again later."),
}


def _coze(status: int) -> Failure:
    code, message = _COZE_SAYS.get(status, (5000, _other(status, "event interval error")))
    streamed = {"status": "failed", "last_error": {"code": code, "msg": message}}
    return Failure({"code": code, "msg": message}, streamed, event="conversation.chat.failed", ends=False)


_DIFY_SAYS: Final = {
    400: ("invalid_param", "Arg user must be provided."),
    401: ("unauthorized", "Access token is invalid"),
    404: ("not_found", "Conversation Not Exists."),
    429: (
        "too_many_requests",
        "Too many requests. Please try again later. "
        "The current maximum concurrent requests allowed for chunktape is 10.",
    ),
}


def _dify(status: int) -> Failure:
    usual = (
        reason(status).decode().lower().replace(" ", "_"),
        _other(status, "Internal Server Error, please contact support."),
    )
    code, message = _DIFY_SAYS.get(status, usual)
    value = {"code": code, "message": message, "status": status}
    if status == 400:  # in a stream it is too late to refuse the request: the model failed
        code, message = "completion_request_error", "[models] Server Unavailable Error"
    return Failure(value, {"event": "error", "code": code, "status": status, "message": message})


def _content(status: int) -> Failure:
    return _generic(status)._replace(streamed={"error": _other(status, "the model is not available")})


def _generic(status: int) -> Failure:
    value = {"error": {"message": reason(status).decode(), "code": status}}
    return Failure(value, value)


_FAILURES: Final = {
    "openai": _openai,
    "openai-completions": _openai,
    "openai-responses": _responses,
    "openai-assistants": _assistants,
    "deepseek": _deepseek,
    "anthropic": _anthropic,
    "gemini": _gemini,
    "dashscope": _dashscope,
    "ollama": _ollama,
    "cohere": _cohere,
    "coze": _coze,
    "dify": _dify,
    "content": _content,
}
