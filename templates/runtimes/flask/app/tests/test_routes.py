import base64
import hashlib
import json
import re
from typing import Any, NoReturn

import pytest
from flask import Flask, Response, abort
from flask.testing import FlaskClient
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import TooManyRequests, Unauthorized

from app.config import load_config
from app.state import state

from .support import client_of


def facts_of(html: str) -> dict[str, Any]:
    facts = re.search('<script type="application/json" id="facts">(.*)</script>', html)
    assert facts
    return dict(json.loads(facts[1]))


def test_page_knows_what_runs_and_links_to_the_rest(client: FlaskClient) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    facts = facts_of(response.text)
    assert (facts["version"], facts["revision"]) == ("1.2.3", "abc123")
    assert facts["links"]["metrics"] == "/metrics"
    assert facts["links"]["grafana"].endswith("/d/app?a=1&b=2")


def test_page_links_to_grafana_and_faults_only_where_they_are() -> None:
    links = facts_of(client_of({}).get("/").text)["links"]
    assert (links["grafana"], links["faults"]) == (None, None)
    links = facts_of(client_of({"FAULT_INJECTION": "true"}).get("/").text)["links"]
    assert links["faults"] == "/api/faults"


def test_page_escapes_what_the_environment_says() -> None:
    html = client_of({"APP_VERSION": "</script>"}).get("/").text
    assert facts_of(html)["version"] == "</script>"


@pytest.mark.parametrize("tag", ["<style>", '<script type="module">'])
def test_policy_allows_what_the_page_holds_and_nothing_else(client: FlaskClient, tag: str) -> None:
    response = client.get("/")
    content = response.text.split(tag)[1].split("</")[0]
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert f"'sha256-{digest}'" in policy


def test_info(client: FlaskClient) -> None:
    assert client.get("/api/info").json == {
        "name": load_config().name,
        "version": "1.2.3",
        "revision": "abc123",
        "runtime": "flask",
        "pod": "pod-1",
        "uptimeSeconds": pytest.approx(0, abs=60),
    }


def test_work_waits_as_long_as_asked(client: FlaskClient) -> None:
    assert client.get("/api/work?ms=0").json == {"waitedMs": 0}
    assert client.get("/api/work").json == {"waitedMs": 50}


def test_work_takes_one_time(client: FlaskClient) -> None:
    response = client.get("/api/work?ms=1&ms=2")
    assert response.status_code == 400
    assert response.json == {"error": {"message": "ms must be given once"}}


@pytest.mark.parametrize(
    "ms", ["", "-1", "2001", "99999", "1.5", "1e2", "abc", "+1", "%201", "%D9%A1"]
)
def test_work_is_bounded(client: FlaskClient, ms: str) -> None:
    response = client.get(f"/api/work?ms={ms}")
    assert response.status_code == 400
    assert response.json == {"error": {"message": "ms must be an integer from 0 to 2000"}}


@pytest.mark.parametrize(
    ("field", "status"), [("", "ready"), ("draining", "draining"), ("unready", "unready")]
)
def test_readiness_follows_the_state(client: FlaskClient, field: str, status: str) -> None:
    if field:
        setattr(state, field, True)
    response = client.get("/ready")
    assert (response.status_code, response.json) == (200 if not field else 503, {"status": status})
    assert client.get("/health").json == {"status": "ok"}


@pytest.mark.parametrize(
    "path", ["/nope", "/api/info/", "/API/INFO", "/api//info", "/../../etc/passwd", "/%2e%2e/x"]
)
def test_unknown_path(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.json == {"error": {"message": "not found"}}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/api/info", "/api/work", "/health", "/ready", "/metrics"])
def test_wrong_method(client: FlaskClient, path: str, method: str) -> None:
    response = client.open(path, method=method)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert response.json == {"error": {"message": "method not allowed"}}


@pytest.mark.parametrize("path", ["/", "/api/info", "/health", "/ready", "/metrics"])
def test_head_answers_without_a_body(client: FlaskClient, path: str) -> None:
    response = client.head(path)
    assert (response.status_code, response.data) == (200, b"")


def test_errors_of_a_view_keep_their_status_and_headers(app: Flask) -> None:
    @app.get("/late")
    def late() -> NoReturn:
        raise TooManyRequests(retry_after=7)

    @app.get("/secret")
    def secret() -> NoReturn:
        raise Unauthorized(www_authenticate=WWWAuthenticate("basic", {"realm": "x"}))

    @app.get("/read-only")
    def read_only() -> NoReturn:
        abort(405)

    @app.get("/own")
    def own() -> NoReturn:
        abort(Response("mine", 409))

    client = app.test_client()
    response = client.get("/late")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")
    assert response.json == {"error": {"message": "too many requests"}}
    response = client.get("/secret")
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Basic realm=x")
    assert response.json == {"error": {"message": "unauthorized"}}
    response = client.get("/read-only")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert response.json == {"error": {"message": "method not allowed"}}
    assert (client.get("/own").status_code, client.get("/own").text) == (409, "mine")


def test_users_see_no_metrics_where_they_may_not(management: FlaskClient) -> None:
    client = client_of({"MANAGEMENT_ON_WEB": "false"})
    assert client.get("/metrics").status_code == 404
    assert 'href="/metrics"' not in client.get("/").text
    assert client.get("/health").status_code == client.get("/ready").status_code == 200
    assert management.get("/metrics").status_code == 200
    assert management.get("/api/info").status_code == 404


def test_unexpected_error_stays_inside(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("secret")

    response = app.test_client().get("/broken", headers={"X-Request-Id": "id-1"})
    assert response.status_code == 500
    assert response.json == {"error": {"message": "internal error"}}
    (record,) = [record for record in caplog.records if record.exc_info]
    assert record.fields == {"requestId": "id-1"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/", "/nope", "/api/work?ms=x"])
def test_every_response_is_hardened_and_has_an_id(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert re.fullmatch("[0-9a-f-]{36}", headers["X-Request-Id"])


@pytest.mark.parametrize(
    ("incoming", "kept"),
    [("abc-1_2.3", True), ("x" * 64, True), ("x" * 65, False), ("a b", False), ("é", False)],
)
def test_request_id_is_kept_only_when_harmless(
    client: FlaskClient, incoming: str, kept: bool
) -> None:
    outgoing = client.get("/", headers={"X-Request-Id": incoming}).headers["X-Request-Id"]
    assert (outgoing == incoming) == kept
