"""Errors as JSON, and never more of them than the client may know."""

import json
import logging
from http import HTTPStatus

from flask import Flask, jsonify, request
from gunicorn.http.errors import NoMoreData, ParseException
from werkzeug import Response
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, MethodNotAllowed

from .metrics import METHODS

log = logging.getLogger(__name__)


def answer_errors(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        # Werkzeug's own descriptions are long sentences of HTML; ours are set on the instance.
        return answer(error, vars(error).get("description") or error.name.lower())

    @app.errorhandler(MethodNotAllowed)
    def method_not_allowed(error: MethodNotAllowed) -> Response:
        if request.url_rule is None:
            # The path is known, so the request is counted under its route.
            method = next(iter(error.valid_methods or ["GET"]))
            routes = app.url_map.bind("")
            request.url_rule, _ = routes.match(request.path, method, return_rule=True)
        methods = error.valid_methods or request.url_rule.methods or ()
        error.valid_methods = [method for method in METHODS if method in methods]
        return answer(error, "method not allowed")

    @app.errorhandler(ParseException)
    @app.errorhandler(NoMoreData)
    def broken_body(error: Exception) -> Response:
        # Gunicorn reads chunks only when they are asked for.
        return answer(BadRequest(), "the body is broken")

    @app.errorhandler(Exception)
    def unexpected_error(error: Exception) -> Response:
        fields = {"requestId": request.environ.get("app.request_id")}
        log.error("request failed", exc_info=error, extra={"fields": fields})
        return answer(InternalServerError(), "internal error")


def answer(error: HTTPException, message: str) -> Response:
    """Replace the body and keep the headers, such as Allow, Retry-After and WWW-Authenticate."""
    response = error.get_response()
    response.data = jsonify(error={"message": message}).data
    response.content_type = "application/json"
    return response


def refusal(status: HTTPStatus, request_id: str) -> bytes:
    """Return the same for what gunicorn's parser refuses, and no application can answer."""
    body = json.dumps({"error": {"message": status.phrase.lower()}})
    head = [
        f"HTTP/1.1 {status} {status.phrase}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        f"X-Request-Id: {request_id}",
        "Connection: close",
    ]
    return "\r\n".join([*head, "", body]).encode()
