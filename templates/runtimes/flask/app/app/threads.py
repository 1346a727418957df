"""The threads that answer requests, and how long a request waits for one of them."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

_current = threading.local()


def time_in_queue() -> float:
    """Return the seconds that the request of this thread had waited for it."""
    seconds: float = getattr(_current, "waited", 0.0)
    return seconds


class ThreadPool(ThreadPoolExecutor):
    def __init__(self, size: int) -> None:
        super().__init__(max_workers=size, thread_name_prefix="request")
        self.size = size
        self.busy = self.waiting = 0
        self._count = threading.Lock()

    def submit(self, job: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        with self._count:
            self.waiting += 1
        return super().submit(self._run, time.perf_counter(), job, *args, **kwargs)

    def _run(self, submitted: float, job: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with self._count:
            self.waiting -= 1
            self.busy += 1
        _current.waited = time.perf_counter() - submitted
        try:
            return job(*args, **kwargs)
        finally:
            with self._count:
                self.busy -= 1
