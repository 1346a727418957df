import pytest

from app import config
from app.config import load_config


def test_defaults_and_empty_values() -> None:
    names = (
        "BIND_ADDRESS",
        "PORT",
        "MANAGEMENT_PORT",
        "MANAGEMENT_ON_WEB",
        "APP_VERSION",
        "LOG_LEVEL",
        "GRAFANA_URL",
        "SHUTDOWN_DELAY_MS",
        "KEEP_ALIVE_MS",
    )
    empty = load_config(dict.fromkeys(names, ""))
    assert empty == load_config({})
    assert (empty.version, empty.revision) == ("dev", "unknown")
    assert empty.management_on_web
    assert (empty.shutdown_delay, empty.shutdown_timeout) == (0, 20)
    assert empty.grafana_url is None


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
def test_mistakes_stop_the_start(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        load_config({name: value})


@pytest.mark.parametrize(
    ("environ", "has_ipv6", "address"),
    [
        ({}, True, "::"),
        ({}, False, "0.0.0.0"),
        ({"HOST": "x86_64-conda-linux-gnu"}, True, "::"),
        ({"BIND_ADDRESS": "127.0.0.1"}, False, "127.0.0.1"),
        ({"BIND_ADDRESS": "::1"}, True, "::1"),
    ],
)
def test_address(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], has_ipv6: bool, address: str
) -> None:
    monkeypatch.setattr(config, "can_bind", lambda *_: has_ipv6)
    assert load_config(environ).bind_address == address


def test_the_two_ports_differ() -> None:
    with pytest.raises(ValueError, match="MANAGEMENT_PORT must differ from PORT"):
        load_config({"PORT": "9000", "MANAGEMENT_PORT": "9000"})
