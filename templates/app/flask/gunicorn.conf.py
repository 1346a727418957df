"""How gunicorn runs the application: plain `gunicorn` in this folder needs no arguments.

One worker process with threads; scale with replicas. More workers (WEB_CONCURRENCY) work too.
"""

import logging
import os
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.config import Config as GunicornConfig
from gunicorn.glogging import Logger
from gunicorn.http.message import Request
from gunicorn.workers.base import Worker

from app.config import load_config
from app.logs import configure_logging, write_in_batches
from app.shutdown import Shutdown
from app.state import mark_serving, shared

settings = load_config()
configure_logging(settings.log_level)
log = logging.getLogger(__name__)

# In a container with a read-only root this is writable, and memory on every platform that has it.
scratch = "/dev/shm" if Path("/dev/shm").is_dir() else tempfile.gettempdir()
host = f"[{settings.host}]" if ":" in settings.host else settings.host


class JsonLogger(Logger):
    """Hands gunicorn's messages on to the application's log."""

    def setup(self, cfg: GunicornConfig) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.setLevel(logging.NOTSET)
        self.error_log.propagate = True


wsgi_app = "app.app:create_app()"
bind = f"{host}:{settings.port}"
worker_class = "gthread"
threads = 16
worker_tmp_dir = scratch
logger_class = JsonLogger
control_socket_disable = True
# Longer than the idle timeout of common load balancers (60 s), so that they, not we, close an
# idle connection.
keepalive = 65
# The time limit is that of app/shutdown.py; gunicorn's own must not strike first.
graceful_timeout = int(settings.shutdown_timeout) + 5


def metrics_directory() -> Path | None:
    path = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    return Path(path) if path else None


def wipe(directory: Path) -> None:
    for file in directory.glob("*.db"):
        file.unlink(missing_ok=True)


def on_starting(server: Arbiter) -> None:
    # The Prometheus library switches to shared files by this variable alone.
    if server.cfg.workers == 1:
        os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
        return
    default = f"{scratch}/{settings.name}-metrics-{os.getpid()}"
    directory = Path(os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", default))
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    wipe(directory)  # what an earlier process left would be counted


def when_ready(server: Arbiter) -> None:
    Shutdown(server, settings.shutdown_delay, settings.shutdown_timeout)


def post_worker_init(worker: Worker) -> None:
    # A Ctrl-C reaches the whole process group, but the master tells when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    mark_serving()
    facts = {"version": settings.version, "revision": settings.revision, "pod": settings.pod}
    log.info("ready", extra={"fields": facts})
    write_in_batches()


def pre_request(worker: Worker, request: Request) -> None:
    if shared.draining:
        request.force_close()


def child_exit(server: Arbiter, worker: Worker) -> None:
    if metrics_directory():
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)


def on_exit(server: Arbiter) -> None:
    if directory := metrics_directory():
        wipe(directory)
        with suppress(OSError):
            directory.rmdir()
    log.info("stopped")
