"""The page for people: what runs here, and where the rest is."""

import base64
import hashlib
import json
from pathlib import Path

from fastapi.responses import HTMLResponse

from .config import CONTRACT, Config

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
        "name": CONTRACT.name,
        "title": CONTRACT.title,
        "version": config.app_version,
        "revision": config.app_revision,
        "runtime": "FastAPI",
        "paths": {
            "info": "/api/info",
            "work": "/api/work",
            "health": CONTRACT.health_path,
            "ready": CONTRACT.ready_path,
            "metrics": CONTRACT.metrics_path,
        },
        "links": {
            **CONTRACT.repositories,
            "ci": f"{CONTRACT.repositories['app']}/actions",
            "grafana": config.grafana_url and str(config.grafana_url),
            "metrics": CONTRACT.metrics_path if config.management_on_web else None,
            "faults": "/api/faults" if faults else None,
        },
    }
    # Within a script nothing is escaped, and "</script>" would end it.
    text = json.dumps(facts).replace("<", "\\u003c")
    return HTML.replace("{}</script>", f"{text}</script>")


def page(config: Config) -> HTMLResponse:
    """Return the answer, which can be sent again and again."""
    return HTMLResponse(render_page(config), headers={"Content-Security-Policy": SECURITY_POLICY})
