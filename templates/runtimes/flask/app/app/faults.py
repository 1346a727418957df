"""Trouble made on purpose, to see alerts fire and to practise the runbooks."""

import random
import time
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from .state import state

PATH = "/api/faults"
KEYS = ("delayMs", "errorRate", "unready")

faults = Blueprint("faults", __name__)


@faults.get(PATH)
def show() -> Response:
    return jsonify(delayMs=state.delay_ms, errorRate=state.error_rate, unready=state.unready)


@faults.post(PATH)
def change() -> Response:
    wanted = request.get_json(silent=True)
    if not isinstance(wanted, dict):
        abort(400, "the body must be a JSON object")
    for key in wanted:
        if key not in KEYS:
            abort(400, f'unknown fault "{key}"')
    delay_ms = wanted.get("delayMs", 0)
    if not is_between(delay_ms, 0, 5000) or delay_ms != int(delay_ms):
        abort(400, "delayMs must be an integer from 0 to 5000")
    error_rate = wanted.get("errorRate", 0)
    if not is_between(error_rate, 0, 1):
        abort(400, "errorRate must be a number from 0 to 1")
    unready = wanted.get("unready", False)
    if not isinstance(unready, bool):
        abort(400, "unready must be true or false")
    state.delay_ms, state.error_rate, state.unready = int(delay_ms), error_rate, unready
    return show()


@faults.delete(PATH)
def clear() -> Response:
    state.delay_ms, state.error_rate, state.unready = 0, 0, False
    return show()


def inject() -> None:
    """Hit what users ask for, never probes and metrics."""
    if request.url_rule is None or request.blueprint == faults.name:
        return
    if request.url_rule.rule == "/" or request.url_rule.rule.startswith("/api/"):
        time.sleep(state.delay_ms / 1000)
        if random.random() < state.error_rate:
            abort(500, "injected fault")


def is_between(value: Any, minimum: float, maximum: float) -> bool:
    # JSON's true and false are numbers to Python.
    return type(value) in (int, float) and minimum <= value <= maximum
