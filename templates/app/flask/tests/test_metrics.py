import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from app.config import load_config

from .support import sample

COUNT = "http_request_duration_seconds_count"


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
    body = app.wsgi_app(EnvironBuilder(path="/").get_environ(), lambda *_: lambda _: None)
    next(iter(body))
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


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, "text/plain; version=0.0.4; charset=utf-8"),
        ("*/*", "text/plain; version=0.0.4; charset=utf-8"),
        ("text/plain;version=x", "text/plain; version=0.0.4; charset=utf-8"),
        (
            "application/openmetrics-text;version=1.0.0,text/plain;q=0.5",
            "application/openmetrics-text",
        ),
    ],
)
def test_format_is_negotiated(client: FlaskClient, accept: str | None, content_type: str) -> None:
    response = client.get("/metrics", headers={"Accept": accept} if accept else {})
    assert response.status_code == 200
    assert response.content_type.startswith(content_type)
    assert response.text.endswith("# EOF\n") == ("openmetrics" in content_type)
