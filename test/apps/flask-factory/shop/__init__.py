"""The shop. A first version answered "/ping": @app.route("/ping")."""
from flask import Flask
from prometheus_flask_exporter import PrometheusMetrics

from .views import health, orders

metrics = PrometheusMetrics.for_app_factory()


def create_app() -> Flask:
    app = Flask(__name__)
    metrics.init_app(app)
    app.register_blueprint(health.bp)
    app.register_blueprint(orders.bp, url_prefix="/api/orders")
    return app
