"""The service as it really runs: gunicorn, its signals, its log, one worker and several."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from .support import ROOT, Answer, Server, sample, serve, until

COUNT = "http_request_duration_seconds_count"
JSON = {"Content-Type": "application/json"}

workers = pytest.mark.parametrize("workers", ["1", "3"])


def start_request(server: Server, path: str, answers: list[Answer]) -> threading.Thread:
    thread = threading.Thread(target=lambda: answers.append(server.request(path)))
    thread.start()
    return thread


@workers
def test_drain_then_exit_0(workers: str) -> None:
    with serve(WEB_CONCURRENCY=workers, SHUTDOWN_DELAY_MS="1500") as server:
        answers: list[Answer] = []
        early = start_request(server, "/api/work?ms=300", answers)
        time.sleep(0.1)
        server.signal()
        until(lambda: server.request("/ready").json == {"status": "draining"})
        for _ in range(12):  # each worker
            assert server.request("/ready").status == 503
        health = server.request("/health")
        assert health.status == 200
        assert health.headers["Connection"] == "close"
        late = start_request(server, "/api/work?ms=2000", answers)  # ends after the delay
        assert server.wait() == 0
        early.join()
        late.join()
        assert [answer.status for answer in answers] == [200, 200]
        messages = [line["msg"] for line in server.log()]
        assert "draining" in messages
        assert messages[-1] == "stopped"


@workers
def test_no_request_is_lost_when_the_client_heeds_readiness(workers: str) -> None:
    with serve(WEB_CONCURRENCY=workers, SHUTDOWN_DELAY_MS="1500") as server:
        ready = threading.Event()
        ready.set()
        statuses: list[int] = []

        def load() -> None:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            while ready.is_set():
                connection.request("GET", "/api/work?ms=5")
                response = connection.getresponse()
                response.read()
                statuses.append(response.status)

        clients = [threading.Thread(target=load) for _ in range(8)]
        for client in clients:
            client.start()
        time.sleep(0.3)
        server.signal()
        until(lambda: server.request("/ready").status == 503)
        time.sleep(0.2)
        ready.clear()
        for client in clients:
            client.join()
        assert server.wait() == 0
        served = [line for line in server.log() if line.get("route") == "/api/work"]
    assert set(statuses) == {200}
    assert len(served) == len(statuses) > 100


@workers
@pytest.mark.parametrize("delay", ["0", "10000"])
def test_second_signal_cuts_off(workers: str, delay: str) -> None:
    environ = {"SHUTDOWN_DELAY_MS": delay, "WEB_CONCURRENCY": workers}
    with serve(**environ) as server, server.unanswered("/api/work?ms=2000"):
        server.signal()
        time.sleep(0.2)
        server.signal()
        assert server.wait() == 1


def test_ctrl_c_finishes_what_runs_without_the_delay() -> None:
    with serve(SHUTDOWN_DELAY_MS="10000") as server:
        answers: list[Answer] = []
        running = start_request(server, "/api/work?ms=500", answers)
        time.sleep(0.2)
        os.killpg(server.process.pid, signal.SIGINT)  # as a terminal does
        assert server.wait() == 0
        running.join()
        assert [answer.status for answer in answers] == [200]


@workers
def test_timeout_cuts_off(workers: str) -> None:
    environ = {"SHUTDOWN_DELAY_MS": "0", "SHUTDOWN_TIMEOUT_MS": "300", "WEB_CONCURRENCY": workers}
    with serve(**environ) as server, server.unanswered("/api/work?ms=2000"):
        server.signal()
        assert server.wait() == 1


@workers
def test_metrics_are_those_of_all_workers(workers: str) -> None:
    with serve(WEB_CONCURRENCY=workers, FAULT_INJECTION="true", APP_VERSION="1.2.3") as server:
        for _ in range(60):
            server.request("/api/work?ms=0")
        answers: list[Answer] = []
        running = [start_request(server, "/api/work?ms=500", answers) for _ in range(6)]
        time.sleep(0.2)
        text = server.request("/metrics").body
        assert sample(text, COUNT, route="/api/work", status="200") == 60
        assert sample(text, "http_requests_in_flight") == 7  # and this scrape
        for thread in running:
            thread.join()
        until(lambda: in_flight(server) == 1)
        for _ in range(5):  # whichever worker answers
            text = server.request("/metrics").body
            assert sample(text, COUNT, route="/api/work", status="200") == 66
            assert sample(text, "app_info", version="1.2.3") == 1
            assert ("process_cpu_seconds_total" in text) == (workers == "1")

        server.request("/api/faults", "POST", body='{"unready": true}', headers=JSON)
        assert {server.request("/ready").status for _ in range(12)} == {503}


def test_a_dead_worker_leaves_its_counts_and_not_its_gauge() -> None:
    with serve(WEB_CONCURRENCY="2") as server:
        for _ in range(20):
            server.request("/api/info")
        with server.unanswered("/api/work?ms=2000"):
            until(lambda: in_flight(server) == 2)
            for pid in pids(server):
                os.kill(pid, signal.SIGKILL)
            until(lambda: len(pids(server)) == 4)
            until(lambda: in_flight(server) == 1)
        assert counted(server, route="/api/info") == 20


def test_what_an_earlier_process_counted_is_forgotten(tmp_path: Path) -> None:
    for _ in range(2):
        with serve(WEB_CONCURRENCY="2", PROMETHEUS_MULTIPROC_DIR=str(tmp_path)) as server:
            assert counted(server, route="/api/info") == 0
            server.request("/api/info")
            until(lambda server=server: counted(server, route="/api/info") == 1)
            server.process.kill()
            server.process.wait()
            for pid in pids(server):
                until(lambda pid=pid: not alive(pid))
        assert list(tmp_path.glob("*.db"))


# The answer to HEAD is a single write, which the kernel takes even for a client that is gone.
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_aborted_request_counts_as_499(method: str) -> None:
    with serve() as server:
        with server.unanswered("/api/work?ms=300", method):
            pass
        until(lambda: counted(server, method=method, status="499") == 1)
        until(lambda: 499 in [line.get("status") for line in server.log()])


def test_log_lines() -> None:
    with serve(LOG_LEVEL="debug") as server:
        server.request("/api/work?ms=1&token=secret", headers={"X-Request-Id": "id-1"})
        until(lambda: [line for line in server.log() if line.get("requestId") == "id-1"])
        (line,) = [line for line in server.log() if line.get("requestId") == "id-1"]
        probe = next(line for line in server.log() if line.get("path") == "/ready")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line.pop("durationMs") >= 1
    assert line == {
        "level": "info",
        "msg": "request",
        "requestId": "id-1",
        "method": "GET",
        "path": "/api/work",
        "route": "/api/work",
        "status": 200,
    }
    assert probe["level"] == "debug"


def test_hostile_input_is_no_server_error() -> None:
    with serve() as server:
        for data in (
            b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
            b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET /../../../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            b"GET /%00%ff%2e%2e HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            b"BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            b"GET / HTTP/9.9\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        ):
            assert server.raw(data).startswith(b"HTTP/1.1 4"), data[:40]
        assert server.request("/").status == 200


def test_a_mistake_in_the_environment_stops_the_start() -> None:
    command = [sys.executable, "-m", "gunicorn"]
    environ = {**os.environ, "PORT": "eighty"}
    result = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
    assert result.returncode != 0
    assert 'PORT must be an integer from 0 to 65535, not "eighty"' in result.stderr


def in_flight(server: Server) -> float:
    return sample(server.request("/metrics").body, "http_requests_in_flight")


def counted(server: Server, **labels: str) -> float:
    return sample(server.request("/metrics").body, COUNT, **labels)


def pids(server: Server) -> list[int]:
    booting = "Booting worker with pid: "
    return [
        int(line["msg"].removeprefix(booting)) for line in server.log() if booting in line["msg"]
    ]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
