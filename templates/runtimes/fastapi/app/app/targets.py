"""What a request line names."""

import re
from urllib.parse import unquote

from starlette.types import ASGIApp, Receive, Scope, Send

ORIGIN = re.compile(
    rb"https?://(?:[^/#@]*@)?(?:[^/#@:[\]]+|\[[0-9a-f:.]+\])(?::[0-9]*)?(?=/|$)", re.IGNORECASE
)


class WithoutOrigin:
    """ASGI middleware. A client may put scheme and host before the path (RFC 9112, 3.2.2).

    Uvicorn takes the whole for a path.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (origin := ORIGIN.match(scope["raw_path"])):
            path = scope["raw_path"][origin.end() :] or b"/"
            scope.update(raw_path=path, path=unquote(path.decode("ascii")))
        await self.app(scope, receive, send)
