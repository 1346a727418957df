"""What the service takes from gunicorn besides its settings and hooks."""

import re

import pytest
from gunicorn.workers.gthread import ThreadWorker

from app.worker import Worker

from .support import Server, sample, serve, until

OWN = {"request_arrived"}


def test_gunicorn_still_calls_what_the_worker_replaces() -> None:
    replaced = {name for name, value in vars(Worker).items() if callable(value)}
    for name in (name for name in replaced - OWN if not name.startswith("_")):
        assert hasattr(ThreadWorker, name), f"gunicorn has no {name} any more: see app/worker.py"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"HELLO\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nExpect: the-unexpected\r\n\r\n", 417),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", 431),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: odd\r\n\r\n", 400),
    ],
)
def test_what_the_parser_refuses_is_answered_logged_and_counted(data: bytes, status: int) -> None:
    with serve() as server:
        answer = server.raw(data).decode()
        assert answer.startswith(f"HTTP/1.1 {status} ")
        assert re.search(r'\r\n\r\n{"error": {"message": "[a-z- ]+"}}$', answer)
        match = re.search(r"^X-Request-Id: (.+)\r$", answer, re.MULTILINE)
        until(lambda: counted(server, method="OTHER", route="unmatched", status=str(status)) == 1)
        until(lambda: len(server.log()) == 2)
        line = server.log()[1]
    assert match
    assert (line["msg"], line["requestId"], line["status"]) == ("request", match[1], status)


@pytest.mark.parametrize("body", [b"zz\r\n", b"2\r\n{}\r\nzz\r\n"])
def test_a_broken_body_is_the_clients_fault_and_is_answered_once(body: bytes) -> None:
    head = b" HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
    json = b"Content-Type: application/json\r\n\r\n"
    with serve(FAULT_INJECTION="true") as server:
        for path, status in ((b"/", "405"), (b"/api/faults", "400")):
            answer = server.raw(b"POST " + path + head + json + body)
            assert re.findall(rb"^HTTP/1.1 (\d+)", answer, re.MULTILINE) == [status.encode()]
            assert counted(server, route=path.decode(), status=status) == 1
        assert not [line for line in server.log() if line["level"] != "info"]


def counted(server: Server, **labels: str) -> float:
    text = server.manage("/metrics").body
    return sample(text, "http_request_duration_seconds_count", **labels)
