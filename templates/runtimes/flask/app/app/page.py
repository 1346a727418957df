"""The page for people: what runs here, and where the rest is."""

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from flask import Response

from .config import Config

HTML = (Path(__file__).parent / "page.html").read_text(encoding="utf-8")


def hash_of(start: str, end: str) -> str:
    content = HTML.split(start)[1].split(end)[0]
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


STYLE = hash_of("<style>", "</style>")
SCRIPT = hash_of('<script type="module">', "</script>")

# Only this page's own style, script and empty icon may load, and it asks nobody but this service.
SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src {STYLE}",
        f"script-src {SCRIPT}",
        "connect-src 'self'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


def render_page(config: Config) -> str:
    """Return the page with what it cannot know: nothing of this changes while the service runs."""
    faults = config.management_on_web and config.fault_injection
    facts = {
        "name": config.name,
        "title": config.title,
        "version": config.version,
        "revision": config.revision,
        "runtime": "Flask",
        "paths": {
            "info": "/api/info",
            "work": "/api/work",
            "health": config.health_path,
            "ready": config.ready_path,
            "metrics": config.metrics_path,
        },
        "links": {
            **config.repositories,
            "ci": f"{config.repositories['app']}/actions",
            "grafana": config.grafana_url,
            "metrics": config.metrics_path if config.management_on_web else None,
            "faults": "/api/faults" if faults else None,
        },
    }
    # Within a script nothing is escaped, and "</script>" would end it.
    text = json.dumps(facts).replace("<", "\\u003c")
    return HTML.replace("{}</script>", f"{text}</script>")


def page(config: Config) -> Callable[[], Response]:
    """Return the view; the page is rendered once."""
    html = render_page(config)

    def view() -> Response:
        response = Response(html, content_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = SECURITY_POLICY
        return response

    return view
