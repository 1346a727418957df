import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from app.config import CONTRACT
from app.metrics import Metrics

from .support import client_of, observed, sample

COUNT = "http_request_duration_seconds_count"


def scrape(client: TestClient) -> str:
    return client.get("/metrics").text


def test_requests_are_counted_by_method_route_and_status(client: TestClient) -> None:
    for path in ("/", "/api/work?ms=0", "/api/work?ms=x", "/nope/1", "/nope/2"):
        client.get(path)
    client.post("/api/info")
    text = scrape(client)
    assert sample(text, COUNT, method="GET", route="/", status="200") == 1
    assert sample(text, COUNT, method="GET", route="/api/work", status="200") == 1
    assert sample(text, COUNT, method="GET", route="/api/work", status="400") == 1
    assert sample(text, COUNT, method="GET", route="unmatched", status="404") == 2
    assert sample(text, COUNT, method="POST", route="/api/info", status="405") == 1


def test_paths_and_methods_of_the_client_make_no_series(client: TestClient) -> None:
    client.get("/random/0")
    client.request("BREW", "/random/0")
    scrape(client)
    before = len(scrape(client).splitlines())
    for number in range(200):
        client.get(f"/random/{number}")
        client.request(f"BREW{number}", "/")
        client.request(f"BREW{number}", f"/{number}")
    text = scrape(client)
    assert sample(text, COUNT, method="OTHER") == 401
    # One more for each bucket, the sum and the count of 405 on "/".
    assert len(text.splitlines()) == before + len(CONTRACT.duration_buckets) + 3


def test_buckets_are_those_of_the_contract(client: TestClient) -> None:
    client.get("/")
    text = scrape(client)
    for edge in CONTRACT.duration_buckets:
        assert f'_bucket{{le="{float(edge)}",method="GET",route="/"' in text


def test_facts_gauge_process_and_nothing_unread(client: TestClient) -> None:
    text = scrape(client)
    assert sample(text, "app_info", version="1.2.3", revision="abc123") == 1
    assert sample(text, "http_requests_in_flight") == 1  # this scrape
    assert sample(text, "process_resident_memory_bytes") > 0
    assert "_created" not in text


@pytest.mark.parametrize("accept", ["*/*", "text/plain;version=x", "application/openmetrics-text"])
def test_the_format_is_prometheus_text(client: TestClient, accept: str) -> None:
    response = client.get("/metrics", headers={"Accept": accept})
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert "# EOF" not in response.text


def test_every_route_has_its_series_before_its_first_request() -> None:
    client = client_of(FAULT_INJECTION="true")
    text = scrape(client)
    for path in ("/", "/api/info", "/api/work", "/health", "/ready", "/metrics"):
        for status in ("200", "500"):
            assert f'{COUNT}{{method="GET",route="{path}",status="{status}"}} 0.0' in text
    assert 'route="unmatched"' not in text


def test_the_management_port_is_not_measured(client: TestClient, management: TestClient) -> None:
    before = sample(scrape(client), COUNT)
    for path in ("/health", "/metrics", "/nope"):
        management.get(path)
    assert sample(scrape(client), COUNT) == before + 1  # the scrape


def test_a_router_is_counted_with_the_prefix_that_it_is_included_with(
    app: FastAPI, metrics: Metrics
) -> None:
    router = APIRouter()

    @router.get("/orders/{number}")
    async def order(number: int) -> int:
        return number

    app.include_router(router, prefix="/v1")
    client = TestClient(observed(app, metrics))
    assert client.get("/v1/orders/7").json() == 7
    assert client.put("/v1/orders/7").headers["Allow"] == "GET"
    text = scrape(client)
    for method in ("GET", "PUT"):
        assert sample(text, COUNT, method=method, route="/v1/orders/{number}") == 1
