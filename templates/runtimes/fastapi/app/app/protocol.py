"""Uvicorn's HTTP/1.1, with limits for slow clients, and its refusals answered as all errors are."""

import asyncio
import json
import sys
from http import HTTPStatus

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from .observe import Observer

READ_TIMEOUT = 10.0
"""Seconds in which a client must send a request, its body included."""
MAXIMUM_HEAD = 16_384
"""Bytes of a request line and its headers."""


class Protocol(H11Protocol):
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._limit_time()

    def data_received(self, data: bytes) -> None:
        # In pieces, as h11 sees only what is incomplete after a piece as too large.
        for start in range(0, len(data), MAXIMUM_HEAD):
            if not self.transport.is_closing():
                super().data_received(data[start : start + MAXIMUM_HEAD])
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._stop_timer()
        elif self._deadline is None:
            self._limit_time()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def _limit_time(self) -> None:
        self._deadline = self.loop.call_later(READ_TIMEOUT, self._time_is_up)

    def _stop_timer(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _time_is_up(self) -> None:
        if self.cycle or self.conn.trailing_data[0]:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Uvicorn calls this where h11 raises an error, which knows better."""
        error = sys.exception()
        hint = error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else 400
        # 501, for an encoding that nobody knows, is the client's fault: the service did not fail.
        self._refuse(HTTPStatus(hint if hint < 500 else 400))
        self.transport.close()

    def _refuse(self, status: HTTPStatus) -> None:
        running = self.cycle is not None and not self.cycle.response_complete
        if running:  # it is recorded as given up by the client, and answers into the void
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return
        body = json.dumps({"error": {"message": status.phrase.lower()}}).encode()
        headers = [
            *self.server_state.default_headers,
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        if isinstance(self.app, Observer) and not running:
            headers.append((b"x-request-id", self.app.refused(status).encode()))
        for event in (
            h11.Response(status_code=status, headers=headers, reason=status.phrase),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
