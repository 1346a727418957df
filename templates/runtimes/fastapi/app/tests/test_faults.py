import time

import pytest
from fastapi.testclient import TestClient

from .support import client_of

NONE = {"delayMs": 0, "errorRate": 0, "unready": False}


def test_off_unless_asked_for() -> None:
    client = client_of(FAULT_INJECTION="1")
    assert client.get("/api/faults").status_code == 404
    assert client.post("/api/faults", json={"errorRate": 1}).status_code == 404
    assert client.get("/").status_code == 200


def test_set_show_clear(client: TestClient) -> None:
    wanted = {"delayMs": 1, "errorRate": 0.5, "unready": True}
    assert client.get("/api/faults").json() == NONE
    assert client.post("/api/faults", json=wanted).json() == wanted
    assert client.get("/api/faults").json() == wanted
    assert client.post("/api/faults", json={"delayMs": 2}).json() == {**NONE, "delayMs": 2}
    assert client.delete("/api/faults").json() == NONE


def test_errors_hit_the_service_and_not_its_probes(client: TestClient) -> None:
    client.post("/api/faults", json={"errorRate": 1})
    for path in ("/", "/api/info", "/api/work"):
        response = client.get(path)
        assert response.status_code == 500
        assert response.json() == {"error": {"message": "injected fault"}}
    for path in ("/health", "/ready", "/metrics", "/api/faults"):
        assert client.get(path).status_code == 200


def test_delay(client: TestClient) -> None:
    client.post("/api/faults", json={"delayMs": 50})
    started = time.monotonic()
    client.get("/api/info")
    assert time.monotonic() - started >= 0.05


def test_unready(client: TestClient) -> None:
    client.post("/api/faults", json={"unready": True})
    assert client.get("/ready").json() == {"status": "unready"}
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        [],
        "x",
        {"delayMs": -1},
        {"delayMs": 5001},
        {"delayMs": 1.5},
        {"delayMs": True},
        {"delayMs": "1"},
        {"errorRate": 1.1},
        {"errorRate": False},
        {"unready": 1},
        {"speed": 1},
    ],
)
def test_nonsense_is_refused(client: TestClient, wanted: object) -> None:
    response = client.post("/api/faults", json=wanted)
    assert response.status_code == 400
    assert response.json()["error"]["message"]
    assert client.get("/api/faults").json() == NONE


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        ("{", "application/json", 400),
        ("{}", "text/plain", 400),
        ('{"errorRate": NaN}', "application/json", 400),
        ("[" * 2000, "application/json", 413),
    ],
)
def test_bad_bodies_are_refused(
    client: TestClient, data: str, content_type: str, status: int
) -> None:
    response = client.post("/api/faults", content=data, headers={"Content-Type": content_type})
    assert response.status_code == status
    assert response.json()["error"]["message"]


def test_wrong_method(client: TestClient) -> None:
    assert client.put("/api/faults").headers["Allow"] == "GET, HEAD, POST, DELETE"


def test_users_reach_faults_only_where_they_may(management: TestClient) -> None:
    client = client_of(FAULT_INJECTION="true", MANAGEMENT_ON_WEB="false")
    assert client.get("/api/faults").status_code == 404
    assert client.post("/api/faults", json={"errorRate": 1}).status_code == 404
    assert management.post("/api/faults", json={"errorRate": 1}).status_code == 200
    assert client.get("/api/info").status_code == 500
    assert client.get("/health").status_code == 200
