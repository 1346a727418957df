"""The two applications: the service itself, and its management port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import Lifespan

from .config import Config
from .errors import answer_errors
from .limits import LimitBody
from .management import management_routes, probes
from .metrics import Metrics
from .server import serve_management
from .service import service_routes
from .targets import WithoutOrigin

MAXIMUM_BODY = 1024


def create_app(config: Config, metrics: Metrics) -> FastAPI:
    """Return what listens on PORT."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with serve_management(config, create_management_app(config, metrics)):
            yield

    app = bare_app(lifespan)
    app.include_router(service_routes(config))
    app.include_router(probes)
    if config.management_on_web:
        app.include_router(management_routes(config, metrics))
    return app


def create_management_app(config: Config, metrics: Metrics) -> FastAPI:
    """Return what listens on MANAGEMENT_PORT. Its requests are neither measured nor logged."""
    app = bare_app()
    app.include_router(probes)
    app.include_router(management_routes(config, metrics))
    return app


def bare_app(lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    app = FastAPI(
        lifespan=lifespan,
        redirect_slashes=False,  # "/api/info/" is unknown, not a redirect
        # No schema and no /docs, whose pages load scripts from elsewhere: "/openapi.json" has both.
        openapi_url=None,
    )
    app.add_middleware(LimitBody, maximum=MAXIMUM_BODY)
    app.add_middleware(WithoutOrigin)
    answer_errors(app)
    return app
