from fastapi.testclient import TestClient

from main import app


def test_items() -> None:
    client = TestClient(app)
    assert client.get("/items/7").json() == {"item": 7}
    assert client.get("/items/7000").status_code == 404
