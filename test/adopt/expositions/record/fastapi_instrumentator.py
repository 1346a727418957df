from fastapi import FastAPI, Response
from fastapi.testclient import TestClient
from prometheus_fastapi_instrumentator import Instrumentator

app = FastAPI()
Instrumentator().instrument(app).expose(app)


@app.get("/items/{item}")
def item(item: int):
    return item


@app.get("/fail")
def fail():
    return Response("asked for", status_code=500)


client = TestClient(app)
for path in ["/items/1", "/items/2", "/fail", "/missing"]:
    client.get(path)
print(client.get("/metrics").text, end="")
