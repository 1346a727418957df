from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.app import create_app, create_management_app
from app.config import Config, load_config
from app.metrics import Metrics
from app.state import State, state

ENVIRONMENT = {
    "APP_VERSION": "1.2.3",
    "APP_REVISION": "abc123",
    "POD_NAME": "pod-1",
    "FAULT_INJECTION": "true",
    "GRAFANA_URL": "https://grafana.example/d/app?a=1&b=2",
}


@pytest.fixture(autouse=True)
def fresh_state() -> None:
    vars(state).update(vars(State()))


@pytest.fixture
def config() -> Config:
    return load_config(ENVIRONMENT)


@pytest.fixture
def metrics(config: Config) -> Metrics:
    return Metrics(config)


@pytest.fixture
def app(config: Config, metrics: Metrics) -> Flask:
    return create_app(config, metrics)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


@pytest.fixture
def management(config: Config, metrics: Metrics) -> FlaskClient:
    return create_management_app(config, metrics).test_client()
