"""Ends gunicorn without losing a request.

Gunicorn stops its workers as soon as it gets SIGTERM. Here the instance first says that it is not
ready and goes on serving until load balancers have noticed; then gunicorn stops as ever: no new
connections, running requests finish.
"""

import logging
import os
import signal
import sys
from typing import Any

from gunicorn.arbiter import Arbiter

from .state import shared

log = logging.getLogger(__name__)


class Shutdown:
    """Takes over SIGTERM in gunicorn's master, which looks its handlers up as `handle_<signal>`."""

    def __init__(self, master: Arbiter, delay: float, timeout: float) -> None:
        self._master = master
        self._delay = delay
        self._timeout = timeout
        master.handle_term = self.drain
        master.handle_alrm = self.stop
        signal.signal(signal.SIGALRM, master.signal)

    def drain(self) -> None:
        if shared.draining:
            self.cut_off()
        shared.draining = True
        log.info("draining", extra={"fields": {"signal": "SIGTERM"}})
        if self._delay:
            signal.setitimer(signal.ITIMER_REAL, self._delay)
        else:
            self.stop()

    def stop(self) -> None:
        # The master waits for its workers in a loop that ignores these signals.
        signal.signal(signal.SIGTERM, self.cut_off)
        signal.signal(signal.SIGALRM, self.cut_off)
        signal.setitimer(signal.ITIMER_REAL, self._timeout)
        raise StopIteration  # what gunicorn's own handler of SIGTERM does

    def cut_off(self, *_: Any) -> None:
        log.error("requests still run at a second signal or the timeout, cutting them off")
        for pid in self._master.WORKERS:
            os.kill(pid, signal.SIGKILL)
        sys.exit(1)
