from flask import Blueprint, jsonify

bp = Blueprint("orders", __name__)


@bp.get("/")
def orders():
    return jsonify([])


# Not the service's health: it is below /api/orders.
@bp.get("/health")
def orders_health():
    return {"status": "ok"}
