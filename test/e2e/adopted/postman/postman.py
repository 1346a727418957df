"""Carries letters from one box to another: it works for itself, and nobody asks it anything."""

import signal
import sys
import time


def end(*_):
    print("ends", flush=True)
    sys.exit(0)


signal.signal(signal.SIGTERM, end)
carried = 0
while True:
    carried += 1
    print(f"carried {carried}", flush=True)
    time.sleep(1)
