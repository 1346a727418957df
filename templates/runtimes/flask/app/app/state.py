"""What this process knows of itself, besides its configuration."""

from dataclasses import dataclass


@dataclass
class State:
    draining: bool = False
    unready: bool = False
    delay_ms: int = 0
    error_rate: float = 0


state = State()


def readiness() -> str:
    if state.draining:
        return "draining"
    return "unready" if state.unready else "ready"
