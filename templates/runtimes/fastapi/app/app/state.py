"""What this process knows of itself, besides its configuration."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field
from pydantic.alias_generators import to_camel


# Strict, as JSON's true and false are numbers to Python.
class Faults(BaseModel, alias_generator=to_camel, extra="forbid", strict=True):
    """Trouble made on purpose."""

    delay_ms: Annotated[int, Field(ge=0, le=5000)] = 0
    error_rate: Annotated[float, Field(ge=0, le=1)] = 0
    unready: bool = False


class State:
    def __init__(self) -> None:
        self.draining = False
        self.faults = Faults()

    def readiness(self) -> Literal["draining", "unready", "ready"]:
        if self.draining:
            return "draining"
        return "unready" if self.faults.unready else "ready"


state = State()
