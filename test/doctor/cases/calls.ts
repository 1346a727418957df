import type { Case } from "./case";

const flask = (head: string, body: string) => `${head}
from flask import Flask, jsonify
from prometheus_client import Counter

app = Flask(__name__)
ORDERS = Counter("shop_orders_total", "Orders (all of them)", ["kind", "outcome"])

@app.route("/orders")
def orders():
    ${body}
    return jsonify([])
`;
const express = (listen: string, more = "") => `const express = require("express");
const client = require("prom-client");
const app = express();
const orders = new client.Counter({ name: "shop_orders_total", help: "Orders", labelNames: ["kind"] });
app.get("/orders", (req, res) => {
  ${more}
  res.json([]);
});
${listen}
process.on("SIGTERM", () => server.close());
`;
const counted = (handler: string) => `from flask import Flask
from prometheus_client import Counter
app = Flask(__name__)
REQUESTS = Counter("shop_requests_total", "Requests", ["route"])

@app.after_request
def count(response):
    REQUESTS.labels("all").inc()
    return response

@app.route("/orders")
def orders():
    ${handler}
    return "[]"
`;
const manifest = (version: string) => `{"dependencies": {"express": "^5.0.0", "prom-client": "${version}"}}`;
const metrics = (call: string) => `const express = require("express");
const client = require("prom-client");
const app = express();
app.get("/metrics", async (req, res) => {
  res.set("Content-Type", client.register.contentType);
  res.end(${call});
});
app.listen(8080);
`;

export const calls: readonly Case[] = [
  {
    id: "E31",
    what: "a module that is never imported",
    broken: { "app.py": flask("import os", "started = time.time(); print(os.name, started)") },
    file: "app.py",
    repair: { "app.py": flask("import os\nimport time", "started = time.time(); print(os.name, started)") },
    lookAlike: { "app.py": flask("from datetime import datetime as time", 'print("json.dumps", time.now())  # random.random()') },
  },
  {
    id: "E31",
    what: "a handler of a signal without its two values",
    broken: { "main.py": "import signal\n\ndef stop():\n    pass\n\nsignal.signal(signal.SIGTERM, stop)\n" },
    file: "main.py",
    repair: { "main.py": "import signal\n\ndef stop(signum, frame):\n    pass\n\nsignal.signal(signal.SIGTERM, stop)\n" },
    lookAlike: { "main.py": "import signal\n\ndef stop(*_):\n    pass\n\nsignal.signal(signal.SIGTERM, stop)\n" },
  },
  {
    id: "E31",
    what: "a server that nothing declares",
    broken: { "index.js": express("app.listen(8080);") },
    file: "index.js",
    repair: { "index.js": express("const server = app.listen(8080);") },
    lookAlike: {
      "index.js": express("let server;\nserver = app.listen(8080);"),
      "stop.js": "module.exports = (server) => server.close();\n",
    },
  },
  {
    id: "E31",
    what: "a promise that is sent as a text",
    broken: { "index.js": metrics("client.register.metrics()"), "package.json": manifest("^15.1.3") },
    file: "index.js",
    repair: { "index.js": metrics("await client.register.metrics()") },
    lookAlike: { "index.js": metrics("client.register.metrics()"), "package.json": manifest("^12.0.0") },
  },
  {
    id: "E54",
    what: "one label too few",
    broken: { "app.py": flask("", 'ORDERS.labels("new").inc()') },
    file: "app.py",
    repair: { "app.py": flask("", 'ORDERS.labels("new", "ok").inc()') },
    lookAlike: { "app.py": flask("", 'ORDERS.labels(kind="new", outcome=str("a, b")).inc()') },
  },
  {
    id: "E54",
    what: "a label that was never declared",
    broken: { "index.js": express("const server = app.listen(8080);", "orders.inc({ kind: 'new', status: 200 });") },
    file: "index.js",
    repair: { "index.js": express("const server = app.listen(8080);", "orders.inc({ kind: 'new' });") },
    lookAlike: { "index.js": express("const server = app.listen(8080);", "orders.inc({ kind: `a:${'b'}` }, 2);") },
  },
  {
    id: "E15",
    what: "a request that is counted by its handler and around it",
    severity: "warning",
    broken: { "app.py": counted('REQUESTS.labels("orders").inc()') },
    file: "app.py",
    repair: { "app.py": counted('print("orders")') },
    lookAlike: {
      "app.py": counted('ORDERS.labels("orders").inc()').replace(
        "app = ",
        'ORDERS = Counter("shop_orders_total", "Orders", ["kind"])\napp = ',
      ),
    },
  },
];
