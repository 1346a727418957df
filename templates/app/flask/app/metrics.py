"""Prometheus metrics: the three of the contract and what the library knows of the process."""

import os

import prometheus_client
from prometheus_client import CollectorRegistry, Gauge, Histogram
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector

from .config import Config

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

prometheus_client.disable_created_metrics()  # a second series for each one, that nothing reads


class Metrics:
    def __init__(self, config: Config) -> None:
        self._registry = CollectorRegistry()
        registry: CollectorRegistry | None = self._registry
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            # Each worker writes to its files, a scrape adds up those of all workers. What the
            # library says of one process would be that of a random worker: left out.
            MultiProcessCollector(self._registry)
            registry = None
        else:
            prometheus_client.ProcessCollector(registry=self._registry)
            prometheus_client.PlatformCollector(registry=self._registry)
            prometheus_client.GCCollector(registry=self._registry)

        self._duration = Histogram(
            "http_request_duration_seconds",
            "Time from the arrival of a request to the end of its response.",
            ["method", "route", "status"],
            buckets=config.duration_buckets,
            registry=registry,
        )
        self.in_flight = Gauge(
            "http_requests_in_flight",
            "Requests being answered now.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        info = Gauge(
            "app_info",
            "What is running: always 1, the facts are in the labels.",
            ["version", "revision"],
            registry=registry,
            multiprocess_mode="max",
        )
        info.labels(config.version, config.revision).set(1)

    def observe(self, method: str, route: str, status: str, seconds: float) -> None:
        # A client may send any word as the method: it must not make a series.
        method = method if method in METHODS else "OTHER"
        self._duration.labels(method, route, status).observe(seconds)

    def render(self, accept: str) -> tuple[bytes, str]:
        """Return the exposition and its content type, as negotiated."""
        try:
            encode, content_type = choose_encoder(accept)
        except (TypeError, ValueError):  # the library fails on a version that is none, like "x"
            encode, content_type = choose_encoder("")
        return encode(self._registry), content_type
