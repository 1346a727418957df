"""What this service agrees on with its chart and dashboards, and what the environment sets."""

import json
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .logs import LEVELS

CONTRACT = Path(__file__).parent.parent / "contract.json"


@dataclass(frozen=True)
class Config:
    name: str
    title: str
    health_path: str
    ready_path: str
    metrics_path: str
    duration_buckets: tuple[float, ...]
    repositories: Mapping[str, str]
    bind_address: str
    port: int
    management_port: int
    management_on_web: bool
    """Whether the port of the users answers for metrics and faults, too."""
    version: str
    revision: str
    pod: str
    log_level: str
    grafana_url: str | None
    fault_injection: bool
    keep_alive: int
    """Seconds for which an idle connection stays open: longer than the load balancer keeps it."""
    shutdown_delay: float
    """Seconds to go on serving after "not ready": in the image, so that load balancers notice."""
    shutdown_timeout: float
    """Seconds that running requests may then take before they are cut off."""


def load_config(environ: Mapping[str, str] = os.environ) -> Config:
    contract: dict[str, Any] = json.loads(CONTRACT.read_text(encoding="utf-8"))
    port = integer(environ, "PORT", contract["port"], maximum=65_535)
    management_port = integer(
        environ, "MANAGEMENT_PORT", contract["managementPort"], maximum=65_535
    )
    if management_port == port:
        raise ValueError(f"MANAGEMENT_PORT must differ from PORT, and both are {port}")
    return Config(
        name=contract["name"],
        title=contract["title"],
        health_path=contract["healthPath"],
        ready_path=contract["readyPath"],
        metrics_path=contract["metricsPath"],
        duration_buckets=tuple(contract["durationBuckets"]),
        repositories=contract["repositories"],
        bind_address=bind_address(environ),
        port=port,
        management_port=management_port,
        management_on_web=switch(environ, "MANAGEMENT_ON_WEB", default=True),
        version=text(environ, "APP_VERSION", "dev"),
        revision=text(environ, "APP_REVISION", "unknown"),
        pod=text(environ, "POD_NAME", socket.gethostname()),
        log_level=log_level(environ),
        grafana_url=web_url(environ, "GRAFANA_URL"),
        fault_injection=environ.get("FAULT_INJECTION") == "true",
        keep_alive=integer(environ, "KEEP_ALIVE_MS", 65_000, maximum=3_600_000) // 1000,
        shutdown_delay=integer(environ, "SHUTDOWN_DELAY_MS", 0, maximum=300_000) / 1000,
        shutdown_timeout=integer(environ, "SHUTDOWN_TIMEOUT_MS", 20_000, maximum=300_000) / 1000,
    )


def text(environ: Mapping[str, str], name: str, default: str) -> str:
    # An empty variable counts as absent: that is what `VAR: ${VAR:-}` in a compose file passes.
    return environ.get(name) or default


def integer(environ: Mapping[str, str], name: str, default: int, *, maximum: int) -> int:
    value = text(environ, name, str(default))
    if not (value.isascii() and value.isdigit() and int(value) <= maximum):
        raise ValueError(f'{name} must be an integer from 0 to {maximum}, not "{value}"')
    return int(value)


def bind_address(environ: Mapping[str, str]) -> str:
    address = text(environ, "BIND_ADDRESS", "::")
    try:
        family = socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET
    except ValueError:
        raise ValueError(f'BIND_ADDRESS must be an IP address, not "{address}"') from None
    # "::" takes IPv4 as well, but some machines have no IPv6 at all.
    return "0.0.0.0" if address == "::" and not can_bind(family, address) else address


def can_bind(family: socket.AddressFamily, address: str) -> bool:
    try:
        with socket.socket(family) as probe:
            probe.bind((address, 0))
    except OSError:
        return False
    return True


def switch(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = text(environ, name, str(default).lower())
    if value not in ("true", "false"):
        raise ValueError(f'{name} must be true or false, not "{value}"')
    return value == "true"


def log_level(environ: Mapping[str, str]) -> str:
    level = text(environ, "LOG_LEVEL", "info")
    if level not in LEVELS:
        raise ValueError(f'LOG_LEVEL must be one of {", ".join(LEVELS)}, not "{level}"')
    return level


def web_url(environ: Mapping[str, str], name: str) -> str | None:
    url = environ.get(name)
    # The value becomes a link on the page, so a "javascript:" address must not pass.
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise ValueError(f'{name} must be an http or https URL, not "{url}"')
    return url or None
