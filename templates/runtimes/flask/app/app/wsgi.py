"""What gunicorn and `flask run` load."""

from .app import create_app, create_management_app
from .config import load_config
from .logs import configure_logging
from .metrics import Metrics

config = load_config()
configure_logging(config.log_level)
metrics = Metrics(config)
app = create_app(config, metrics)
management_app = create_management_app(config, metrics)
