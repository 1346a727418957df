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
from typing import Any

TRACE = 5
LEVELS = {
    "trace": TRACE,
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
    line = encode({"level": NAMES[level], "time": f"{now}Z", **fields, "msg": message})
    put(f"{line}\n".encode())


def put_now(data: bytes) -> None:
    with suppress(OSError):  # a log that nobody takes must not stop the service
        while data:
            data = data[os.write(STDOUT, data) :]


class Writer(threading.Thread):
    """Writes lines some at a time, beside the requests.

    One system call for each line costs more than making it, and a reader that stalls must cost
    neither answers nor memory without end: what is too much is dropped, and counted.
    """

    INTERVAL = 0.02
    LIMIT = 10_000
    CHUNK = 100

    def __init__(self) -> None:
        super().__init__(name="log", daemon=True)
        self._lines: deque[bytes] = deque()
        self._dropped = 0
        self._some = threading.Event()
        self._writing = threading.Lock()

    def put(self, line: bytes) -> None:
        if len(self._lines) >= self.LIMIT:
            self._dropped += 1
            return
        self._lines.append(line)
        if not self._some.is_set():
            self._some.set()

    def run(self) -> None:
        while True:
            self._some.wait()
            time.sleep(self.INTERVAL)
            self._some.clear()
            self.flush()

    def flush(self) -> None:
        with self._writing:
            while self._lines:
                count = min(len(self._lines), self.CHUNK)
                put_now(b"".join(self._lines.popleft() for _ in range(count)))
        if self._dropped:
            dropped, self._dropped = self._dropped, 0
            write(logging.WARNING, "log lines dropped", {"count": dropped})


_writer: Writer | None = None


def put(line: bytes) -> None:
    if _writer:
        _writer.put(line)
    else:
        put_now(line)


def flush() -> None:
    if _writer:
        _writer.flush()


def write_in_background() -> None:
    """From now on: the event loop must not wait for whoever reads the log."""
    global _writer
    _writer = Writer()
    _writer.start()
    atexit.register(flush)


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
            write(level_of(record), record.getMessage(), fields)
        except Exception:
            self.handleError(record)


def level_of(record: logging.LogRecord) -> int:
    """Return the level that we have a name for; libraries may have others."""
    return max(level for level in NAMES if level <= max(record.levelno, TRACE))


def configure_logging(level: str) -> None:
    logging.basicConfig(level=LEVELS[level], handlers=[JsonHandler()], force=True)
