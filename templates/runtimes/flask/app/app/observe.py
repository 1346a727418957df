"""The outermost layer: gives each request an id, measures it and logs it."""

import logging
import re
import time
import uuid
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from .logs import write
from .metrics import Metrics
from .threads import time_in_queue

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ACCEPTED_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
CLIENT_CLOSED_REQUEST = "499"
MAXIMUM_PATH = 1024
UNMATCHED = "unmatched"
ORIGIN = re.compile(
    r"https?://(?:[^/?#@]*@)?(?:[^/?#@:[\]]+|\[[0-9a-f:.]+\])(?::[0-9]*)?(?=[/?]|$)", re.IGNORECASE
)
"""What a client may put before the path (RFC 9112, 3.2.2)."""

log = logging.getLogger(__name__)


class Observer:
    """WSGI middleware. The body is a generator: gunicorn closes it early when it cannot send it."""

    def __init__(self, app: "WSGIApplication", metrics: Metrics, quiet: Iterable[str]) -> None:
        self.app = app
        self._metrics = metrics
        self._quiet = frozenset(quiet)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterator[bytes]:
        started = time.perf_counter() - time_in_queue()
        request_id = choose_request_id(environ)
        environ["app.request_id"] = request_id
        environ["PATH_INFO"] = environ["PATH_INFO"] or "/"  # "GET http://host HTTP/1.1"
        status, route = "500", UNMATCHED

        def start(line: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            nonlocal status, route
            status = line[:3]
            # The template and never the path, which is the client's choice and would make series
            # without end. Once the application has returned, Flask has forgotten its request.
            if rule := environ["werkzeug.request"].url_rule:
                route = rule.rule
            return start_response(line, [*headers, ("X-Request-Id", request_id)], exc_info)

        self._metrics.in_flight.inc()
        try:
            body = self.app(environ, start)
            try:
                yield from body
            finally:
                if hasattr(body, "close"):
                    body.close()
        except GeneratorExit:
            status = CLIENT_CLOSED_REQUEST
            raise
        finally:
            seconds = time.perf_counter() - started
            self._metrics.in_flight.dec()
            self._record(
                request_id, environ["REQUEST_METHOD"], path_of(environ), route, status, seconds
            )

    def refused(self, status: int) -> str:
        """Record what the server's parser refuses and no application sees. Return its id."""
        request_id = str(uuid.uuid4())
        self._record(request_id, "", "", UNMATCHED, str(status), 0)
        return request_id

    def _record(
        self, request_id: str, method: str, path: str, route: str, status: str, seconds: float
    ) -> None:
        self._metrics.observe(method, route, status, seconds)
        level = logging.DEBUG if route in self._quiet else logging.INFO
        if log.isEnabledFor(level):
            # Straight to the output: a log record would cost more than all the rest here.
            fields = {
                "requestId": request_id,
                "method": method,
                "path": path,
                "route": route,
                "status": int(status),
                "durationMs": round(seconds * 1000, 3),
            }
            write(level, "request", fields)


def path_of(environ: "WSGIEnvironment") -> str:
    """Return what the client sent, without what is around it and may hold secrets."""
    target = str(environ.get("RAW_URI", environ["PATH_INFO"]))
    origin = ORIGIN.match(target)
    path = target[origin.end() if origin else 0 :].partition("?")[0]
    return path[:MAXIMUM_PATH] or "/"


def choose_request_id(environ: "WSGIEnvironment") -> str:
    incoming: str = environ.get("HTTP_X_REQUEST_ID", "")
    return incoming if ACCEPTED_REQUEST_ID.fullmatch(incoming) else str(uuid.uuid4())
