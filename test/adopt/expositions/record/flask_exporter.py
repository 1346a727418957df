from flask import Flask
from prometheus_flask_exporter import PrometheusMetrics

app = Flask(__name__)
PrometheusMetrics(app)


@app.get("/items/<item>")
def item(item):
    return item


@app.get("/fail")
def fail():
    return "asked for", 500


client = app.test_client()
for path in ["/items/1", "/items/2", "/fail", "/missing"]:
    client.get(path)
print(client.get("/metrics").text, end="")
