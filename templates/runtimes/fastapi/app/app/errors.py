"""Errors as JSON, and never more of them than the client may know."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException

from .metrics import METHODS


def answer_errors(app: FastAPI) -> None:
    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = ", ".join(methods_of(request))
        # Starlette's own messages are the names of the statuses.
        usual = error.detail == HTTPStatus(error.status_code).phrase
        message = error.detail.lower() if usual else error.detail
        return answer(error.status_code, message, headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return answer(HTTPStatus.BAD_REQUEST, f"{where}: {first['msg']}")

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        return answer(HTTPStatus.INTERNAL_SERVER_ERROR, "internal error")  # observe.py logs it


def methods_of(request: Request) -> list[str]:
    """Return what the path answers: FastAPI has a route for each method, and names the first."""
    routes = list(iter_route_contexts(request.app.routes))
    paths = [r.path for r in routes if r.original_route is request.scope["route"]]
    known = set().union(*(route.methods or () for route in routes if route.path in paths))
    return [method for method in METHODS if method in known]


def answer(status: int, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": {"message": message}}, status, headers)
