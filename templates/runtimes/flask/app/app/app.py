"""The two applications: the service itself, and its management port."""

import re
import time
from urllib.parse import urlsplit

from flask import Flask, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue

from .config import Config
from .errors import answer_errors
from .faults import faults, inject
from .management import add_metrics, add_probes
from .metrics import Metrics
from .observe import Observer
from .page import page

MAXIMUM_WORK_MS = 2000
STARTED = time.monotonic()


def create_app(config: Config, metrics: Metrics) -> Flask:
    """Return what listens on PORT."""
    app = bare_app()
    app.add_url_rule("/", view_func=page(config), endpoint="page")
    add_api(app, config)
    add_probes(app, config)
    if config.fault_injection:
        app.before_request(inject)
    if config.management_on_web:
        add_management(app, config, metrics)

    metrics.expect(rule.rule for rule in app.url_map.iter_rules())
    quiet = {config.health_path, config.ready_path, config.metrics_path}
    app.wsgi_app = Observer(app.wsgi_app, metrics, quiet)  # type: ignore[method-assign]
    return app


def create_management_app(config: Config, metrics: Metrics) -> Flask:
    """Return what listens on MANAGEMENT_PORT. Its requests are neither measured nor logged."""
    app = bare_app()
    add_probes(app, config)
    add_management(app, config, metrics)
    return app


def bare_app() -> Flask:
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 1024
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.merge_slashes = False  # "/api//info" is unknown, not a redirect
    answer_errors(app)

    @app.before_request
    def refuse_broken_url() -> None:
        # A request may name a whole URL, of which gunicorn takes the path without looking at it.
        try:
            _ = urlsplit(request.environ.get("RAW_URI", "")).port
        except ValueError:
            request.url_rule = None
            abort(404)

    @app.before_request
    def refuse_no_host() -> None:
        # RFC 9112, 3.2: gunicorn leaves it to the application.
        environ = request.environ
        if environ["SERVER_PROTOCOL"] == "HTTP/1.1" and "HTTP_HOST" not in environ:
            request.url_rule = None
            abort(400, "one Host header is required")

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        return response

    return app


def add_management(app: Flask, config: Config, metrics: Metrics) -> None:
    add_metrics(app, config, metrics)
    if config.fault_injection:
        app.register_blueprint(faults)


def add_api(app: Flask, config: Config) -> None:
    @app.get("/api/info")
    def info() -> ResponseReturnValue:
        return jsonify(
            name=config.name,
            version=config.version,
            revision=config.revision,
            runtime="flask",
            pod=config.pod,
            uptimeSeconds=int(time.monotonic() - STARTED),
        )

    @app.get("/api/work")
    def work() -> ResponseReturnValue:
        given = request.args.getlist("ms")
        if len(given) > 1:
            abort(400, "ms must be given once")
        wanted = given[0] if given else "50"
        if not re.fullmatch("[0-9]{1,4}", wanted) or int(wanted) > MAXIMUM_WORK_MS:
            abort(400, f"ms must be an integer from 0 to {MAXIMUM_WORK_MS}")
        time.sleep(int(wanted) / 1000)
        return jsonify(waitedMs=int(wanted))
