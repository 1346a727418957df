from fastapi import FastAPI, HTTPException
from prometheus_fastapi_instrumentator import Instrumentator

app = FastAPI(title="Catalogue")
Instrumentator().instrument(app).expose(app)


@app.get("/health/live")
def live() -> dict[str, str]:
    return {"status": "alive"}


@app.get("/health/ready")
def ready() -> dict[str, str]:
    return {"status": "ready"}


@app.get("/items/{item}")
def item(item: int) -> dict[str, int]:
    if item > 1000:
        raise HTTPException(status_code=404)
    return {"item": item}


@app.get("/broken")
def broken() -> None:
    raise HTTPException(status_code=500)


@app.get("/")
def home() -> dict[str, str]:
    return {"name": "catalogue"}
