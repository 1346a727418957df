import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.app import create_app, create_management_app
from app.config import Config
from app.metrics import Metrics
from app.state import State, state

from .support import observed

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
    return Config.model_validate(ENVIRONMENT)


@pytest.fixture
def metrics(config: Config) -> Metrics:
    return Metrics(config)


@pytest.fixture
def app(config: Config, metrics: Metrics) -> FastAPI:
    return create_app(config, metrics)


@pytest.fixture
def client(app: FastAPI, metrics: Metrics) -> TestClient:
    return TestClient(observed(app, metrics))


@pytest.fixture
def management(config: Config, metrics: Metrics) -> TestClient:
    return TestClient(create_management_app(config, metrics))
