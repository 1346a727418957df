"""The service as it really runs: uvicorn, its signals, its slow clients and its log."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack

import pytest

from .support import ROOT, Answer, Server, read_all, sample, serve, until

COUNT = "http_request_duration_seconds_count"
BUCKET = "http_request_duration_seconds_bucket"


def start_request(server: Server, path: str, answers: list[Answer]) -> threading.Thread:
    thread = threading.Thread(target=lambda: answers.append(server.request(path)))
    thread.start()
    return thread


def test_drain_then_exit_0() -> None:
    with serve(SHUTDOWN_DELAY_MS="1500") as server:
        answers: list[Answer] = []
        early = start_request(server, "/api/work?ms=300", answers)
        time.sleep(0.1)
        server.signal()
        until(lambda: server.request("/ready").json == {"status": "draining"})
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


def test_no_request_is_lost_when_the_client_heeds_readiness() -> None:
    with serve(SHUTDOWN_DELAY_MS="1500") as server:
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
    assert len(served) == len(statuses) > 10


@pytest.mark.parametrize("delay", ["0", "10000"])
def test_second_signal_cuts_off(delay: str) -> None:
    environ = {"SHUTDOWN_DELAY_MS": delay}
    with serve(**environ) as server, server.unanswered("/api/work?ms=2000"):
        server.signal()
        until(lambda: "draining" in [line["msg"] for line in server.log()])
        server.signal()
        assert server.wait() == 1


def test_ctrl_c_ends_it_at_once() -> None:
    with serve(SHUTDOWN_DELAY_MS="10000") as server, server.unanswered("/api/work?ms=2000"):
        started = time.monotonic()
        os.killpg(server.process.pid, signal.SIGINT)  # as a terminal does
        assert server.wait() == 0
        assert time.monotonic() - started < 8  # and not after the delay


def test_timeout_cuts_off() -> None:
    environ = {"SHUTDOWN_DELAY_MS": "0", "SHUTDOWN_TIMEOUT_MS": "300"}
    with serve(**environ) as server, server.unanswered("/api/work?ms=2000"):
        server.signal()
        assert server.wait() == 1


def test_a_request_whose_answer_cannot_be_written_counts_as_499() -> None:
    with serve() as server:
        with server.unanswered("/api/work?ms=300"):
            pass
        until(lambda: counted(server, method="GET", status="499") == 1)
        until(lambda: 499 in [line.get("status") for line in server.log()])


HALF_REQUESTS = [
    b"",
    b"GET / HTTP/1.1\r\nX-Half:",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf",
    b"POST /api/faults HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: 9\r\n\r\n{",
]


def test_slow_clients_stop_neither_probes_nor_others() -> None:
    with serve(FAULT_INJECTION="true") as server, ExitStack() as stack:
        for number in range(17):
            connection = socket.create_connection(("127.0.0.1", server.port))
            stack.enter_context(connection).sendall(HALF_REQUESTS[number % len(HALF_REQUESTS)])
        probe_for(server, 3)
        assert server.request("/api/info", timeout=20).status == 200
        assert not [line for line in server.log() if line["level"] == "error"]


def test_a_client_that_does_not_finish_is_cut_off() -> None:
    with serve(FAULT_INJECTION="true") as server:
        connections = [socket.create_connection(("127.0.0.1", server.port)) for _ in HALF_REQUESTS]
        for connection, half in zip(connections, HALF_REQUESTS, strict=True):
            connection.settimeout(30)
            connection.sendall(half)
        started = time.monotonic()
        answers = [read_all(connection) for connection in connections]
        assert 9 < time.monotonic() - started < 25
        for connection in connections:
            connection.close()
    # A silent one gets nothing; a body that nobody reads needs no patience.
    assert [answer[9:12] for answer in answers] == [b"", b"408", b"405", b"408"]


def test_a_busy_event_loop_does_not_stop_probes() -> None:
    with serve(SHUTDOWN_DELAY_MS="0", app="tests.blocking") as server, server.unanswered("/block"):
        probe_for(server, 1.5)


def test_many_requests_run_at_once() -> None:
    with serve(SHUTDOWN_DELAY_MS="0") as server:
        answers: list[Answer] = []
        running = [start_request(server, "/api/work?ms=2000", answers) for _ in range(40)]
        until(lambda: sample(server.manage("/metrics").body, "http_requests_in_flight") == 40)
        probe_for(server, 1)
        for thread in running:
            thread.join()
        assert [answer.status for answer in answers] == [200] * 40
        until(lambda: counted(server, route="/api/work", status="200") == 40)
        text = server.manage("/metrics").body
        assert sample(text, BUCKET, route="/api/work", status="200", le="5.0") == 40


def test_who_is_let_in_is_answered_and_the_next_are_refused() -> None:
    with serve(SHUTDOWN_DELAY_MS="300") as server, server.unanswered("/api/work?ms=2000"):
        server.signal()
        time.sleep(0.1)
        statuses: list[int] = []
        with pytest.raises(ConnectionError):  # refused, or reset while the listener closes
            ask_for(server, 5, statuses)
        assert server.process.poll() is None  # the long request still runs
        assert server.manage("/ready").json == {"status": "draining"}
    assert set(statuses) == {200}


@pytest.mark.parametrize(("path", "code"), [("/api/info", 0), ("/api/work?ms=2000", 1)])
def test_without_a_timeout_it_ends_at_once(path: str, code: int) -> None:
    environ = {"SHUTDOWN_DELAY_MS": "0", "SHUTDOWN_TIMEOUT_MS": "0"}
    with serve(**environ) as server, server.unanswered(path):
        server.signal()
        assert server.wait() == code


@pytest.mark.parametrize("address", ["", "127.0.0.1", "::1"])
def test_the_health_check_follows_the_address_and_uses_no_proxy(address: str) -> None:
    nowhere = "http://127.0.0.1:9"
    with serve(BIND_ADDRESS=address, HOST="conda") as server:
        environ = {"BIND_ADDRESS": address, "http_proxy": nowhere, "HTTP_PROXY": nowhere}
        assert health_check(server, **environ) == 0
        assert health_check(server, MANAGEMENT_PORT="9") != 0


def test_lines_of_life() -> None:
    environ = {"SHUTDOWN_DELAY_MS": "100", "APP_VERSION": "1.2.3", "POD_NAME": "pod-1"}
    with serve(**environ) as server:
        server.signal()
        assert server.wait() == 0
        lines = server.log()
    for line in lines:
        assert [*list(line)[:2], list(line)[-1]] == ["level", "time", "msg"]
        assert line.pop("time")
        assert line.pop("level") == "info"
    listening = {
        "msg": "listening",
        "port": server.port,
        "managementPort": server.management_port,
        "version": "1.2.3",
        "revision": "unknown",
        "pod": "pod-1",
    }
    draining = {"msg": "draining", "delayMs": 100, "timeoutMs": 20_000}
    assert lines == [listening, draining, {"msg": "stopped"}]


def test_a_long_path_and_a_long_method_are_cut_in_the_log() -> None:
    with serve() as server:
        server.request("/" + "x" * 3000, "X" * 3000)
        until(lambda: [line for line in server.log() if line["msg"] == "request"])
        (line,) = [line for line in server.log() if line["msg"] == "request"]
        assert (len(line["path"]), line["method"]) == (1024, "X" * 20)


def test_log_lines() -> None:
    with serve(LOG_LEVEL="debug") as server:
        server.request("/api/work?ms=1&token=secret", headers={"X-Request-Id": "id-1"})
        until(lambda: [line for line in server.log() if line.get("requestId") == "id-1"])
        (line,) = [line for line in server.log() if line.get("requestId") == "id-1"]
        server.request("/ready")
        until(lambda: [line for line in server.log() if line.get("path") == "/ready"])
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
            b"GET http://a:b/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            b"BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        ):
            assert server.raw(data).startswith(b"HTTP/1.1 4"), data[:40]
        assert server.request("/").status == 200


def test_a_mistake_in_the_environment_stops_the_start() -> None:
    command = [sys.executable, "-m", "app"]
    environ = {**os.environ, "PORT": "eighty"}
    result = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
    assert result.returncode != 0
    assert "PORT\n  Input should be a valid integer" in result.stderr


def ask_for(server: Server, seconds: float, statuses: list[int]) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        statuses.append(server.request("/api/info", timeout=1).status)


def probe_for(server: Server, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for path in ("/health", "/ready", "/metrics"):
            assert server.manage(path).status == 200
        time.sleep(0.1)


def health_check(server: Server, **environ: str) -> int:
    command = [sys.executable, "-m", "app.healthcheck"]
    ports = {"PORT": str(server.port), "MANAGEMENT_PORT": str(server.management_port)}
    result = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **ports, **environ}, stderr=subprocess.DEVNULL
    )
    return result.returncode


def counted(server: Server, **labels: str) -> float:
    return sample(server.manage("/metrics").body, COUNT, **labels)


def test_every_response_is_hardened() -> None:
    with serve() as server:
        for answer in (server.request("/"), server.request("/nope"), server.manage("/ready")):
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cache-Control"] == "no-store"


def test_what_the_parser_refuses_is_answered_and_counted() -> None:
    with serve() as server:
        large = b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 100_000 + b"\r\n\r\n"
        for data, status in ((b"HELLO\r\n\r\n", "400"), (large, "431")):
            assert server.raw(data).startswith(f"HTTP/1.1 {status}".encode())
            until(lambda: counted(server, method="OTHER", status=status) == 1)  # noqa: B023
