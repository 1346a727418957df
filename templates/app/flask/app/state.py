"""What gunicorn's master and all of its workers must agree on.

The master imports this module before it forks, so the mapping below is one piece of memory for
all of them: a drain or a fault takes effect everywhere at once, without files or signals.
"""

import ctypes
import mmap
import time

STARTED = time.monotonic()


class Shared(ctypes.Structure):
    draining: bool
    unready: bool
    delay_ms: int
    error_rate: float

    _fields_ = [
        ("draining", ctypes.c_bool),
        ("unready", ctypes.c_bool),
        ("delay_ms", ctypes.c_int),
        ("error_rate", ctypes.c_double),
    ]


shared = Shared.from_buffer(mmap.mmap(-1, ctypes.sizeof(Shared)))

_serving = False


def mark_serving() -> None:
    """Tell that this worker has loaded the application and answers requests."""
    global _serving
    _serving = True


def readiness() -> str:
    if shared.draining:
        return "draining"
    if not _serving:
        return "starting"
    return "unready" if shared.unready else "ready"
