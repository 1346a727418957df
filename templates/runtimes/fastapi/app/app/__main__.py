"""`python -m app` runs the service: one process, as its drain, faults and metrics are its own."""

import logging

from .asgi import app, config
from .logs import write_in_background
from .server import Server, listen

log = logging.getLogger(__name__)

write_in_background()
# Uvicorn's own messages help only while looking for an error: clients can provoke warnings at will.
debug = log.isEnabledFor(logging.DEBUG)
logging.getLogger("uvicorn.error").setLevel(logging.DEBUG if debug else logging.ERROR)
Server(app, config).run(sockets=[listen(config, config.port)])
log.info("stopped")
