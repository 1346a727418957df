from fastapi import FastAPI
from prometheus_fastapi_instrumentator import Instrumentator

from catalogue.routers import items
from catalogue.routers.health import router as health_router

app = FastAPI(title="Catalogue")
app.include_router(health_router, prefix="/health")
app.include_router(items.router)

Instrumentator().instrument(app).expose(app, include_in_schema=False)
