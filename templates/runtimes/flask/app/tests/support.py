"""The real server as a process, and a reader for its metrics."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from app.app import create_app
from app.config import load_config
from app.metrics import Metrics

ROOT = Path(__file__).parent.parent


def client_of(environ: dict[str, str]) -> FlaskClient:
    """Return a client of an application with this environment."""
    config = load_config(environ)
    return create_app(config, Metrics(config)).test_client()


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    port: int
    management_port: int
    output: Path

    def request(
        self, path: str, method: str = "GET", *, timeout: float = 10, **arguments: Any
    ) -> Answer:
        return self._ask(self.port, timeout, method, path, **arguments)

    def manage(self, path: str, method: str = "GET", **arguments: Any) -> Answer:
        """Ask the management port, and wait no longer than a probe of the kubelet."""
        return self._ask(self.management_port, 1, method, path, **arguments)

    def _ask(self, port: int, timeout: float, method: str, path: str, **arguments: Any) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        try:
            connection.request(method, path, **arguments)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read().decode())
        finally:
            connection.close()

    def raw(self, data: bytes) -> bytes:
        """Send bytes that are no good request, return what comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(data)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    @contextmanager
    def unanswered(self, path: str, method: str = "GET") -> Iterator[None]:
        """Have a request running, whose client hangs up in the end."""
        before = self._taken()
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(f"{method} {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            until(lambda: self._taken() > before)
            yield

    def _taken(self) -> float:
        """Return how many requests of users run or have run."""
        text = self.manage("/metrics").body
        counters = ("http_requests_in_flight", "http_request_duration_seconds_count")
        return sum(sample(text, name) for name in counters)

    def signal(self, number: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(number)

    def wait(self) -> int:
        return self.process.wait(timeout=10)

    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.output.read_text().splitlines()]


@contextmanager
def serve(**environ: str) -> Iterator[Server]:
    port, management_port = free_ports(2)
    with tempfile.NamedTemporaryFile() as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn"],
            cwd=ROOT,
            env={
                **os.environ,
                "PORT": str(port),
                "MANAGEMENT_PORT": str(management_port),
                **environ,
            },
            stdout=output,
            start_new_session=True,
        )
        server = Server(process, port, management_port, Path(output.name))
        try:
            until(lambda: "listening" in [line["msg"] for line in server.log()])
            yield server
        finally:
            if process.poll() is None:
                server.signal(signal.SIGINT)
                server.wait()


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [probe.getsockname()[1] for probe in probes]


def until(condition: Any, timeout: float = 10) -> None:
    deadline = time.monotonic() + timeout
    while True:
        try:
            if condition():
                return
        except OSError:
            pass
        assert time.monotonic() < deadline, "timed out"
        time.sleep(0.02)


def sample(exposition: str, name: str, **labels: str) -> float:
    """Return the sum of the series of that name with at least these labels."""
    total = 0.0
    for line in exposition.splitlines():
        match = re.fullmatch(r"(\w+)(?:\{(.*)\})? (\S+)", line)
        if match and match[1] == name:
            found = dict(re.findall(r'(\w+)="(.*?)"', match[2] or ""))
            if labels.items() <= found.items():
                total += float(match[3])
    return total
