"""Prometheus metrics: those of the contract and what the library knows of the process."""

from collections.abc import Iterable

import prometheus_client
from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest

from .config import CONTRACT, Config

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]  # series that nothing reads


class Metrics:
    def __init__(self, config: Config) -> None:
        self._registry = CollectorRegistry()
        prometheus_client.ProcessCollector(registry=self._registry)
        prometheus_client.PlatformCollector(registry=self._registry)
        prometheus_client.GCCollector(registry=self._registry)
        self._duration = Histogram(
            "http_request_duration_seconds",
            "Time from the arrival of a request to the end of its response.",
            ["method", "route", "status"],
            buckets=CONTRACT.duration_buckets,
            registry=self._registry,
        )
        self.in_flight = self._gauge("http_requests_in_flight", "Requests being answered now.")
        facts = ("version", "revision")
        info = self._gauge("app_info", "What is running: the labels, always 1.", facts)
        info.labels(config.app_version, config.app_revision).set(1)

    def _gauge(self, name: str, text: str, labels: Iterable[str] = ()) -> Gauge:
        return Gauge(name, text, labels, registry=self._registry)

    def expect(self, routes: Iterable[str]) -> None:
        """Make the usual series: rate() would not see an increase from nothing to something."""
        for route in routes:
            for status in ("200", "500"):
                self._duration.labels("GET", route, status)

    def observe(self, method: str, route: str, status: str, seconds: float) -> None:
        # A client may send any word as the method: it must not make a series.
        method = method if method in METHODS else "OTHER"
        self._duration.labels(method, route, status).observe(seconds)

    def render(self) -> bytes:
        return generate_latest(self._registry)
