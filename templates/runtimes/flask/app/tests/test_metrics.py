import threading
import time
from collections.abc import Generator
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from app.config import load_config
from app.metrics import Metrics
from app.threads import ThreadPool

from .support import client_of, sample, until

COUNT = "http_request_duration_seconds_count"
SUM = "http_request_duration_seconds_sum"


def scrape(client: FlaskClient) -> str:
    return client.get("/metrics").text


def test_requests_are_counted_by_method_route_and_status(client: FlaskClient) -> None:
    for path in ("/", "/api/work?ms=0", "/api/work?ms=x", "/nope/1", "/nope/2"):
        client.get(path, buffered=True)
    client.post("/api/info", buffered=True)
    text = scrape(client)
    assert sample(text, COUNT, method="GET", route="/", status="200") == 1
    assert sample(text, COUNT, method="GET", route="/api/work", status="200") == 1
    assert sample(text, COUNT, method="GET", route="/api/work", status="400") == 1
    assert sample(text, COUNT, method="GET", route="unmatched", status="404") == 2
    assert sample(text, COUNT, method="POST", route="/api/info", status="405") == 1


def test_paths_and_methods_of_the_client_make_no_series(client: FlaskClient) -> None:
    client.get("/random/0", buffered=True)
    client.open("/random/0", method="BREW", buffered=True)
    scrape(client)
    before = len(scrape(client).splitlines())
    for number in range(200):
        client.get(f"/random/{number}", buffered=True)
        client.open("/", method=f"BREW{number}", buffered=True)
        client.open(f"/{number}", method=f"BREW{number}", buffered=True)
    text = scrape(client)
    assert sample(text, COUNT, method="OTHER") == 401
    # One more for each bucket, the sum and the count of 405 on "/".
    assert len(text.splitlines()) == before + len(load_config().duration_buckets) + 3


def test_a_response_that_cannot_be_sent_counts_as_499(app: Flask, client: FlaskClient) -> None:
    answer = app.wsgi_app(EnvironBuilder(path="/").get_environ(), lambda *_: lambda _: None)
    body = cast("Generator[bytes]", answer)
    next(body)
    body.close()  # as gunicorn does when the write fails
    text = scrape(client)
    assert sample(text, COUNT, route="/", status="499") == 1
    assert sample(text, "http_requests_in_flight") == 1


def test_buckets_are_those_of_the_contract(client: FlaskClient) -> None:
    client.get("/", buffered=True)
    text = scrape(client)
    for edge in load_config().duration_buckets:
        assert f'_bucket{{le="{float(edge)}",method="GET",route="/"' in text


def test_facts_gauge_process_and_nothing_unread(client: FlaskClient) -> None:
    text = scrape(client)
    assert sample(text, "app_info", version="1.2.3", revision="abc123") == 1
    assert sample(text, "http_requests_in_flight") == 1  # this scrape
    assert sample(text, "process_resident_memory_bytes") > 0
    assert "_created" not in text


@pytest.mark.parametrize("accept", ["*/*", "text/plain;version=x", "application/openmetrics-text"])
def test_the_format_is_prometheus_text(client: FlaskClient, accept: str) -> None:
    response = client.get("/metrics", headers={"Accept": accept})
    assert response.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert "# EOF" not in response.text


def test_every_route_has_its_series_before_its_first_request() -> None:
    client = client_of({"FAULT_INJECTION": "true"})
    text = scrape(client)
    for path in ("/", "/api/info", "/api/work", "/health", "/ready", "/metrics"):
        for status in ("200", "500"):
            assert f'{COUNT}{{method="GET",route="{path}",status="{status}"}} 0.0' in text
    assert 'route="unmatched"' not in text


def test_the_management_port_is_not_measured(client: FlaskClient, management: FlaskClient) -> None:
    before = sample(scrape(client), COUNT)
    for path in ("/health", "/metrics", "/nope"):
        management.get(path)
    assert sample(scrape(client), COUNT) == before + 1  # the scrape


def test_latency_includes_the_wait_for_a_thread(app: Flask, client: FlaskClient) -> None:
    with ThreadPool(1) as threads:
        threads.submit(time.sleep, 0.2)
        threads.submit(lambda: app.test_client().get("/api/work?ms=0", buffered=True)).result()
    assert sample(scrape(client), SUM, route="/api/work") >= 0.19


def test_saturation(metrics: Metrics) -> None:
    release = threading.Event()
    with ThreadPool(2) as threads:
        metrics.watch(threads)
        for _ in range(5):
            threads.submit(release.wait)
        until(lambda: sample(metrics.render().decode(), "http_server_threads_busy") == 2)
        text = metrics.render().decode()
        assert sample(text, "http_server_threads") == 2
        assert sample(text, "http_server_threads_busy") == 2
        assert sample(text, "http_requests_waiting") == 3
        release.set()
    text = metrics.render().decode()
    assert sample(text, "http_server_threads_busy") == sample(text, "http_requests_waiting") == 0
