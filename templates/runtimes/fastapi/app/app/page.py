"""The page for people: what runs here, and where the rest is."""

import base64
import hashlib
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader

from .config import CONTRACT, Config

TEMPLATES = Path(__file__).parent / "templates"
STYLE = (TEMPLATES / "page.css").read_text(encoding="utf-8")
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


def render_page(config: Config) -> HTMLResponse:
    """Return the answer, which can be sent again and again, as nothing on it changes."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    html = environment.get_template("page.html").render(
        config=config, contract=CONTRACT, style=STYLE
    )
    return HTMLResponse(html, headers={"Content-Security-Policy": SECURITY_POLICY})
