"""The generated app without metrics; LOG_LEVEL=silent takes the logs away too."""

from typing import Any

from flask import Flask

from app.wsgi import app


class Nothing:
    def __getattr__(self, _: str) -> "Nothing":
        return self

    def __call__(self, *_: Any) -> None:
        pass


def create_app() -> Flask:
    app.wsgi_app._metrics = Nothing()
    return app
