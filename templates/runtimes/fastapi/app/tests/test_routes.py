import base64
import hashlib
import json
import re
from typing import Any

import pytest
from fastapi import FastAPI, HTTPException, Response
from fastapi.testclient import TestClient

from app.config import CONTRACT
from app.metrics import Metrics
from app.state import Faults, state

from .support import client_of, observed


def facts_of(html: str) -> dict[str, Any]:
    facts = re.search('<script type="application/json" id="facts">(.*)</script>', html)
    assert facts
    return dict(json.loads(facts[1]))


def test_page_knows_what_runs_and_links_to_the_rest(client: TestClient) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    facts = facts_of(response.text)
    assert (facts["version"], facts["revision"]) == ("1.2.3", "abc123")
    assert facts["links"]["metrics"] == "/metrics"
    assert facts["links"]["grafana"].endswith("/d/app?a=1&b=2")


def test_page_links_to_grafana_and_faults_only_where_they_are() -> None:
    links = facts_of(client_of().get("/").text)["links"]
    assert (links["grafana"], links["faults"]) == (None, None)
    links = facts_of(client_of(FAULT_INJECTION="true").get("/").text)["links"]
    assert links["faults"] == "/api/faults"


def test_page_escapes_what_the_environment_says() -> None:
    html = client_of(APP_VERSION="</script>").get("/").text
    assert facts_of(html)["version"] == "</script>"


@pytest.mark.parametrize("tag", ["<style>", '<script type="module">'])
def test_policy_allows_what_the_page_holds_and_nothing_else(client: TestClient, tag: str) -> None:
    response = client.get("/")
    content = response.text.split(tag)[1].split("</")[0]
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert f"'sha256-{digest}'" in policy


def test_info(client: TestClient) -> None:
    assert client.get("/api/info").json() == {
        "name": CONTRACT.name,
        "version": "1.2.3",
        "revision": "abc123",
        "runtime": "fastapi",
        "pod": "pod-1",
        "uptimeSeconds": pytest.approx(0, abs=60),
    }


def test_work_waits_as_long_as_asked(client: TestClient) -> None:
    assert client.get("/api/work?ms=0").json() == {"waitedMs": 0}
    assert client.get("/api/work").json() == {"waitedMs": 50}


def test_work_takes_one_time(client: TestClient) -> None:
    response = client.get("/api/work?ms=1&ms=2")
    assert response.status_code == 400
    assert response.json() == {"error": {"message": "ms must be given once"}}


@pytest.mark.parametrize(
    "ms", ["", "-1", "2001", "99999", "1.5", "1e2", "abc", "+1", "%201", "%D9%A1"]
)
def test_work_is_bounded(client: TestClient, ms: str) -> None:
    response = client.get(f"/api/work?ms={ms}")
    assert response.status_code == 400
    assert response.json() == {"error": {"message": "ms must be an integer from 0 to 2000"}}


@pytest.mark.parametrize(
    ("draining", "unready", "status"),
    [(False, False, "ready"), (True, True, "draining"), (False, True, "unready")],
)
def test_readiness_follows_the_state(
    client: TestClient, draining: bool, unready: bool, status: str
) -> None:
    state.draining = draining
    state.faults = Faults(unready=unready)
    response = client.get("/ready")
    assert response.status_code == (200 if status == "ready" else 503)
    assert response.json() == {"status": status}
    assert client.get("/health").json() == {"status": "ok"}


@pytest.mark.parametrize(
    "path", ["/nope", "/api/info/", "/API/INFO", "/api//info", "/../../etc/passwd", "/%2e%2e/x"]
)
def test_unknown_path(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.json() == {"error": {"message": "not found"}}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/api/info", "/api/work", "/health", "/ready", "/metrics"])
def test_wrong_method(client: TestClient, path: str, method: str) -> None:
    response = client.request(method, path)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert response.json() == {"error": {"message": "method not allowed"}}


@pytest.mark.parametrize("path", ["/", "/api/info", "/health", "/ready", "/metrics"])
def test_head_answers_without_a_body(client: TestClient, path: str) -> None:
    response = client.head(path)
    assert (response.status_code, response.content) == (200, b"")


def test_errors_of_a_route_keep_their_status_and_headers(app: FastAPI, client: TestClient) -> None:
    @app.get("/late")
    async def late() -> None:
        raise HTTPException(429, headers={"Retry-After": "7"})

    @app.get("/own")
    async def own() -> Response:
        return Response("mine", 409)

    response = client.get("/late")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")
    assert response.json() == {"error": {"message": "too many requests"}}
    assert (client.get("/own").status_code, client.get("/own").text) == (409, "mine")


def test_users_see_no_metrics_where_they_may_not(management: TestClient) -> None:
    client = client_of(MANAGEMENT_ON_WEB="false")
    assert client.get("/metrics").status_code == 404
    assert 'href="/metrics"' not in client.get("/").text
    assert client.get("/health").status_code == client.get("/ready").status_code == 200
    assert management.get("/metrics").status_code == 200
    assert management.get("/api/info").status_code == 404


def test_unexpected_error_stays_inside(
    app: FastAPI, metrics: Metrics, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError("secret")

    client = TestClient(observed(app, metrics))
    response = client.get("/broken", headers={"X-Request-Id": "id-1"})
    assert response.status_code == 500
    assert response.json() == {"error": {"message": "internal error"}}
    assert response.headers["X-Request-Id"] == "id-1"
    (record,) = [record for record in caplog.records if record.exc_info]
    assert record.fields == {"requestId": "id-1"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/", "/nope", "/api/work?ms=x"])
def test_every_response_has_an_id(client: TestClient, path: str) -> None:
    assert re.fullmatch("[0-9a-f-]{36}", client.get(path).headers["X-Request-Id"])


@pytest.mark.parametrize(
    ("incoming", "kept"),
    [("abc-1_2.3", True), ("x" * 64, True), ("x" * 65, False), ("a b", False)],
)
def test_request_id_is_kept_only_when_harmless(
    client: TestClient, incoming: str, kept: bool
) -> None:
    outgoing = client.get("/", headers={"X-Request-Id": incoming}).headers["X-Request-Id"]
    assert (outgoing == incoming) == kept
