"""Logs as one JSON object a line on stdout."""

import json
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
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
    time = datetime.now(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00")
    line = encode({"level": NAMES.get(level, "info"), "time": f"{time}Z", **fields, "msg": message})
    # One system call a line, so that lines of threads and workers do not mix. A log that nobody
    # takes must not stop the service.
    with suppress(OSError):
        os.write(STDOUT, f"{line}\n".encode())


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
