"""The application and its routes."""

import re
import time

from flask import Flask, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue

from . import state
from .config import Config, load_config
from .errors import answer_errors
from .faults import faults
from .metrics import Metrics
from .observe import Observer
from .page import page

MAXIMUM_WORK_MS = 2000


def create_app(config: Config | None = None) -> Flask:
    config = config or load_config()
    metrics = Metrics(config)

    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 1024
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.json.sort_keys = False
    app.url_map.merge_slashes = False  # "/api//info" is unknown, not a redirect
    app.add_url_rule("/", view_func=page(app, config), endpoint="page")
    answer_errors(app)
    if config.fault_injection:
        app.register_blueprint(faults)

    @app.get("/api/info")
    def info() -> ResponseReturnValue:
        return jsonify(
            name=config.name,
            version=config.version,
            revision=config.revision,
            runtime="flask",
            pod=config.pod,
            uptimeSeconds=int(time.monotonic() - state.STARTED),
        )

    @app.get("/api/work")
    def work() -> ResponseReturnValue:
        wanted = request.args.get("ms", "50")
        if not re.fullmatch("[0-9]{1,4}", wanted) or int(wanted) > MAXIMUM_WORK_MS:
            abort(400, f"ms must be an integer from 0 to {MAXIMUM_WORK_MS}")
        time.sleep(int(wanted) / 1000)
        return jsonify(waitedMs=int(wanted))

    @app.get(config.health_path)
    def health() -> ResponseReturnValue:
        return jsonify(status="ok")

    @app.get(config.ready_path)
    def ready() -> ResponseReturnValue:
        status = state.readiness()
        return jsonify(status=status), 200 if status == "ready" else 503

    @app.get(config.metrics_path)
    def scrape() -> ResponseReturnValue:
        body, content_type = metrics.render(request.headers.get("Accept", ""))
        return Response(body, content_type=content_type)

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        return response

    quiet = {config.health_path, config.ready_path, config.metrics_path}
    app.wsgi_app = Observer(app.wsgi_app, metrics, quiet)  # type: ignore[method-assign]
    return app
