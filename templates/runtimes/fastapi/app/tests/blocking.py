"""The service with a route that keeps the event loop busy, run as `python -m tests.blocking`."""

import runpy
import time

from app.asgi import app


@app.app.get("/block")
async def block() -> None:
    end = time.monotonic() + 2
    while time.monotonic() < end:
        pass


runpy.run_module("app", run_name="__main__")
