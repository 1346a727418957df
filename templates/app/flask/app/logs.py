"""Logs as one JSON object a line on stdout."""

import atexit
import json
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from select import PIPE_BUF
from typing import Any

LEVELS = {
    "trace": 5,
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warn": logging.WARNING,
    "error": logging.ERROR,
    "fatal": logging.CRITICAL,
    "silent": 100,
}
NAMES = {number: name for name, number in LEVELS.items()}
STDOUT = 1

encode = json.JSONEncoder(separators=(",", ":")).encode


def write(level: int, message: str, fields: Mapping[str, Any]) -> None:
    now = datetime.now(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00")
    line = encode({"level": NAMES.get(level, "info"), "time": f"{now}Z", **fields, "msg": message})
    put(f"{line}\n".encode())


def put_now(data: bytes) -> None:
    with suppress(OSError):  # a log that nobody takes must not stop the service
        while data:
            data = data[os.write(STDOUT, data) :]


put = put_now


class Writer(threading.Thread):
    """Writes lines some at a time: one system call for each costs more than making the line."""

    INTERVAL = 0.02
    LIMIT = 10_000

    def __init__(self) -> None:
        super().__init__(name="log", daemon=True)
        self._lines: deque[bytes] = deque()
        self._some = threading.Event()
        self._writing = threading.Lock()

    def put(self, line: bytes) -> None:
        self._lines.append(line)
        if not self._some.is_set():
            self._some.set()
        if len(self._lines) > self.LIMIT:  # the reader is slow: so are we
            self.flush()

    def run(self) -> None:
        while True:
            self._some.wait()
            time.sleep(self.INTERVAL)
            self._some.clear()
            self.flush()

    def flush(self) -> None:
        with self._writing:
            while self._lines:
                # No more than a pipe takes in one piece: lines of several workers must not mix.
                chunk = self._lines.popleft()
                while self._lines and len(chunk) + len(self._lines[0]) <= PIPE_BUF:
                    chunk += self._lines.popleft()
                put_now(chunk)


def write_in_batches() -> None:
    """From now on; for a worker process, as a fork would lose the thread."""
    global put
    writer = Writer()
    writer.start()
    atexit.register(writer.flush)
    put = writer.put


class JsonHandler(logging.Handler):
    """Writes records; `extra={"fields": {...}}` adds fields to a line."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            fields = dict(getattr(record, "fields", {}))
            if record.exc_info and (error := record.exc_info[1]):
                stack = logging.Formatter().formatException(record.exc_info)
                fields["err"] = {
                    "type": type(error).__name__,
                    "message": str(error),
                    "stack": stack,
                }
            write(record.levelno, record.getMessage(), fields)
        except Exception:
            self.handleError(record)


def configure_logging(level: str) -> None:
    logging.basicConfig(level=LEVELS[level], handlers=[JsonHandler()], force=True)
