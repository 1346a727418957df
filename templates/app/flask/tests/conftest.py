from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import state
from app.app import create_app
from app.config import load_config

ENVIRONMENT = {
    "APP_VERSION": "1.2.3",
    "APP_REVISION": "abc123",
    "POD_NAME": "pod-1",
    "FAULT_INJECTION": "true",
    "GRAFANA_URL": "https://grafana.example/d/app?a=1&b=2",
}


@pytest.fixture(autouse=True)
def fresh_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "_serving", True)
    state.shared.draining = state.shared.unready = False
    state.shared.delay_ms = 0
    state.shared.error_rate = 0


@pytest.fixture
def app() -> Flask:
    return create_app(load_config(ENVIRONMENT))


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client
