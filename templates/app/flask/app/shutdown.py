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
    """Takes signals over in gunicorn's master, which looks its handlers up as `handle_<signal>`."""

    def __init__(self, master: Arbiter, delay: float, timeout: float) -> None:
        self._master = master
        self._timeout = timeout
        # SIGINT comes from a keyboard: there is no load balancer to wait for.
        master.handle_int = lambda: self.drain("SIGINT", 0)
        master.handle_term = lambda: self.drain("SIGTERM", delay)
        master.handle_alrm = self.stop
        signal.signal(signal.SIGALRM, master.signal)

    def drain(self, name: str, delay: float) -> None:
        if shared.draining:
            self.cut_off()
        shared.draining = True
        log.info("draining", extra={"fields": {"signal": name}})
        if delay:
            signal.setitimer(signal.ITIMER_REAL, delay)
        else:
            self.stop()

    def stop(self) -> None:
        # From here the master waits for its workers in a loop that does not look handlers up.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
            signal.signal(number, self.cut_off)
        signal.setitimer(signal.ITIMER_REAL, self._timeout)
        raise StopIteration  # as gunicorn's own handler of SIGTERM does

    def cut_off(self, *_: Any) -> None:
        log.error("second signal or timeout, cutting off what still runs")
        for pid in self._master.WORKERS:
            os.kill(pid, signal.SIGKILL)
        self._master.cfg.on_exit(self._master)
        sys.exit(1)
