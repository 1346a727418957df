"""Gunicorn's threaded worker, with limits for slow clients and a drain before it stops.

See «Custom Workers» and the server hooks in gunicorn's documentation.
"""

import logging
import os
import select
import signal
import socket
import threading
import time
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from gunicorn.http import errors
from gunicorn.http.message import Request
from gunicorn.workers.gthread import TConn, ThreadWorker

from .config import load_config
from .errors import refusal
from .observe import Observer
from .state import state
from .threads import ThreadPool

READ_TIMEOUT = 10.0
"""Seconds in which a client must send its request, once a thread reads it."""
LAST_READ_TIMEOUT = 2.0
"""The same, when no new connections are accepted any more."""

STATUSES = {
    errors.ExpectationFailed: 417,
    errors.LimitRequestLine: 431,
    errors.LimitRequestHeaders: 431,
}
"""Of what the parser refuses; 400 for all else."""
OF_THE_APPLICATION = (
    errors.InvalidResponseHeader,  # type: ignore[attr-defined, unused-ignore]
    errors.InvalidResponseHeaderName,  # type: ignore[attr-defined, unused-ignore]
)
"""And not of a client, though gunicorn derives them from the parser's errors."""

log = logging.getLogger(__name__)


class Worker(ThreadWorker):
    observer: Observer

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reading: dict[int, tuple[float, socket.socket]] = {}
        self._accepts_no_more = threading.Event()

    def get_thread_pool(self) -> ThreadPool:
        self.threads = ThreadPool(self.cfg.threads)
        return self.threads

    # Slow clients: a thread that waits for the rest of a request is set free.

    def handle(self, conn: TConn) -> Any:
        thread = threading.get_ident()
        self._reading[thread] = (time.monotonic(), conn.sock)
        try:
            return super().handle(conn)
        finally:
            self._reading.pop(thread, None)

    def request_arrived(self, request: Request) -> None:
        """Disarm the time limit, unless a body is still to come."""
        if not any(name in ("CONTENT-LENGTH", "TRANSFER-ENCODING") for name, _ in request.headers):
            self._reading.pop(threading.get_ident(), None)

    def notify(self) -> None:  # gunicorn calls this at least once a second
        super().notify()
        limit = LAST_READ_TIMEOUT if self._accepts_no_more.is_set() else READ_TIMEOUT
        latest = time.monotonic() - limit
        for since, connection in list(self._reading.values()):
            if since < latest:
                with suppress(OSError):  # closed meanwhile
                    connection.shutdown(socket.SHUT_RD)

    # What the parser refuses is answered, logged and counted as every request is.

    def handle_error(
        self, req: Request | None, client: socket.socket, addr: Any, exc: BaseException
    ) -> None:
        if not isinstance(exc, errors.ParseException) or isinstance(exc, OF_THE_APPLICATION):
            super().handle_error(req, client, addr, exc)
        elif req is None:  # else it has its answer, and only the rest of its body is broken
            status = HTTPStatus(STATUSES.get(type(exc), 400))
            with suppress(OSError):  # the client has left
                client.sendall(refusal(status, self.observer.refused(status)))

    def handle_quit(self, sig: int, frame: Any) -> None:
        # Gunicorn's own also closes the pool, with a lock that the interrupted code may hold:
        # then the worker would hang. The hook ends the process, so there is nothing to close.
        self.cfg.worker_int(self)

    # SIGTERM: not ready, then no new connections, then the end.

    def handle_exit(self, sig: int, frame: Any) -> None:
        if not state.draining:
            state.draining = True
            threading.Thread(target=self._drain, name="drain", daemon=True).start()

    def _drain(self) -> None:
        config = load_config()
        delay, timeout = config.shutdown_delay, config.shutdown_timeout
        fields = {"delayMs": round(delay * 1000), "timeoutMs": round(timeout * 1000)}
        log.info("draining", extra={"fields": fields})
        time.sleep(delay)
        super().handle_exit(signal.SIGTERM, None)
        self._accepts_no_more.wait()
        time.sleep(timeout)
        # Without running requests, the process has ended by now, or has idle connections only.
        if running := self.threads.busy + self.threads.waiting:
            message = "requests still run after the shutdown timeout, cutting them off"
            log.error(message, extra={"fields": {"running": running}})
            os.kill(os.getppid(), signal.SIGTERM)  # a second one: see gunicorn.conf.py
        else:
            os.kill(os.getpid(), signal.SIGQUIT)

    # No hook: by itself gunicorn listens until the last request has ended, and who comes meanwhile
    # waits for nothing but a reset. tests/test_gunicorn.py tells when an update renames it.
    def set_accept_enabled(self, enabled: bool | None) -> None:
        super().set_accept_enabled(enabled)
        if self.alive:
            return
        for listener in self.sockets:
            # Clients that the kernel has already let in are answered; the next are refused.
            while select.select([listener], [], [], 0)[0]:
                self.accept(listener)
            listener.close()
        self._accepts_no_more.set()
