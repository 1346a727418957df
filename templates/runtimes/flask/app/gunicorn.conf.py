"""How gunicorn runs the application: plain `gunicorn` in this folder needs no arguments.

One worker process with threads: scale with replicas. The state of a service (its drain, its
faults, its metrics) is that of one process.
"""

import logging
import math
import os
import signal
import tempfile
from pathlib import Path
from types import FrameType

from gunicorn.arbiter import Arbiter
from gunicorn.config import Config as GunicornConfig
from gunicorn.glogging import Logger
from gunicorn.http.message import Request

from app.config import load_config
from app.logs import configure_logging, flush, write_in_background
from app.management import serve_management
from app.state import state
from app.worker import Worker

settings = load_config()
configure_logging(settings.log_level)
log = logging.getLogger(__name__)


class JsonLogger(Logger):
    """Hands gunicorn's messages on to the application's log; what is usual, at debug level only."""

    def setup(self, cfg: GunicornConfig) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.setLevel(logging.NOTSET if log.isEnabledFor(logging.DEBUG) else "WARNING")
        self.error_log.propagate = True


wsgi_app = "app.wsgi:app"
host = f"[{settings.bind_address}]" if ":" in settings.bind_address else settings.bind_address
bind = f"{host}:{settings.port}"
workers = 1
worker_class = Worker
threads = 16
# In a container with a read-only root this is writable, and memory on every platform that has it.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else tempfile.gettempdir()
logger_class = JsonLogger
control_socket_disable = True
keepalive = settings.keep_alive
# The worker ends by itself in this time; gunicorn kills it when it does not.
graceful_timeout = math.ceil(settings.shutdown_delay + settings.shutdown_timeout) + 5

cut_off = False


def when_ready(server: Arbiter) -> None:
    """Let a second SIGTERM end the service at once, as SIGQUIT does."""
    gunicorns = signal.getsignal(signal.SIGTERM)

    def second(number: int, frame: FrameType | None) -> None:
        global cut_off
        cut_off = True
        log.warning("stopping at once")
        os.kill(os.getpid(), signal.SIGQUIT)

    def first(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, second)
        if callable(gunicorns):
            gunicorns(number, frame)

    signal.signal(signal.SIGTERM, first)


def post_worker_init(worker: Worker) -> None:
    from app.wsgi import app, management_app, metrics

    worker.observer = app.wsgi_app
    write_in_background()
    metrics.watch(worker.threads)
    serve_management(settings, management_app)
    fields = {
        "port": settings.port,
        "managementPort": settings.management_port,
        "version": settings.version,
        "revision": settings.revision,
        "pod": settings.pod,
    }
    log.info("listening", extra={"fields": fields})


def pre_request(worker: Worker, request: Request) -> None:
    worker.request_arrived(request)
    if state.draining:
        request.force_close()


def worker_int(worker: Worker) -> None:
    # SIGINT or SIGQUIT: now. The end of the interpreter would wait for the threads.
    flush()
    os._exit(0)


def on_exit(server: Arbiter) -> None:
    log.info("stopped")
    if cut_off:
        raise SystemExit(1)
