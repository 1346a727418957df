"""What uvicorn loads."""

from .app import create_app
from .config import CONTRACT, Config
from .logs import configure_logging
from .metrics import Metrics
from .observe import Observer

config = Config()
configure_logging(config.log_level)
metrics = Metrics(config)
quiet = {CONTRACT.health_path, CONTRACT.ready_path, CONTRACT.metrics_path}
app = Observer(create_app(config, metrics), metrics, quiet)
