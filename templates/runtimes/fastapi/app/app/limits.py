"""How much a client may send."""

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class LimitBody:
    """ASGI middleware. FastAPI's own `max_body_size` answers in plain text, before the route."""

    def __init__(self, app: ASGIApp, maximum: int) -> None:
        self.app = app
        self._maximum = maximum

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = 0

        async def limited_receive() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._maximum:
                raise HTTPException(413)
            return message

        await self.app(scope, limited_receive if scope["type"] == "http" else receive, send)
