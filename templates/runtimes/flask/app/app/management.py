"""What the kubelet, Prometheus and operators ask: probes, metrics, and the port of their own.

That port has threads of its own, so that a busy service is not taken for a dead one.
"""

import logging
import socket
import threading
from socketserver import TCPServer, ThreadingMixIn
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from flask import Flask, Response, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from .config import Config
from .metrics import Metrics
from .state import readiness

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = logging.getLogger(__name__)


def add_probes(app: Flask, config: Config) -> None:
    @app.get(config.health_path)
    def health() -> ResponseReturnValue:
        return jsonify(status="ok")

    @app.get(config.ready_path)
    def ready() -> ResponseReturnValue:
        status = readiness()
        return jsonify(status=status), 200 if status == "ready" else 503


def add_metrics(app: Flask, config: Config, metrics: Metrics) -> None:
    @app.get(config.metrics_path)
    def scrape() -> ResponseReturnValue:
        return Response(metrics.render(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class Handler(WSGIRequestHandler):
    timeout = 5  # seconds without a byte of the request

    def log_message(self, *args: Any) -> None:
        log.debug(*args)


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, app: "WSGIApplication") -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), Handler)
        self.set_app(app)

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # that of HTTPServer waits for the DNS
        self.server_name, self.server_port = "management", int(self.server_address[1])
        self.setup_environ()

    def handle_error(self, *_: Any) -> None:
        log.debug("request on the management port failed", exc_info=True)


def serve_management(config: Config, app: "WSGIApplication") -> None:
    """Listen from now on, for as long as this process lives."""
    server = Server(config.bind_address, config.management_port, app)
    threading.Thread(target=server.serve_forever, name="management", daemon=True).start()
