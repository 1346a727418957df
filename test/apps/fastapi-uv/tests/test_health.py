from catalogue.main import app
from fastapi.testclient import TestClient


def test_live() -> None:
    assert TestClient(app).get("/health/live").status_code == 200
