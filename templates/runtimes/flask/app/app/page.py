"""The page for people: what runs here, and where the rest is."""

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response

from .config import Config

STYLE = (Path(__file__).parent / "templates" / "page.css").read_text(encoding="utf-8")
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

# Nothing but this page's own style and its empty icon may load.
SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{STYLE_HASH}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


def page(app: Flask, config: Config) -> Callable[[], Response]:
    """Return the view; the page is rendered once, as nothing on it changes."""
    html = app.jinja_env.get_template("page.html").render(config=config, style=STYLE)

    def view() -> Response:
        response = Response(html, content_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = SECURITY_POLICY
        return response

    return view
