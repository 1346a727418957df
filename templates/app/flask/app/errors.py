"""Errors as JSON, and never more of them than the client may know."""

import logging

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from .metrics import METHODS

log = logging.getLogger(__name__)


def answer_errors(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        # Werkzeug's own descriptions are long sentences of HTML; ours are set on the instance.
        message = vars(error).get("description") or error.name.lower()
        return answer(error.code or 500, message)

    @app.errorhandler(MethodNotAllowed)
    def method_not_allowed(error: MethodNotAllowed) -> Response:
        allowed = [method for method in METHODS if method in (error.valid_methods or ())]
        # The path is known, so the request is counted under its route.
        routes = app.url_map.bind("")
        request.url_rule, _ = routes.match(request.path, allowed[0], return_rule=True)
        response = answer(405, "method not allowed")
        response.headers["Allow"] = ", ".join(allowed)
        return response

    @app.errorhandler(Exception)
    def unexpected_error(error: Exception) -> Response:
        fields = {"requestId": request.environ["app.request_id"]}
        log.error("request failed", exc_info=error, extra={"fields": fields})
        return answer(500, "internal error")


def answer(status: int, message: str) -> Response:
    response = jsonify(error={"message": message})
    response.status_code = status
    return response
