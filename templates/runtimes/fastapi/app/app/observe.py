"""The outermost layer: gives each request an id, measures it and logs it."""

import logging
import re
import time
import uuid
from collections.abc import Iterable

from fastapi import FastAPI, Request
from fastapi.routing import iter_route_contexts
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from .logs import write
from .metrics import Metrics
from .state import state

ACCEPTED_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
CLIENT_CLOSED_REQUEST = 499
MAXIMUM_METHOD = 20
MAXIMUM_PATH = 1024
UNMATCHED = "unmatched"

log = logging.getLogger(__name__)


class Observer:
    """ASGI middleware around FastAPI, whose own ones do not see how unexpected errors end."""

    def __init__(self, app: FastAPI, metrics: Metrics, quiet: Iterable[str]) -> None:
        self.app = app
        self._metrics = metrics
        self._quiet = frozenset(quiet)
        # The template and never the path, which is the client's choice and would make series
        # without end.
        self._templates = {
            id(route.original_route): route.path_format
            for route in iter_route_contexts(app.routes)
            if route.path_format
        }
        metrics.expect(self._templates.values())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = choose_request_id(Headers(scope=scope).get("X-Request-Id", ""))
        status = CLIENT_CLOSED_REQUEST
        answered = 500

        async def observed_send(message: Message) -> None:
            nonlocal answered, status
            if message["type"] == "http.response.start":
                answered = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                if state.draining:
                    headers["Connection"] = "close"
            ends = message["type"] == "http.response.body" and not message.get("more_body")
            # Uvicorn drops in silence what nobody is there to read.
            if ends and not await Request(scope, receive).is_disconnected():
                status = answered
            await send(message)

        self._metrics.in_flight.inc()
        try:
            await self.app(scope, receive, observed_send)
        except Exception as error:  # FastAPI has answered it, and lets the server know
            fields = {"requestId": request_id}
            log.error("request failed", exc_info=error, extra={"fields": fields})
        finally:
            self._metrics.in_flight.dec()
            route = self._templates.get(id(scope.get("route")), UNMATCHED)
            seconds = time.perf_counter() - started
            method = scope["method"][:MAXIMUM_METHOD]  # a client may send any word
            self._record(request_id, method, path_of(scope), route, status, seconds)

    def refused(self, status: int) -> str:
        """Record what the server's parser refuses and no application sees. Returns its id."""
        request_id = str(uuid.uuid4())
        self._record(request_id, "", "", UNMATCHED, status, 0)
        return request_id

    def _record(
        self, request_id: str, method: str, path: str, route: str, status: int, seconds: float
    ) -> None:
        self._metrics.observe(method, route, str(status), seconds)
        level = logging.DEBUG if route in self._quiet else logging.INFO
        if log.isEnabledFor(level):
            # Straight to the output: a log record would cost more than all the rest here.
            fields = {
                "requestId": request_id,
                "method": method,
                "path": path,
                "route": route,
                "status": status,
                "durationMs": round(seconds * 1000, 3),
            }
            write(level, "request", fields)


def path_of(scope: Scope) -> str:
    """Return what the client sent, without its query, which may hold secrets."""
    return str(scope["raw_path"].decode("ascii", "replace")[:MAXIMUM_PATH])


def choose_request_id(incoming: str) -> str:
    return incoming if ACCEPTED_REQUEST_ID.fullmatch(incoming) else str(uuid.uuid4())
