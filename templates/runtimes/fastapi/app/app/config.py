"""What this service agrees on with its chart and dashboards, and what the environment sets."""

import socket
from collections.abc import Mapping
from ipaddress import IPv6Address
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    HttpUrl,
    IPvAnyAddress,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_settings import BaseSettings, SettingsConfigDict

from .logs import LEVELS

Port = Annotated[int, Field(ge=0, le=65_535)]
Milliseconds = Annotated[int, Field(ge=0, le=300_000)]


class Contract(BaseModel, alias_generator=to_camel, frozen=True):
    """What the code needs of contract.json."""

    name: str
    title: str
    port: Port
    management_port: Port
    health_path: str
    ready_path: str
    metrics_path: str
    duration_buckets: tuple[float, ...]
    repositories: Mapping[str, str]


FILE = Path(__file__).parent.parent / "contract.json"
CONTRACT = Contract.model_validate_json(FILE.read_bytes())


def switch(value: Any) -> bool:
    if value not in ("true", "false"):
        raise ValueError("must be true or false")
    return bool(value == "true")


class Config(BaseSettings):
    """Each field is an environment variable."""

    # An empty variable counts as absent: that is what `VAR: ${VAR:-}` in a compose file passes.
    model_config = SettingsConfigDict(
        alias_generator=str.upper, env_ignore_empty=True, validate_default=False, frozen=True
    )

    bind_address: IPvAnyAddress = IPv6Address("::")
    port: Port = CONTRACT.port
    management_port: Port = CONTRACT.management_port
    management_on_web: Annotated[bool, BeforeValidator(switch)] = True
    """Whether the port of the users answers for metrics and faults, too."""
    app_version: str = "dev"
    app_revision: str = "unknown"
    pod_name: str = Field(default_factory=socket.gethostname)
    log_level: str = "info"
    # It becomes a link on the page, so a "javascript:" address must not pass.
    grafana_url: HttpUrl | None = None
    fault_injection: Annotated[bool, BeforeValidator(lambda value: value == "true")] = False
    keep_alive_ms: Annotated[int, Field(ge=0, le=3_600_000)] = 65_000
    """Time for which an idle connection stays open: longer than the load balancer keeps it."""
    shutdown_delay_ms: Milliseconds = 0
    """Time to go on serving after "not ready": in the image, so that load balancers notice."""
    shutdown_timeout_ms: Milliseconds = 20_000
    """Time that running requests may then take before they are cut off."""

    @field_validator("log_level")
    @classmethod
    def is_known(cls, level: str) -> str:
        if level not in LEVELS:
            raise ValueError(f"must be one of {', '.join(LEVELS)}")
        return level

    @model_validator(mode="after")
    def has_two_ports(self) -> Self:
        if self.management_port == self.port:
            raise ValueError(f"MANAGEMENT_PORT must differ from PORT, and both are {self.port}")
        return self
