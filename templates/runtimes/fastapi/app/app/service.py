"""What the service is for: put your own routes here."""

import asyncio
import re
import time
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from fastapi.responses import HTMLResponse

from .config import CONTRACT, Config
from .faults import inject
from .page import page

MAXIMUM_WORK_MS = 2000
STARTED = time.monotonic()


def service_routes(config: Config) -> APIRouter:
    router = APIRouter(dependencies=[Depends(inject)])
    answer = page(config)

    @router.api_route("/", methods=["GET", "HEAD"])
    async def show_page() -> HTMLResponse:
        return answer

    @router.api_route("/api/info", methods=["GET", "HEAD"])
    async def info() -> dict[str, str | int]:
        return {
            "name": CONTRACT.name,
            "version": config.app_version,
            "revision": config.app_revision,
            "runtime": "fastapi",
            "pod": config.pod_name,
            "uptimeSeconds": int(time.monotonic() - STARTED),
        }

    @router.api_route("/api/work", methods=["GET", "HEAD"])
    async def work(wanted: Annotated[int, Depends(work_ms)]) -> dict[str, int]:
        await asyncio.sleep(wanted / 1000)
        return {"waitedMs": wanted}

    return router


def work_ms(ms: Annotated[list[str] | None, Query()] = None) -> int:
    given = ms or ["50"]
    if len(given) > 1:
        raise HTTPException(400, "ms must be given once")
    if not re.fullmatch("[0-9]{1,4}", given[0]) or int(given[0]) > MAXIMUM_WORK_MS:
        raise HTTPException(400, f"ms must be an integer from 0 to {MAXIMUM_WORK_MS}")
    return int(given[0])
