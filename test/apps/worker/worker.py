import os
import signal
import time

running = True


def stop(*_):
    global running
    running = False


signal.signal(signal.SIGTERM, stop)
while running:
    print("looking for work at", os.environ.get("REDIS_URL", "redis://localhost:6379"))
    time.sleep(1)
