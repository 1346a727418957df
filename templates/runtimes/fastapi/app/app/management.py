"""What the kubelet, Prometheus and operators ask: probes, metrics and faults."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from . import faults
from .config import CONTRACT, Config
from .metrics import Metrics
from .state import state

probes = APIRouter()


@probes.api_route(CONTRACT.health_path, methods=["GET", "HEAD"])
async def health() -> dict[str, str]:
    return {"status": "ok"}


@probes.api_route(CONTRACT.ready_path, methods=["GET", "HEAD"])
async def ready(response: Response) -> dict[str, str]:
    status = state.readiness()
    response.status_code = 200 if status == "ready" else 503
    return {"status": status}


def management_routes(config: Config, metrics: Metrics) -> APIRouter:
    router = APIRouter()

    @router.api_route(CONTRACT.metrics_path, methods=["GET", "HEAD"])
    async def scrape() -> Response:
        return Response(metrics.render(), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    if config.fault_injection:
        router.include_router(faults.router)
    return router
