"""The two servers: uvicorn's, which drains before it stops, and one in a thread of its own."""

import asyncio
import logging
import os
import select
import signal
import socket
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import FrameType
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from .config import Config
from .logs import flush
from .protocol import MAXIMUM_HEAD, Protocol
from .state import state

log = logging.getLogger(__name__)

TIME_TO_ASK = 1.0
"""Seconds, at most, that a client which was just let in has to send its request."""
LEAST_TIMEOUT = 0.3
"""Seconds that it takes to stop when nothing runs."""


def settings_of(app: ASGIApp, keep_alive_ms: int = 65_000, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=Protocol,
        h11_max_incomplete_event_size=MAXIMUM_HEAD - 1,
        ws="none",
        loop="asyncio",
        timeout_keep_alive=keep_alive_ms // 1000,
        headers=[("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store")],
        server_header=False,
        proxy_headers=False,
        log_config=None,
        access_log=False,
        **more,
    )


class Server(uvicorn.Server):
    """On SIGTERM: not ready, then no new connections, then the end."""

    def __init__(self, app: ASGIApp, config: Config) -> None:
        super().__init__(settings_of(app, config.keep_alive_ms))
        self._settings = config

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        fields = {
            "port": self._settings.port,
            "managementPort": self._settings.management_port,
            "version": self._settings.app_version,
            "revision": self._settings.app_revision,
            "pod": self._settings.pod_name,
        }
        log.info("listening", extra={"fields": fields})

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Not here, where the code that is interrupted may hold any lock.
        asyncio.get_running_loop().call_soon_threadsafe(self._stop, sig)

    def _stop(self, sig: int) -> None:
        if sig == signal.SIGINT:  # from a keyboard: there is no load balancer to wait for
            end(0)
        if state.draining:
            log.warning("stopping at once")
            end(1)
        state.draining = True
        delay, timeout = self._settings.shutdown_delay_ms, self._settings.shutdown_timeout_ms
        log.info("draining", extra={"fields": {"delayMs": delay, "timeoutMs": timeout}})
        asyncio.get_running_loop().call_later(delay / 1000, setattr, self, "should_exit", True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Not uvicorn's timeout_graceful_shutdown: it answers 500 to the requests that it cuts off.
        timeout = max(self._settings.shutdown_timeout_ms / 1000, LEAST_TIMEOUT)
        try:
            async with asyncio.timeout(timeout):
                await self._close(sockets or [])
                await super().shutdown(sockets)
        except TimeoutError:
            if running := len(self.server_state.tasks):
                message = "requests still run after the shutdown timeout, cutting them off"
                log.error(message, extra={"fields": {"running": running}})
            end(1 if running else 0)

    async def _close(self, listeners: list[socket.socket]) -> None:
        """Clients that the kernel has already let in are answered; the next are refused."""
        # A turn of the event loop takes them, the next one attaches them to the server, which must
        # still be open: without the second quiet turn they would be reset.
        quiet = 0
        while quiet < 2:
            await asyncio.sleep(0)
            quiet = 0 if select.select(listeners, [], [], 0)[0] else quiet + 1
        for server in self.servers:
            server.close()
        deadline = time.monotonic() + TIME_TO_ASK
        await asyncio.sleep(0.02)
        while self._just_let_in() and time.monotonic() < deadline:
            await asyncio.sleep(0.02)

    def _just_let_in(self) -> bool:
        return any(
            isinstance(connection, Protocol) and connection.cycle is None
            for connection in self.server_state.connections
        )


def end(code: int) -> None:
    """Now. The end of the interpreter would wait for the threads of running requests."""
    log.info("stopped")
    flush()
    os._exit(code)


def listen(config: Config, port: int) -> socket.socket:
    """Open a port, on "::" for IPv4 as well, which uvicorn's own option `host` does not."""
    address = config.bind_address
    if address.version == 4 or (address.is_unspecified and not socket.has_dualstack_ipv6()):
        return socket.create_server((str(address) if address.version == 4 else "0.0.0.0", port))
    return socket.create_server(
        (str(address), port), family=socket.AF_INET6, dualstack_ipv6=address.is_unspecified
    )


@asynccontextmanager
async def serve_management(config: Config, app: ASGIApp) -> AsyncIterator[None]:
    """Serve the management port from a thread of its own: a busy service is not a dead one."""
    server = uvicorn.Server(settings_of(app, lifespan="off", timeout_graceful_shutdown=1))
    sockets = [listen(config, config.management_port)]
    thread = threading.Thread(target=server.run, args=[sockets], name="management", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        await asyncio.to_thread(thread.join)
