import pytest

from app.config import load_config


def test_defaults_and_empty_values() -> None:
    names = ("HOST", "PORT", "APP_VERSION", "LOG_LEVEL", "GRAFANA_URL", "SHUTDOWN_DELAY_MS")
    empty = load_config(dict.fromkeys(names, ""))
    assert empty == load_config({})
    assert (empty.host, empty.version, empty.revision) == ("0.0.0.0", "dev", "unknown")
    assert (empty.shutdown_delay, empty.shutdown_timeout) == (5, 20)
    assert empty.grafana_url is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("SHUTDOWN_DELAY_MS", "5s"),
        ("SHUTDOWN_TIMEOUT_MS", "1.5"),
        ("LOG_LEVEL", "loud"),
        ("GRAFANA_URL", "javascript:alert(1)"),
    ],
)
def test_mistakes_stop_the_start(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        load_config({name: value})
