from ipaddress import ip_address

import pytest
from pydantic import ValidationError

from app.config import Config


def test_defaults_and_empty_values(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Config.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    absent = Config()
    for name in Config.model_fields:
        monkeypatch.setenv(name.upper(), "")
    assert Config() == absent
    assert (absent.app_version, absent.app_revision) == ("dev", "unknown")
    assert absent.bind_address == ip_address("::")
    assert absent.management_on_web
    assert not absent.fault_injection
    assert (absent.shutdown_delay_ms, absent.shutdown_timeout_ms) == (0, 20_000)
    assert absent.grafana_url is None


def test_only_true_switches_faults_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for value, on in (("true", True), ("1", False), ("yes", False)):
        monkeypatch.setenv("FAULT_INJECTION", value)
        assert Config().fault_injection == on


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("MANAGEMENT_PORT", "x"),
        ("MANAGEMENT_ON_WEB", "no"),
        ("BIND_ADDRESS", "localhost"),
        ("SHUTDOWN_DELAY_MS", "5s"),
        ("KEEP_ALIVE_MS", "1m"),
        ("SHUTDOWN_TIMEOUT_MS", "1.5"),
        ("LOG_LEVEL", "loud"),
        ("GRAFANA_URL", "javascript:alert(1)"),
    ],
)
def test_mistakes_stop_the_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=name):
        Config()


def test_the_two_ports_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("MANAGEMENT_PORT", "9000")
    with pytest.raises(ValidationError, match="MANAGEMENT_PORT must differ from PORT"):
        Config()
