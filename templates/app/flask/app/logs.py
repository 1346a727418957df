"""Logs as one JSON object a line on stdout."""

import json
import logging
import sys
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


class JsonFormatter(logging.Formatter):
    """Writes a record; `extra={"fields": {...}}` adds fields to its line."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "level": NAMES.get(record.levelno, "info"),
            "time": time.replace("+00:00", "Z"),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            line["err"] = {
                "type": type(error).__name__,
                "message": str(error),
                "stack": self.formatException(record.exc_info),
            }
        line["msg"] = record.getMessage()
        return json.dumps(line, separators=(",", ":"))


def configure_logging(level: str) -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=LEVELS[level], handlers=[handler], force=True)
